/// Splits a UTF-8 text into tokens, on demand.
///
/// SAFETY: The lexer borrows the buffer and must not outlive it; `Document.init(parsing:)` keeps it
/// inside `withUnsafeBufferPointer`. Single bytes are read by `byte(at:)` alone, which compares the
/// offset with the length; ranges are made of offsets that `index` has passed, so they lie inside.
struct Lexer {
  /// The text.
  let buffer: UnsafeBufferPointer<UInt8>
  /// The offset of the next byte to read.
  var index = 0
  /// How many tokens may still be read.
  private var remainingTokens: Int
  private let tokenLimit: Int

  /// Starts at the beginning of a text.
  init(_ buffer: UnsafeBufferPointer<UInt8>, tokenLimit: Int) {
    self.buffer = buffer
    self.tokenLimit = tokenLimit
    self.remainingTokens = tokenLimit
  }

  /// The byte at an offset that isn't negative; 0 after the end of the text.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    offset < buffer.count ? buffer[offset] : 0
  }

  /// The error for a lexical mistake.
  func error(_ message: String, at offset: Int) -> SyntaxError {
    SyntaxError(message, at: offset, in: buffer)
  }

  /// The text of a token.
  func text(of token: Token) -> String {
    String(decoding: buffer[token.start..<token.end], as: UTF8.self)
  }

  /// Whether a token is a name with this spelling.
  @inline(__always)
  func matches(_ token: Token, _ keyword: StaticString) -> Bool {
    guard token.kind == .name, token.end &- token.start == keyword.utf8CodeUnitCount else {
      return false
    }
    var offset = token.start
    for byte in UnsafeBufferPointer(
      start: keyword.utf8Start,
      count: keyword.utf8CodeUnitCount
    ) {
      guard self.byte(at: offset) == byte else { return false }
      offset &+= 1
    }
    return true
  }

  /// Reads the next token.
  mutating func next() throws(SyntaxError) -> Token {
    try skipIgnored()
    remainingTokens &-= 1
    guard remainingTokens >= 0 else {
      throw SyntaxError(
        "The document has more than \(tokenLimit) tokens.",
        reason: .limit,
        at: index,
        in: buffer
      )
    }
    let byte = byte(at: index)
    if isNameStart(byte) { return readName() }
    switch byte {
    case UInt8(ascii: "{"): return punctuator(.leftBrace)
    case UInt8(ascii: "}"): return punctuator(.rightBrace)
    case UInt8(ascii: "("): return punctuator(.leftParenthesis)
    case UInt8(ascii: ")"): return punctuator(.rightParenthesis)
    case UInt8(ascii: "["): return punctuator(.leftBracket)
    case UInt8(ascii: "]"): return punctuator(.rightBracket)
    case UInt8(ascii: ":"): return punctuator(.colon)
    case UInt8(ascii: "$"): return punctuator(.dollar)
    case UInt8(ascii: "!"): return punctuator(.exclamationMark)
    case UInt8(ascii: "="): return punctuator(.equals)
    case UInt8(ascii: "@"): return punctuator(.at)
    case UInt8(ascii: "|"): return punctuator(.pipe)
    case UInt8(ascii: "&"): return punctuator(.ampersand)
    case UInt8(ascii: "."): return try readSpread()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
    case UInt8(ascii: "\""): return try readString()
    default:
      guard index < buffer.count else {
        return Token(kind: .endOfDocument, start: buffer.count, end: buffer.count)
      }
      throw unexpectedCharacter(at: index)
    }
  }

  @inline(__always)
  private mutating func punctuator(_ kind: Token.Kind) -> Token {
    index &+= 1
    return Token(kind: kind, start: index &- 1, end: index)
  }

  @inline(__always)
  private mutating func readName() -> Token {
    let start = index
    repeat { index &+= 1 } while isNameContinue(byte(at: index))
    return Token(kind: .name, start: start, end: index)
  }

  private mutating func readSpread() throws(SyntaxError) -> Token {
    guard byte(at: index + 1) == UInt8(ascii: "."), byte(at: index + 2) == UInt8(ascii: ".") else {
      throw error("Unexpected character \".\"; a spread has three dots.", at: index)
    }
    index += 3
    return Token(kind: .spread, start: index - 3, end: index)
  }

  /// Skips blanks, line ends, commas, comments and byte order marks.
  @inline(__always)
  private mutating func skipIgnored() throws(SyntaxError) {
    while true {
      switch byte(at: index) {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: ","), UInt8(ascii: "\t"),
        UInt8(ascii: "\r"):
        index &+= 1
      case UInt8(ascii: "#"):
        try skipComment()
      case 0xEF where byte(at: index + 1) == 0xBB && byte(at: index + 2) == 0xBF:
        index &+= 3
      default:
        return
      }
    }
  }

  private mutating func skipComment() throws(SyntaxError) {
    while index < buffer.count {
      switch byte(at: index) {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return
      case 0x80...: try skipScalar()
      default: index += 1
      }
    }
  }
}

// MARK: - Characters

extension Lexer {
  /// Skips a non-ASCII character in a comment or string.
  mutating func skipScalar() throws(SyntaxError) {
    let length = scalarLength(at: index)
    guard length > 0 else { throw error("The text is not valid UTF-8.", at: index) }
    index += length
  }

  /// The error for a character that starts no token.
  func unexpectedCharacter(at offset: Int) -> SyntaxError {
    if byte(at: offset) >= 0x80, scalarLength(at: offset) == 0 {
      return error("The text is not valid UTF-8.", at: offset)
    }
    return error("Unexpected character \(describeCharacter(at: offset)).", at: offset)
  }

  /// The character at an offset as an error message shows it.
  func describeCharacter(at offset: Int) -> String {
    guard offset < buffer.count else { return "at the end of the document" }
    let end = min(offset + max(scalarLength(at: offset), 1), buffer.count)
    let text = String(decoding: buffer[offset..<end], as: UTF8.self)
    guard let scalar = text.unicodeScalars.first else { return "" }
    if scalar == "\"" { return "'\"'" }
    if scalar.properties.generalCategory.isVisible { return "\"\(text)\"" }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The length of the well-formed UTF-8 sequence at an offset; 0 if there is none.
  ///
  /// The ranges are those of table 3-7 of the Unicode standard: no overlong forms, no surrogates,
  /// nothing above U+10FFFF.
  func scalarLength(at offset: Int) -> Int {
    guard offset < buffer.count else { return 0 }
    let lead = byte(at: offset)
    let second = byte(at: offset + 1)
    let length =
      switch (lead, second) {
      case (0x00...0x7F, _): 1
      case (0xC2...0xDF, 0x80...0xBF): 2
      case (0xE0, 0xA0...0xBF), (0xE1...0xEC, 0x80...0xBF), (0xED, 0x80...0x9F),
        (0xEE...0xEF, 0x80...0xBF):
        3
      case (0xF0, 0x90...0xBF), (0xF1...0xF3, 0x80...0xBF), (0xF4, 0x80...0x8F): 4
      default: 0
      }
    if length > 2, byte(at: offset + 2) & 0xC0 != 0x80 { return 0 }
    if length > 3, byte(at: offset + 3) & 0xC0 != 0x80 { return 0 }
    return length
  }
}

extension Unicode.GeneralCategory {
  /// Whether a message can show a character of the category as it is.
  fileprivate var isVisible: Bool {
    switch self {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator, .nonspacingMark, .enclosingMark, .spacingMark:
      false
    default:
      true
    }
  }
}
