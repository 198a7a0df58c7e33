/// A random UUID (RFC 9562, version 4) in lower case.
func randomUUID() -> String {
  var high = UInt64.random(in: .min ... .max)
  var low = UInt64.random(in: .min ... .max)
  high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
  low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
  return String(unsafeUninitializedCapacity: 36) { buffer in
    var position = 0
    for digit in 0..<32 {
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
        buffer[position] = UInt8(ascii: "-")
        position += 1
      }
      let word = digit < 16 ? high : low
      let nibble = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (digit % 16)) & 0xF)
      buffer[position] = nibble + (nibble < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
      position += 1
    }
    return position
  }
}
