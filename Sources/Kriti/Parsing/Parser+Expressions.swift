import OrderedJSON

extension Parser {
  /// What stands in double braces: an expression, a condition or a range.
  mutating func parseBlock() throws(KritiError) -> Expression {
    try enter()
    defer { leave() }
    let start = index
    _ = consume("{{")
    let wasInBraces = isInBraces
    isInBraces = true
    defer { isInBraces = wasInBraces }
    skipBlanks()
    switch nextWord {
    case "if": return try parseCondition(from: start)
    case "range": return try parseRange(from: start)
    case "else", "elif", "end":
      throw KritiError(
        .parse,
        "'\(nextWord)' without 'if' or 'range'",
        at: span(from: start, to: index + nextWord.utf8.count)
      )
    default:
      let expression = try parseExpression()
      try closeBraces()
      return expression
    }
  }

  private mutating func closeBraces() throws(KritiError) {
    skipBlanks()
    guard consume("}}") else { throw unexpected(expected: "'}}'") }
  }

  /// A value between blocks, where double braces are closed.
  private mutating func parseBody() throws(KritiError) -> Expression {
    let wasInBraces = isInBraces
    isInBraces = false
    defer { isInBraces = wasInBraces }
    return try parseValue()
  }

  /// Opens double braces, and gives the word behind them.
  private mutating func openBlock() throws(KritiError) -> String {
    skipBlanks()
    guard consume("{{") else { throw unexpected(expected: "'{{'") }
    skipBlanks()
    return parseWord()
  }

  private mutating func parseCondition(from start: Int) throws(KritiError) -> Expression {
    _ = parseWord()
    var branches: [Expression.Branch] = []
    while true {
      let condition = try parseExpression()
      try closeBraces()
      branches.append(Expression.Branch(condition: condition, body: try parseBody()))
      let place = index
      switch try openBlock() {
      case "elif":
        continue
      case "else":
        try closeBraces()
        let otherwise = try parseBody()
        try parseEnd()
        return Expression(
          kind: .condition(branches, otherwise: otherwise),
          span: span(from: start)
        )
      case "end":
        try closeBraces()
        return Expression(kind: .condition(branches, otherwise: nil), span: span(from: start))
      default:
        index = place
        throw unexpected(expected: "'elif', 'else' or 'end'")
      }
    }
  }

  private mutating func parseEnd() throws(KritiError) {
    let place = index
    guard try openBlock() == "end" else {
      index = place
      throw unexpected(expected: "'{{ end }}'")
    }
    try closeBraces()
  }

  private mutating func parseRange(from start: Int) throws(KritiError) -> Expression {
    _ = parseWord()
    skipBlanks()
    let first = parseWord()
    guard !first.isEmpty else { throw unexpected(expected: "a name") }
    skipBlanks()
    var position: String?
    var item = first
    if consume(",") {
      skipBlanks()
      position = first
      item = parseWord()
      guard !item.isEmpty else { throw unexpected(expected: "a name") }
    }
    skipBlanks()
    guard consume(":=") else { throw unexpected(expected: "':='") }
    let source = try parseExpression()
    try closeBraces()
    let body = try parseBody()
    try parseEnd()
    return Expression(
      kind: .range(
        index: position == "_" ? nil : position,
        item: item == "_" ? nil : item,
        source: source,
        body: body
      ),
      span: span(from: start)
    )
  }

  // MARK: Operators

  /// An expression inside of double braces.
  mutating func parseExpression() throws(KritiError) -> Expression {
    try parseOperators(atLeast: 0)
  }

  private mutating func parseOperators(
    atLeast precedence: Int
  ) throws(KritiError) -> Expression {
    try enter()
    defer { leave() }
    skipBlanks()
    let start = index
    var left = try parseFallback()
    var chain = 0
    while true {
      skipBlanks()
      guard let (operation, length) = nextOperator, operation.precedence > precedence else {
        return left
      }
      try extend(&chain)
      index += length
      let right = try parseOperators(atLeast: operation.precedence)
      left = Expression(kind: .binary(operation, left, right), span: span(from: start))
    }
  }

  private var nextOperator: (BinaryOperator, length: Int)? {
    for operation in [
      BinaryOperator.or, .and, .equal, .notEqual, .lessOrEqual, .greaterOrEqual, .less, .greater,
    ] where bytes[index...].starts(with: operation.rawValue.utf8) {
      return (operation, operation.rawValue.utf8.count)
    }
    return nextWord == "in" ? (.contains, 2) : nil
  }

  private mutating func parseFallback() throws(KritiError) -> Expression {
    let start = index
    var left = try parsePath()
    var chain = 0
    while true {
      skipBlanks()
      guard consume("??") else { return left }
      try extend(&chain)
      skipBlanks()
      left = Expression(kind: .fallback(left, try parsePath()), span: span(from: start))
    }
  }

  // MARK: Paths

  private mutating func parsePath() throws(KritiError) -> Expression {
    let start = index
    var expression = try parsePrimary()
    var chain = 0
    while let byte = peek() {
      let isOptional = byte == UInt8(ascii: "?") && peek(1) != UInt8(ascii: "?")
      let next = isOptional ? peek(1) : byte
      let key: Expression
      switch next {
      case UInt8(ascii: "."):
        index += isOptional ? 2 : 1
        key = try parseMemberName()
      case UInt8(ascii: "["):
        index += isOptional ? 2 : 1
        skipBlanks()
        key = peek() == UInt8(ascii: "'") ? try parseQuotedName() : try parseExpression()
        skipBlanks()
        guard consume("]") else { throw unexpected(expected: "']'") }
      default:
        return expression
      }
      try extend(&chain)
      expression = Expression(
        kind: .access(expression, key, isOptional: isOptional),
        span: span(from: start)
      )
    }
    return expression
  }

  /// A name behind a dot; unlike others it may have dashes in it.
  private mutating func parseMemberName() throws(KritiError) -> Expression {
    let start = index
    while let byte = peek(),
      Self.isNameByte(byte, isFirst: index == start) || byte == UInt8(ascii: "-") && index > start
    {
      index += 1
    }
    guard index > start else { throw unexpected(expected: "a name") }
    let name = String(decoding: bytes[start..<index], as: UTF8.self)
    return Expression(kind: .literal(.string(name)), span: span(from: start))
  }

  private mutating func parsePrimary() throws(KritiError) -> Expression {
    try enter()
    defer { leave() }
    if starts(with: "{{") { return try parseBlock() }
    guard let byte = peek() else { throw unexpected(expected: "an expression") }
    switch byte {
    case UInt8(ascii: "("):
      index += 1
      let inner = try parseExpression()
      skipBlanks()
      guard consume(")") else { throw unexpected(expected: "')'") }
      return inner
    case UInt8(ascii: "'"):
      return try parseQuotedName()
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      return try parseValue()
    default:
      return try parseNamed()
    }
  }

  /// A literal, a call, or a variable.
  private mutating func parseNamed() throws(KritiError) -> Expression {
    let start = index
    let name = parseWord()
    guard !name.isEmpty else { throw unexpected(expected: "an expression") }
    if let literal = Self.literals[name] {
      return Expression(kind: .literal(literal), span: span(from: start))
    }
    let end = index
    skipBlanks()
    if peek() == UInt8(ascii: "(") {
      guard let function = Function(rawValue: name) else {
        throw KritiError(
          .function,
          "Function '\(name)' not found.",
          at: span(from: start, to: end)
        )
      }
      return try parseCall(of: function, from: start)
    }
    if let function = Function(rawValue: name), let byte = peek(), Self.startsArgument(byte) {
      let argument = try parsePath()
      return Expression(kind: .call(function, [argument]), span: span(from: start))
    }
    index = end
    return Expression(kind: .variable(name), span: span(from: start))
  }

  private static func startsArgument(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "$"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private mutating func parseCall(
    of function: Function,
    from start: Int
  ) throws(KritiError) -> Expression {
    index += 1
    var arguments: [Expression] = []
    skipBlanks()
    if !consume(")") {
      while true {
        arguments.append(try parseExpression())
        skipBlanks()
        if consume(",") { continue }
        guard consume(")") else { throw unexpected(expected: "',' or ')'") }
        break
      }
    }
    return Expression(kind: .call(function, arguments), span: span(from: start))
  }
}
