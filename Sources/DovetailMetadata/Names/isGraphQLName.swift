/// Whether text is a name of the GraphQL specification: `[_A-Za-z][_0-9A-Za-z]*`.
package func isGraphQLName(_ text: some StringProtocol) -> Bool {
  guard let first = text.utf8.first, !isDigit(first) else { return false }
  return text.utf8.allSatisfy { isDigit($0) || isLetter($0) }
}

/// Whether text is a name that a schema may give to a type or field of its own.
///
/// Names with two underscores in front belong to introspection; clients refuse schemas with such.
package func isFieldName(_ text: some StringProtocol) -> Bool {
  isGraphQLName(text) && !text.utf8.starts(with: "__".utf8)
}

/// Whether text is a name that a schema may give to a value of an enum.
package func isEnumValueName(_ text: some StringProtocol) -> Bool {
  isGraphQLName(text) && text != "true" && text != "false" && text != "null"
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isLetter(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "_")
    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
}
