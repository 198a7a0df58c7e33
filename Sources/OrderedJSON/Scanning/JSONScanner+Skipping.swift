extension JSONScanner {
  /// The offset after the value that starts at `offset`, in text that is known to be valid.
  package func skipValue(at offset: Int) -> Int {
    switch byte(at: offset) {
    case UInt8(ascii: "\""): skipString(at: offset)
    case UInt8(ascii: "{"), UInt8(ascii: "["): skipContainer(at: offset)
    default: skipScalar(at: offset)
    }
  }

  /// The offset after the string whose opening quote is at `offset`.
  @inline(__always)
  package func skipString(at offset: Int) -> Int {
    guard offset >= 0, offset < count else { return count }
    var index = offset &+ 1
    // SAFETY: `0 < index` and `index + 8 <= count` hold for each load of eight bytes.
    while index &+ 8 <= count {
      guard let match = ByteWord(buffer, at: index).firstQuoteOrBackslash else {
        index &+= 8
        continue
      }
      index &+= match
      if byte(at: index) == UInt8(ascii: "\"") { return index &+ 1 }
      index &+= 2
    }
    while index < count {
      switch byte(at: index) {
      case UInt8(ascii: "\""): return index &+ 1
      case UInt8(ascii: "\\"): index &+= 2
      default: index &+= 1
      }
    }
    return count
  }

  /// The offset after the object or array that is opened at `offset`.
  private func skipContainer(at offset: Int) -> Int {
    var index = max(offset, 0)
    var depth = 0
    while index < count {
      // SAFETY: `0 <= index < count`, as the loop has just established.
      switch buffer[index] {
      case UInt8(ascii: "\""):
        index = skipString(at: index)
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth &+= 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth &-= 1
        if depth == 0 { return index &+ 1 }
      default:
        break
      }
      index &+= 1
    }
    return count
  }

  /// The offset after the number, `true`, `false` or `null` at `offset`.
  private func skipScalar(at offset: Int) -> Int {
    var index = max(offset, 0)
    while index < count {
      // SAFETY: `0 <= index < count`, as the loop has just established.
      switch buffer[index] {
      case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ":"),
        0x00...0x20:
        return index
      default:
        index &+= 1
      }
    }
    return count
  }
}
