/// A recursive-descent parser with one token of look-ahead.
///
/// Where the grammar nests, `enter()` bounds the recursion by `ParserLimits.depth`.
struct Parser {
  private var lexer: Lexer
  /// The token that comes next.
  private(set) var token: Token
  private let limits: ParserLimits
  private var depth = 0
  private var fieldCount = 0

  /// Starts at the first token of a text, which must stay where it is while the parser is in use.
  init(_ buffer: UnsafeBufferPointer<UInt8>, limits: ParserLimits) throws(SyntaxError) {
    guard buffer.count <= limits.bytes else {
      throw SyntaxError(
        "The document has \(buffer.count) bytes; \(limits.bytes) are allowed.",
        reason: .limit,
        at: 0,
        in: buffer
      )
    }
    self.limits = limits
    lexer = Lexer(buffer, tokenLimit: limits.tokens)
    token = try lexer.next()
  }

  /// Parses the text as a document.
  mutating func parseDocument() throws(SyntaxError) -> Document {
    var definitions: [Definition] = []
    repeat {
      definitions.append(try parseDefinition())
    } while token.kind != .endOfDocument
    return Document(definitions: definitions)
  }
}

// MARK: - Tokens

extension Parser {
  /// The place of the next token.
  var location: Location { Location(offset: token.start) }

  /// Goes to the next token.
  @inline(__always)
  mutating func advance() throws(SyntaxError) {
    token = try lexer.next()
  }

  /// Goes past a token of some kind if it comes next, and says whether it did.
  @inline(__always)
  mutating func skip(_ kind: Token.Kind) throws(SyntaxError) -> Bool {
    guard token.kind == kind else { return false }
    try advance()
    return true
  }

  /// Goes past a token of some kind, which must come next.
  @inline(__always)
  mutating func expect(_ kind: Token.Kind) throws(SyntaxError) {
    guard token.kind == kind else { throw unexpected(expected: kind.description) }
    try advance()
  }

  /// Whether a keyword comes next.
  @inline(__always)
  func isNext(_ keyword: StaticString) -> Bool {
    lexer.matches(token, keyword)
  }

  /// Goes past a keyword if it comes next, and says whether it did.
  @inline(__always)
  mutating func skip(_ keyword: StaticString) throws(SyntaxError) -> Bool {
    guard isNext(keyword) else { return false }
    try advance()
    return true
  }

  /// Goes past a keyword, which must come next.
  mutating func expect(_ keyword: StaticString) throws(SyntaxError) {
    guard try skip(keyword) else { throw unexpected(expected: "\"\(keyword)\"") }
  }

  /// Checks that nothing comes next.
  func expectEnd() throws(SyntaxError) {
    guard token.kind == .endOfDocument else {
      throw unexpected(expected: Token.Kind.endOfDocument.description)
    }
  }

  /// Parses a name.
  mutating func parseName() throws(SyntaxError) -> Name {
    guard token.kind == .name else { throw unexpected(expected: Token.Kind.name.description) }
    let name = Name(tokenText, location: location)
    try advance()
    return name
  }

  /// The text of the next token.
  var tokenText: String { lexer.text(of: token) }

  /// Whether a string comes next.
  var isStringNext: Bool {
    switch token.kind {
    case .plainString, .escapedString, .blockString: true
    default: false
    }
  }

  /// Parses a string, which must come next.
  mutating func parseString() throws(SyntaxError) -> StringValue {
    let string = StringValue(
      try lexer.value(ofString: token),
      isBlock: token.kind == .blockString,
      location: location
    )
    try advance()
    return string
  }

  /// Parses a description if one comes next.
  mutating func parseDescription() throws(SyntaxError) -> StringValue? {
    isStringNext ? try parseString() : nil
  }
}

// MARK: - Limits and errors

extension Parser {
  /// Counts one more level of nesting.
  @inline(__always)
  mutating func enter() throws(SyntaxError) {
    depth += 1
    guard depth <= limits.depth else {
      throw limitError("The document nests deeper than \(limits.depth) levels.")
    }
  }

  /// Ends a level of nesting.
  @inline(__always)
  mutating func leave() {
    depth -= 1
  }

  /// Counts one more field.
  @inline(__always)
  mutating func countField() throws(SyntaxError) {
    fieldCount += 1
    guard fieldCount <= limits.fields else {
      throw limitError("The document selects more than \(limits.fields) fields.")
    }
  }

  private func limitError(_ message: String) -> SyntaxError {
    SyntaxError(message, reason: .limit, at: token.start, in: lexer.buffer)
  }

  /// The error for the next token.
  func unexpected(expected: String? = nil) -> SyntaxError {
    guard let expected else { return error("Unexpected \(found).") }
    return error("Expected \(expected), found \(found).")
  }

  /// An error at the next token.
  func error(_ message: String) -> SyntaxError {
    lexer.error(message, at: token.start)
  }

  /// The next token as an error message shows it.
  private var found: String {
    switch token.kind {
    case .name: "name \"\(tokenText.prefix(60))\""
    case .int, .float: "number \(tokenText.prefix(60))"
    default: token.kind.description
    }
  }
}
