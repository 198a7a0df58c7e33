/// Eight bytes of text that are examined at once.
///
/// Each test yields a word in which the highest bit of a byte is set where that byte matches. Bits
/// above the first match may be wrong (a borrow runs upwards), so only the first match is used.
struct ByteWord {
  private let bits: UInt64

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// Loads the bytes at an offset, which must be followed by at least eight bytes of `buffer`.
  @inline(__always)
  init(_ buffer: UnsafeRawBufferPointer, at offset: Int) {
    bits = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  @inline(__always)
  private func equal(_ byte: UInt8) -> UInt64 {
    let difference = bits ^ (Self.ones &* UInt64(byte))
    return (difference &- Self.ones) & ~difference
  }

  /// The index of the first quote or backslash; `nil` if there is none.
  @inline(__always)
  var firstQuoteOrBackslash: Int? {
    let matches = (equal(0x22) | equal(0x5C)) & Self.highs
    return matches == 0 ? nil : matches.trailingZeroBitCount &>> 3
  }

  /// The index of the first quote, backslash or control character; `nil` if there is none.
  @inline(__always)
  var firstEscapable: Int? {
    let controls = (bits &- Self.ones &* 0x20) & ~bits
    let matches = (equal(0x22) | equal(0x5C) | controls) & Self.highs
    return matches == 0 ? nil : matches.trailingZeroBitCount &>> 3
  }

  /// The index of the first quote, backslash, control character or non-ASCII byte.
  @inline(__always)
  var firstSpecial: Int? {
    let controls = (bits &- Self.ones &* 0x20) & ~bits
    let matches = (equal(0x22) | equal(0x5C) | controls | bits) & Self.highs
    return matches == 0 ? nil : matches.trailingZeroBitCount &>> 3
  }
}
