import OrderedJSON

/// Which names a text may contain.
///
/// Never denies one that it has, and seldom claims one that it has not; takes 64 bytes a text.
struct NameFilter: Sendable {
  private var words: SIMD8<UInt64> = .zero
  /// Whether the text has names that are spelled with escapes, which are not looked into.
  private var hasEscapes = false

  /// The filter of all strings of a text that is known to be JSON.
  init(_ scanner: JSONScanner) {
    var offset = 0
    while offset < scanner.count {
      guard scanner.byte(at: offset) == UInt8(ascii: "\"") else {
        offset += 1
        continue
      }
      let end = scanner.skipString(at: offset)
      var hash = NameHash()
      for index in (offset + 1)..<max(end - 1, offset + 1) {
        let byte = scanner.byte(at: index)
        if byte == UInt8(ascii: "\\") { hasEscapes = true }
        hash.add(byte)
      }
      set(hash.first)
      set(hash.second)
      offset = end
    }
  }

  /// Whether one of the strings may be this one.
  func mayContain(_ name: String) -> Bool {
    if hasEscapes { return true }
    var hash = NameHash()
    for byte in name.utf8 { hash.add(byte) }
    return isSet(hash.first) && isSet(hash.second)
  }

  private mutating func set(_ bit: Int) {
    words[bit / 64] |= 1 << UInt64(bit % 64)
  }

  private func isSet(_ bit: Int) -> Bool {
    words[bit / 64] & (1 << UInt64(bit % 64)) != 0
  }
}

/// A hash (FNV-1a) that gives two of 512 bits.
private struct NameHash {
  private var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  var first: Int { Int(value & 511) }
  var second: Int { Int((value >> 32) & 511) }
}
