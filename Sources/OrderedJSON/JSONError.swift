/// What is wrong with a JSON text, and where.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, without the place.
  package let message: String
  /// The byte offset of the offending byte; the length of the text if it ended too early.
  package let offset: Int
  /// The line, counted from 1; lines end with a line feed.
  package let line: Int
  /// The column, counted from 1 in Unicode scalars.
  package let column: Int

  /// The message followed by line and column.
  package var description: String { "\(message) at line \(line), column \(column)" }

  /// Makes an error for an offset, from which line and column follow.
  init(_ message: String, at offset: Int, in bytes: some Sequence<UInt8>) {
    var line = 1
    var column = 1
    for byte in bytes.prefix(offset) {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.message = message
    self.offset = offset
    self.line = line
    self.column = column
  }
}

extension JSONError {
  /// The error for a byte which the grammar does not allow, or for the end of the text.
  ///
  /// `expected` says what could have stood there, such as `"a value"`.
  static func unexpected(
    at offset: Int,
    in bytes: some RandomAccessCollection<UInt8>,
    expected: String? = nil
  ) -> JSONError {
    let suffix = expected.map { ", expected \($0)" } ?? ""
    guard offset < bytes.count else {
      return JSONError("unexpected end of input\(suffix)", at: bytes.count, in: bytes)
    }
    let byte = bytes[bytes.index(bytes.startIndex, offsetBy: offset)]
    return JSONError("unexpected \(describe(byte))\(suffix)", at: offset, in: bytes)
  }

  /// A byte as an error message shows it.
  static func describe(_ byte: UInt8) -> String {
    switch byte {
    case 0x21...0x7E: "character '\(Character(Unicode.Scalar(byte)))'"
    case 0x20: "space"
    case 0x0A: "line feed"
    case 0x00...0x1F, 0x7F: "control character 0x\(hexadecimal(byte))"
    default: "byte 0x\(hexadecimal(byte))"
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
