/// A place in a text, as people count.
package struct SourcePosition: Sendable, Hashable, CustomStringConvertible {
  /// The line, counted from 1; lines end with LF, CR LF or CR.
  package let line: Int
  /// The column, counted from 1 in Unicode scalars.
  package let column: Int

  /// Wraps a line and a column.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Counts the lines and columns before a byte offset of a UTF-8 text.
  package init(offset: Int, in bytes: some Sequence<UInt8>) {
    var line = 1
    var column = 1
    var previous: UInt8 = 0
    for byte in bytes.prefix(max(offset, 0)) {
      switch byte {
      case UInt8(ascii: "\n") where previous == UInt8(ascii: "\r"):
        break
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        line += 1
        column = 1
      case 0x80...0xBF:
        break
      default:
        column += 1
      }
      previous = byte
    }
    self.init(line: line, column: column)
  }

  package var description: String { "\(line):\(column)" }
}
