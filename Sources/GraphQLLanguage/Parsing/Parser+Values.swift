extension Parser {
  /// Parses a value; a constant one may not contain variables.
  mutating func parseValue(isConstant: Bool) throws(SyntaxError) -> Value {
    let location = location
    switch token.kind {
    case .leftBracket: return try parseList(isConstant: isConstant)
    case .leftBrace: return try parseObject(isConstant: isConstant)
    case .int:
      let text = tokenText
      try advance()
      return .int(text, location: location)
    case .float:
      let text = tokenText
      try advance()
      return .float(text, location: location)
    case .plainString, .escapedString, .blockString: return .string(try parseString())
    case .name:
      if try skip("true") { return .boolean(true, location: location) }
      if try skip("false") { return .boolean(false, location: location) }
      if try skip("null") { return .null(location: location) }
      return .enum(try parseName())
    case .dollar:
      guard !isConstant else { throw error("A variable cannot be part of a constant value.") }
      try advance()
      var name = try parseName()
      name.location = location
      return .variable(name)
    default: throw unexpected(expected: "a value")
    }
  }

  private mutating func parseList(isConstant: Bool) throws(SyntaxError) -> Value {
    let location = location
    try enter()
    try advance()
    var values: [Value] = []
    while token.kind != .rightBracket {
      values.append(try parseValue(isConstant: isConstant))
    }
    try advance()
    leave()
    return .list(values, location: location)
  }

  private mutating func parseObject(isConstant: Bool) throws(SyntaxError) -> Value {
    let location = location
    try enter()
    try advance()
    var fields: [ObjectField] = []
    while token.kind != .rightBrace {
      let location = self.location
      let name = try parseName()
      try expect(.colon)
      let value = try parseValue(isConstant: isConstant)
      fields.append(ObjectField(name: name, value: value, location: location))
    }
    try advance()
    leave()
    return .object(fields, location: location)
  }

  /// Parses a type where it is used.
  mutating func parseType() throws(SyntaxError) -> TypeReference {
    let type: TypeReference
    if token.kind == .leftBracket {
      try enter()
      try advance()
      type = .list(try parseType())
      try expect(.rightBracket)
      leave()
    } else {
      type = .named(try parseName())
    }
    return try skip(.exclamationMark) ? .nonNull(type) : type
  }

  /// Parses the directives that come next, maybe none.
  mutating func parseDirectives(isConstant: Bool) throws(SyntaxError) -> [Directive] {
    var directives: [Directive] = []
    while token.kind == .at {
      let location = location
      try advance()
      let name = try parseName()
      let arguments = try parseArguments(isConstant: isConstant)
      directives.append(Directive(name: name, arguments: arguments, location: location))
    }
    return directives
  }

  /// Parses arguments in parentheses if they come next.
  mutating func parseArguments(isConstant: Bool) throws(SyntaxError) -> [Argument] {
    guard try skip(.leftParenthesis) else { return [] }
    var arguments: [Argument] = []
    repeat {
      let location = location
      let name = try parseName()
      try expect(.colon)
      let value = try parseValue(isConstant: isConstant)
      arguments.append(Argument(name: name, value: value, location: location))
    } while token.kind != .rightParenthesis
    try advance()
    return arguments
  }
}
