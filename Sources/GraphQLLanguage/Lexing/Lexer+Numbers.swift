extension Lexer {
  /// Reads an `IntValue` or `FloatValue`.
  mutating func readNumber() throws(SyntaxError) -> Token {
    let start = index
    var kind = Token.Kind.int
    if byte(at: index) == UInt8(ascii: "-") { index += 1 }
    if byte(at: index) == UInt8(ascii: "0") {
      index += 1
      guard !isDigit(byte(at: index)) else {
        throw error("A number must not have a leading zero.", at: index)
      }
    } else {
      try skipDigits()
    }
    if byte(at: index) == UInt8(ascii: ".") {
      kind = .float
      index += 1
      try skipDigits()
    }
    if byte(at: index) == UInt8(ascii: "e") || byte(at: index) == UInt8(ascii: "E") {
      kind = .float
      index += 1
      if byte(at: index) == UInt8(ascii: "+") || byte(at: index) == UInt8(ascii: "-") { index += 1 }
      try skipDigits()
    }
    // https://spec.graphql.org/September2025/#sec-Int-Value: `1abc` and `1.2.3` are no two tokens.
    guard byte(at: index) != UInt8(ascii: "."), !isNameStart(byte(at: index)) else {
      throw error(
        "A number must not be followed by \(describeCharacter(at: index)).",
        at: index
      )
    }
    return Token(kind: kind, start: start, end: index)
  }

  private mutating func skipDigits() throws(SyntaxError) {
    guard isDigit(byte(at: index)) else {
      throw index < buffer.count
        ? error("Expected a digit in a number, found \(describeCharacter(at: index)).", at: index)
        : error("Expected a digit in a number, found the end of the document.", at: index)
    }
    repeat { index += 1 } while isDigit(byte(at: index))
  }
}
