extension JSONScanner {
  /// Checks the string whose opening quote is at `offset`, and returns the offset after it.
  @inline(__always)
  func validateString(at offset: Int) throws(JSONError) -> Int {
    var index = offset &+ 1
    while true {
      // SAFETY: `index + 8 <= count` holds for the load of eight bytes.
      if index &+ 8 <= count {
        guard let match = ByteWord(buffer, at: index).firstSpecial else {
          index &+= 8
          continue
        }
        index &+= match
      }
      switch byte(at: index) {
      case UInt8(ascii: "\""):
        return index &+ 1
      case UInt8(ascii: "\\"):
        index = try validateEscape(at: index)
      case 0x00...0x1F:
        throw index < count
          ? JSONError(
            "unescaped \(JSONError.describe(byte(at: index))) in a string",
            at: index,
            in: buffer
          )
          : unexpected(at: index, expected: "'\"'")
      case 0x80...:
        repeat {
          let length = scalarLength(at: index)
          guard length > 0 else { throw JSONError("invalid UTF-8", at: index, in: buffer) }
          index &+= length
        } while byte(at: index) >= 0x80
      default:
        index &+= 1
      }
    }
  }

  private func validateEscape(at offset: Int) throws(JSONError) -> Int {
    switch byte(at: offset &+ 1) {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return offset &+ 2
    case UInt8(ascii: "u"):
      for index in (offset &+ 2)..<(offset &+ 6) where hexadecimalDigit(byte(at: index)) == nil {
        throw unexpected(at: index, expected: "a hexadecimal digit")
      }
      return offset &+ 6
    default:
      throw unexpected(at: offset &+ 1, expected: "an escape sequence")
    }
  }

  /// The length of the well-formed UTF-8 sequence at an offset; 0 if there is none.
  ///
  /// The ranges are those of table 3-7 of the Unicode standard: no overlong forms, no surrogates,
  /// nothing above U+10FFFF.
  func scalarLength(at offset: Int) -> Int {
    guard offset < count else { return 0 }
    let second = byte(at: offset &+ 1)
    switch byte(at: offset) {
    case 0x00...0x7F:
      return 1
    case 0xC2...0xDF:
      return isContinuation(second) ? 2 : 0
    case 0xE0:
      return (0xA0...0xBF).contains(second) && isContinuation(byte(at: offset &+ 2)) ? 3 : 0
    case 0xED:
      return (0x80...0x9F).contains(second) && isContinuation(byte(at: offset &+ 2)) ? 3 : 0
    case 0xE1...0xEF:
      return isContinuation(second) && isContinuation(byte(at: offset &+ 2)) ? 3 : 0
    case 0xF0...0xF4:
      let lead = byte(at: offset)
      let isSecondValid =
        lead == 0xF0
        ? (0x90...0xBF).contains(second)
        : lead == 0xF4 ? (0x80...0x8F).contains(second) : isContinuation(second)
      return isSecondValid && isContinuation(byte(at: offset &+ 2))
        && isContinuation(byte(at: offset &+ 3)) ? 4 : 0
    default:
      return 0
    }
  }

  @inline(__always)
  private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
