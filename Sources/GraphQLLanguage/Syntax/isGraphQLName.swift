/// Whether a text is a `Name` of the GraphQL grammar: `[_A-Za-z][_0-9A-Za-z]*`.
package func isGraphQLName(_ text: some StringProtocol) -> Bool {
  guard let first = text.utf8.first, isNameStart(first) else { return false }
  return text.utf8.allSatisfy(isNameContinue)
}

/// Whether a name can start with a byte.
@inline(__always)
func isNameStart(_ byte: UInt8) -> Bool {
  // Setting bit 5 maps upper-case letters to lower-case ones.
  (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_")
}

/// Whether a name can go on with a byte.
@inline(__always)
func isNameContinue(_ byte: UInt8) -> Bool {
  isNameStart(byte) || isDigit(byte)
}

/// Whether a byte is an ASCII digit.
@inline(__always)
func isDigit(_ byte: UInt8) -> Bool {
  byte &- UInt8(ascii: "0") < 10
}
