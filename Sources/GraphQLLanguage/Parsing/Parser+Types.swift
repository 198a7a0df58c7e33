extension Parser {
  /// Parses the definition or extension of a type if its keyword comes next.
  mutating func parseType(
    description: StringValue?,
    isExtension: Bool,
    location: Location
  ) throws(SyntaxError) -> TypeDefinition? {
    guard let keyword = typeKeywordNext else { return nil }
    try advance()
    let name = try parseName()
    let interfaces =
      keyword == .object || keyword == .interface ? try parseImplementedInterfaces() : []
    let directives = try parseDirectives(isConstant: true)
    let kind = try parseKind(keyword, interfaces: interfaces)
    // https://spec.graphql.org/September2025/#sec-Type-Extensions: an extension adds something.
    if isExtension, directives.isEmpty, interfaces.isEmpty, kind.isEmpty {
      throw unexpected(expected: keyword == .scalar ? "\"@\"" : "something to add to the type")
    }
    return TypeDefinition(
      description: description,
      name: name,
      directives: directives,
      kind: kind,
      location: location
    )
  }

  private enum TypeKeyword {
    case scalar, object, interface, union, `enum`, inputObject
  }

  private var typeKeywordNext: TypeKeyword? {
    if isNext("type") { return .object }
    if isNext("input") { return .inputObject }
    if isNext("enum") { return .enum }
    if isNext("interface") { return .interface }
    if isNext("union") { return .union }
    if isNext("scalar") { return .scalar }
    return nil
  }

  private mutating func parseKind(
    _ keyword: TypeKeyword,
    interfaces: [Name]
  ) throws(SyntaxError) -> TypeDefinition.Kind {
    switch keyword {
    case .scalar: .scalar
    case .object: .object(interfaces: interfaces, fields: try parseFieldDefinitions())
    case .interface: .interface(interfaces: interfaces, fields: try parseFieldDefinitions())
    case .union: .union(members: try parseUnionMembers())
    case .enum: .enum(values: try parseEnumValues())
    case .inputObject: .inputObject(fields: try parseInputFields())
    }
  }

  private mutating func parseImplementedInterfaces() throws(SyntaxError) -> [Name] {
    guard try skip("implements") else { return [] }
    _ = try skip(.ampersand)
    var interfaces: [Name] = []
    repeat { interfaces.append(try parseName()) } while try skip(.ampersand)
    return interfaces
  }

  private mutating func parseUnionMembers() throws(SyntaxError) -> [Name] {
    guard try skip(.equals) else { return [] }
    _ = try skip(.pipe)
    var members: [Name] = []
    repeat { members.append(try parseName()) } while try skip(.pipe)
    return members
  }

  private mutating func parseFieldDefinitions() throws(SyntaxError) -> [FieldDefinition] {
    guard try skip(.leftBrace) else { return [] }
    var fields: [FieldDefinition] = []
    repeat {
      let location = location
      let description = try parseDescription()
      let name = try parseName()
      let arguments = try parseArgumentDefinitions()
      try expect(.colon)
      fields.append(
        FieldDefinition(
          description: description,
          name: name,
          arguments: arguments,
          type: try parseType(),
          directives: try parseDirectives(isConstant: true),
          location: location
        )
      )
    } while token.kind != .rightBrace
    try advance()
    return fields
  }

  /// Parses the arguments of a field or directive definition if they come next.
  mutating func parseArgumentDefinitions() throws(SyntaxError) -> [InputValueDefinition] {
    guard try skip(.leftParenthesis) else { return [] }
    var arguments: [InputValueDefinition] = []
    repeat {
      arguments.append(try parseInputValue())
    } while token.kind != .rightParenthesis
    try advance()
    return arguments
  }

  private mutating func parseInputFields() throws(SyntaxError) -> [InputValueDefinition] {
    guard try skip(.leftBrace) else { return [] }
    var fields: [InputValueDefinition] = []
    repeat {
      fields.append(try parseInputValue())
    } while token.kind != .rightBrace
    try advance()
    return fields
  }

  private mutating func parseInputValue() throws(SyntaxError) -> InputValueDefinition {
    let location = location
    let description = try parseDescription()
    let name = try parseName()
    try expect(.colon)
    let type = try parseType()
    let defaultValue = try skip(.equals) ? try parseValue(isConstant: true) : nil
    return InputValueDefinition(
      description: description,
      name: name,
      type: type,
      defaultValue: defaultValue,
      directives: try parseDirectives(isConstant: true),
      location: location
    )
  }

  private mutating func parseEnumValues() throws(SyntaxError) -> [EnumValueDefinition] {
    guard try skip(.leftBrace) else { return [] }
    var values: [EnumValueDefinition] = []
    repeat {
      let location = location
      let description = try parseDescription()
      guard !isNext("true"), !isNext("false"), !isNext("null") else {
        throw error("\"\(tokenText)\" cannot be the name of an enum value.")
      }
      values.append(
        EnumValueDefinition(
          description: description,
          name: try parseName(),
          directives: try parseDirectives(isConstant: true),
          location: location
        )
      )
    } while token.kind != .rightBrace
    try advance()
    return values
  }
}

extension TypeDefinition.Kind {
  /// Whether there are no members; implemented interfaces do not count.
  fileprivate var isEmpty: Bool {
    switch self {
    case .scalar: true
    case .object(_, let fields), .interface(_, let fields): fields.isEmpty
    case .union(let members): members.isEmpty
    case .enum(let values): values.isEmpty
    case .inputObject(let fields): fields.isEmpty
    }
  }
}
