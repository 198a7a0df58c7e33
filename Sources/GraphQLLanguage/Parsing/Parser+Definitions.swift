extension Parser {
  /// Parses a definition or extension at the top level.
  mutating func parseDefinition() throws(SyntaxError) -> Definition {
    let location = location
    if token.kind == .leftBrace {
      return .operation(
        OperationDefinition(
          kind: .query,
          selectionSet: try parseSelectionSet(),
          location: location
        )
      )
    }
    let description = try parseDescription()
    if let kind = operationKindNext {
      return .operation(
        try parseOperation(kind, description: description, location: location)
      )
    }
    if isNext("fragment") {
      return .fragment(try parseFragment(description: description, location: location))
    }
    if isNext("extend") {
      guard description == nil else { throw error("An extension cannot have a description.") }
      try advance()
      return try parseExtension(location: location)
    }
    if isNext("schema") {
      return .schema(try parseSchema(description: description, location: location))
    }
    if isNext("directive") {
      return .directive(
        try parseDirectiveDefinition(description: description, location: location)
      )
    }
    if let type = try parseType(
      description: description,
      isExtension: false,
      location: location
    ) {
      return .type(type)
    }
    if description != nil, token.kind == .leftBrace {
      throw error("A query with a description needs the keyword \"query\".")
    }
    throw unexpected(expected: "a definition")
  }

  private mutating func parseExtension(location: Location) throws(SyntaxError) -> Definition {
    if isNext("schema") { return .schemaExtension(try parseSchemaExtension(location: location)) }
    if let type = try parseType(description: nil, isExtension: true, location: location) {
      return .typeExtension(type)
    }
    throw unexpected(expected: "\"schema\" or a kind of type after \"extend\"")
  }

  /// The kind of operation whose keyword comes next.
  private var operationKindNext: OperationKind? {
    if isNext("query") { return .query }
    if isNext("mutation") { return .mutation }
    if isNext("subscription") { return .subscription }
    return nil
  }

  // MARK: - Schema

  private mutating func parseSchema(
    description: StringValue?,
    location: Location
  ) throws(SyntaxError) -> SchemaDefinition {
    try advance()
    let directives = try parseDirectives(isConstant: true)
    guard token.kind == .leftBrace else { throw unexpected(expected: "\"{\"") }
    return SchemaDefinition(
      description: description,
      directives: directives,
      rootTypes: try parseRootTypes(),
      location: location
    )
  }

  private mutating func parseSchemaExtension(
    location: Location
  ) throws(SyntaxError) -> SchemaDefinition {
    try advance()
    let directives = try parseDirectives(isConstant: true)
    let rootTypes = token.kind == .leftBrace ? try parseRootTypes() : []
    guard !directives.isEmpty || !rootTypes.isEmpty else {
      throw unexpected(expected: "\"@\" or \"{\"")
    }
    return SchemaDefinition(directives: directives, rootTypes: rootTypes, location: location)
  }

  private mutating func parseRootTypes() throws(SyntaxError) -> [RootTypeDefinition] {
    try advance()
    var rootTypes: [RootTypeDefinition] = []
    repeat {
      let location = location
      guard let operation = operationKindNext else {
        throw unexpected(expected: "\"query\", \"mutation\" or \"subscription\"")
      }
      try advance()
      try expect(.colon)
      rootTypes.append(
        RootTypeDefinition(operation: operation, type: try parseName(), location: location)
      )
    } while token.kind != .rightBrace
    try advance()
    return rootTypes
  }

  // MARK: - Directives

  private mutating func parseDirectiveDefinition(
    description: StringValue?,
    location: Location
  ) throws(SyntaxError) -> DirectiveDefinition {
    try advance()
    try expect(.at)
    let name = try parseName()
    let arguments = try parseArgumentDefinitions()
    let isRepeatable = try skip("repeatable")
    try expect("on")
    _ = try skip(.pipe)
    var locations: [Name] = []
    repeat {
      guard token.kind == .name, DirectiveLocation(rawValue: tokenText) != nil else {
        throw unexpected(expected: "a directive location")
      }
      locations.append(try parseName())
    } while try skip(.pipe)
    return DirectiveDefinition(
      description: description,
      name: name,
      arguments: arguments,
      isRepeatable: isRepeatable,
      locations: locations,
      location: location
    )
  }
}
