import OrderedJSON

/// Reads the text of a template: recursive descent over bytes, bounded in depth.
struct Parser {
  let bytes: [UInt8]
  let limits: KritiLimits
  let places: PlaceIndex
  var index = 0
  private var depth = 0

  init(_ text: String, limits: KritiLimits) {
    self.bytes = Array(text.utf8)
    self.places = PlaceIndex(bytes)
    self.limits = limits
  }

  /// The whole text as one value.
  mutating func parseDocument() throws(KritiError) -> Expression {
    try checkSize()
    let value = try parseValue()
    skipBlanks()
    guard index == bytes.count else { throw unexpected(expected: "the end of the template") }
    return value
  }

  /// The whole text as the inside of a string.
  mutating func parseBareText() throws(KritiError) -> Expression {
    try checkSize()
    let parts = try parseTextParts(until: nil)
    return Expression(kind: .text(parts), span: span(from: 0))
  }

  private func checkSize() throws(KritiError) {
    guard bytes.count <= limits.templateSize else {
      throw KritiError(
        .limit,
        "The template is longer than \(limits.templateSize) bytes",
        at: span(from: 0, to: 0)
      )
    }
  }

  // MARK: Values

  /// A JSON value, or an expression in double braces.
  mutating func parseValue() throws(KritiError) -> Expression {
    try enter()
    defer { leave() }
    skipBlanks()
    guard let byte = peek() else { throw unexpected(expected: "a value") }
    if starts(with: "{{") { return try parseBlock() }
    switch byte {
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "\""): return try parseString()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    default:
      let start = index
      let word = parseWord()
      guard let literal = Self.literals[word] else {
        index = start
        throw unexpected(expected: "a value")
      }
      return Expression(kind: .literal(literal), span: span(from: start))
    }
  }

  static let literals: [String: JSONValue] = ["null": .null, "true": true, "false": false]

  mutating func parseObject() throws(KritiError) -> Expression {
    let start = index
    index += 1
    var members: [Expression.Member] = []
    skipBlanks()
    if consume("}") { return Expression(kind: .object([]), span: span(from: start)) }
    while true {
      skipBlanks()
      guard consume("\"") else { throw unexpected(expected: "a member's name") }
      let key = try parseTextParts(until: UInt8(ascii: "\""))
      skipBlanks()
      guard consume(":") else { throw unexpected(expected: "':'") }
      members.append(Expression.Member(key: key, value: try parseOperandValue()))
      skipBlanks()
      if consume(",") { continue }
      guard consume("}") else { throw unexpected(expected: "',' or '}'") }
      return Expression(kind: .object(members), span: span(from: start))
    }
  }

  mutating func parseArray() throws(KritiError) -> Expression {
    let start = index
    index += 1
    var elements: [Expression] = []
    skipBlanks()
    if consume("]") { return Expression(kind: .array([]), span: span(from: start)) }
    while true {
      elements.append(try parseOperandValue())
      skipBlanks()
      if consume(",") { continue }
      guard consume("]") else { throw unexpected(expected: "',' or ']'") }
      return Expression(kind: .array(elements), span: span(from: start))
    }
  }

  /// An element of an array or object: inside of double braces it may be an expression as it is.
  private mutating func parseOperandValue() throws(KritiError) -> Expression {
    isInBraces ? try parseExpression() : try parseValue()
  }

  /// Whether double braces are open around the current place.
  var isInBraces = false

  mutating func parseNumber() throws(KritiError) -> Expression {
    let start = index
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        index += 1
        continue
      default: break
      }
      break
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let number = JSONNumber(text) else {
      throw KritiError(.parse, "'\(text)' is not a number", at: span(from: start))
    }
    return Expression(kind: .literal(.number(number)), span: span(from: start))
  }

  // MARK: Depth

  mutating func enter() throws(KritiError) {
    depth += 1
    guard depth <= limits.depth else {
      throw KritiError(
        .limit,
        "The template is nested more than \(limits.depth) levels deep",
        at: span(from: index, to: index)
      )
    }
  }

  mutating func leave() {
    depth -= 1
  }

  /// Counts an expression that holds all before it, as in `a.b.c`: such a chain is a nesting, too.
  mutating func extend(_ chain: inout Int) throws(KritiError) {
    chain += 1
    guard depth + chain <= limits.depth else {
      throw KritiError(
        .limit,
        "The template is nested more than \(limits.depth) levels deep",
        at: span(from: index, to: index)
      )
    }
  }
}
