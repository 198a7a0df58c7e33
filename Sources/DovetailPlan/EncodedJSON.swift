package import OrderedJSON

/// JSON that travels as base64 text: cursors and global ids.
package enum EncodedJSON {
  /// The JSON in a text; nil if there is none.
  package static func decode(_ text: String) -> JSONValue? {
    guard let bytes = decodeBase64(text) else { return nil }
    return try? JSONValue(parsing: bytes)
  }

  /// The text that stands for bytes.
  package static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var group: UInt32 = 0
    var count = 0
    for byte in bytes {
      group = group << 8 | UInt32(byte)
      count += 1
      if count == 3 {
        append(group, characters: 4, to: &text)
        (group, count) = (0, 0)
      }
    }
    if count > 0 {
      append(group << UInt32(8 * (3 - count)), characters: count + 1, to: &text)
      for _ in count..<3 { text.append(padding) }
    }
    return text
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
  )
  private static let padding = UInt8(ascii: "=")

  private static func append(_ group: UInt32, characters: Int, to text: inout [UInt8]) {
    for index in 0..<characters {
      text.append(alphabet[Int(group >> UInt32(18 - 6 * index) & 63)])
    }
  }

  /// The bytes of a base64 text; nil if it is none.
  ///
  /// Line ends are skipped, since some encoders break lines; padding may be missing.
  private static func decodeBase64(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var group: UInt32 = 0
    var bits: UInt32 = 0
    var isPadded = false
    for character in text.utf8 {
      if character == UInt8(ascii: "\n") || character == UInt8(ascii: "\r") { continue }
      if character == padding {
        isPadded = true
        continue
      }
      guard !isPadded, let value = value(of: character) else { return nil }
      group = (group << 6 | value) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: group >> bits))
      }
    }
    // Six bits alone are less than a byte.
    return bits == 6 ? nil : bytes
  }

  private static func value(of character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

extension JSONValue {
  /// The value at a path of keys; nil if there is none.
  package func member(at path: [String]) -> JSONValue? {
    var value = self
    for key in path {
      guard let member = value[key] else { return nil }
      value = member
    }
    return value
  }
}
