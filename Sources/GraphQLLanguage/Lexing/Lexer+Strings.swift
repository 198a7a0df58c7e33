extension Lexer {
  /// Reads a string or block string, whose escape sequences it checks but doesn't resolve.
  mutating func readString() throws(SyntaxError) -> Token {
    let start = index
    guard byte(at: index + 1) == UInt8(ascii: "\""), byte(at: index + 2) == UInt8(ascii: "\"")
    else { return try readQuotedString(from: start) }
    return try readBlockString(from: start)
  }

  private mutating func readQuotedString(from start: Int) throws(SyntaxError) -> Token {
    var kind = Token.Kind.plainString
    index += 1
    while index < buffer.count {
      switch byte(at: index) {
      case UInt8(ascii: "\""):
        index += 1
        return Token(kind: kind, start: start, end: index)
      case UInt8(ascii: "\\"):
        kind = .escapedString
        index += try escape(at: index).length
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        throw error("A string must end on the line where it starts.", at: index)
      case 0x80...:
        try skipScalar()
      default:
        index &+= 1
      }
    }
    throw error("A string is not closed.", at: index)
  }

  private mutating func readBlockString(from start: Int) throws(SyntaxError) -> Token {
    index += 3
    while index < buffer.count {
      switch byte(at: index) {
      case UInt8(ascii: "\"") where isTripleQuote(at: index):
        index += 3
        return Token(kind: .blockString, start: start, end: index)
      case UInt8(ascii: "\\") where isTripleQuote(at: index + 1):
        index += 4
      case 0x80...:
        try skipScalar()
      default:
        index &+= 1
      }
    }
    throw error("A block string is not closed.", at: index)
  }

  /// Whether three quotes stand at an offset.
  func isTripleQuote(at offset: Int) -> Bool {
    byte(at: offset) == UInt8(ascii: "\"") && byte(at: offset + 1) == UInt8(ascii: "\"")
      && byte(at: offset + 2) == UInt8(ascii: "\"")
  }

  /// The value of a string token: escapes resolved, the indentation of a block string removed.
  func value(ofString token: Token) throws(SyntaxError) -> String {
    switch token.kind {
    case .blockString:
      return blockStringValue(buffer[(token.start + 3)..<(token.end - 3)])
    case .escapedString:
      return try resolveEscapes(from: token.start + 1, to: token.end - 1)
    default:
      return String(decoding: buffer[(token.start + 1)..<(token.end - 1)], as: UTF8.self)
    }
  }

  private func resolveEscapes(from start: Int, to end: Int) throws(SyntaxError) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(end - start)
    var offset = start
    while offset < end {
      let byte = byte(at: offset)
      if byte == UInt8(ascii: "\\") {
        let escape = try escape(at: offset)
        text += UTF8.encode(escape.scalar) ?? UTF8.encodedReplacementCharacter
        offset += escape.length
      } else {
        text.append(byte)
        offset += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

// MARK: - Escape sequences

extension Lexer {
  /// The character that an escape sequence stands for, and how long the sequence is.
  private func escape(
    at offset: Int
  ) throws(SyntaxError) -> (scalar: Unicode.Scalar, length: Int) {
    switch byte(at: offset + 1) {
    case UInt8(ascii: "\""): return ("\"", 2)
    case UInt8(ascii: "\\"): return ("\\", 2)
    case UInt8(ascii: "/"): return ("/", 2)
    case UInt8(ascii: "b"): return ("\u{8}", 2)
    case UInt8(ascii: "f"): return ("\u{C}", 2)
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "r"): return ("\r", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case UInt8(ascii: "u"):
      return byte(at: offset + 2) == UInt8(ascii: "{")
        ? try bracedEscape(at: offset) : try fixedEscape(at: offset)
    default:
      throw invalidEscape(from: offset, to: offset + 2)
    }
  }

  /// `\u{1F600}`: any number of digits, a Unicode scalar value.
  private func bracedEscape(
    at offset: Int
  ) throws(SyntaxError) -> (scalar: Unicode.Scalar, length: Int) {
    var value: UInt32 = 0
    var end = offset + 3
    while let digit = hexadecimalDigit(byte(at: end)), value <= 0x10FFFF {
      value = value << 4 | digit
      end += 1
    }
    guard end > offset + 3, byte(at: end) == UInt8(ascii: "}"), let scalar = Unicode.Scalar(value)
    else { throw invalidEscape(from: offset, to: end + 1) }
    return (scalar, end + 1 - offset)
  }

  /// `\u00E9`, or the surrogate pair `\uD83D\uDE00`.
  private func fixedEscape(
    at offset: Int
  ) throws(SyntaxError) -> (scalar: Unicode.Scalar, length: Int) {
    guard let unit = codeUnit(at: offset + 2) else {
      throw invalidEscape(from: offset, to: offset + 6)
    }
    if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
    // https://spec.graphql.org/September2025/#sec-String-Value.Static-Semantics
    guard unit < 0xDC00, byte(at: offset + 6) == UInt8(ascii: "\\"),
      byte(at: offset + 7) == UInt8(ascii: "u"), let low = codeUnit(at: offset + 8),
      (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw invalidEscape(from: offset, to: offset + 6) }
    return (scalar, 12)
  }

  private func codeUnit(at offset: Int) -> UInt32? {
    var value: UInt32 = 0
    for index in offset..<(offset + 4) {
      guard let digit = hexadecimalDigit(byte(at: index)) else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  private func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  private func invalidEscape(from start: Int, to end: Int) -> SyntaxError {
    let shown = buffer[min(start, buffer.count)..<min(end, buffer.count)]
      .prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return error(
      "Invalid escape sequence \(String(decoding: shown, as: UTF8.self)) in a string.",
      at: start
    )
  }
}
