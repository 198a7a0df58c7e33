extension Parser {
  /// Parses an operation that starts with its keyword.
  mutating func parseOperation(
    _ kind: OperationKind,
    description: StringValue?,
    location: Location
  ) throws(SyntaxError) -> OperationDefinition {
    try advance()
    let name = token.kind == .name ? try parseName() : nil
    return OperationDefinition(
      description: description,
      kind: kind,
      name: name,
      variableDefinitions: try parseVariableDefinitions(),
      directives: try parseDirectives(isConstant: false),
      selectionSet: try parseSelectionSet(),
      location: location
    )
  }

  private mutating func parseVariableDefinitions() throws(SyntaxError) -> [VariableDefinition] {
    guard try skip(.leftParenthesis) else { return [] }
    var definitions: [VariableDefinition] = []
    repeat {
      definitions.append(try parseVariableDefinition())
    } while token.kind != .rightParenthesis
    try advance()
    return definitions
  }

  private mutating func parseVariableDefinition() throws(SyntaxError) -> VariableDefinition {
    let location = location
    let description = try parseDescription()
    let nameLocation = self.location
    try expect(.dollar)
    var name = try parseName()
    name.location = nameLocation
    try expect(.colon)
    let type = try parseType()
    let defaultValue = try skip(.equals) ? try parseValue(isConstant: true) : nil
    return VariableDefinition(
      description: description,
      name: name,
      type: type,
      defaultValue: defaultValue,
      directives: try parseDirectives(isConstant: true),
      location: location
    )
  }

  /// Parses a fragment definition that starts with its keyword.
  mutating func parseFragment(
    description: StringValue?,
    location: Location
  ) throws(SyntaxError) -> FragmentDefinition {
    try advance()
    guard !isNext("on") else { throw error("A fragment cannot have the name \"on\".") }
    let name = try parseName()
    try expect("on")
    return FragmentDefinition(
      description: description,
      name: name,
      typeCondition: try parseName(),
      directives: try parseDirectives(isConstant: false),
      selectionSet: try parseSelectionSet(),
      location: location
    )
  }

  /// Parses a selection set.
  mutating func parseSelectionSet() throws(SyntaxError) -> SelectionSet {
    let location = location
    guard token.kind == .leftBrace else { throw unexpected(expected: "\"{\"") }
    try enter()
    try advance()
    var selections: [Selection] = []
    repeat {
      switch token.kind {
      case .name: selections.append(.field(try parseField()))
      case .spread: selections.append(try parseFragmentSelection())
      default: throw unexpected(expected: "a field, a fragment or \"}\"", orFirst: selections)
      }
    } while token.kind != .rightBrace
    try advance()
    leave()
    return SelectionSet(selections: selections, location: location)
  }

  private func unexpected(expected: String, orFirst selections: [Selection]) -> SyntaxError {
    unexpected(expected: selections.isEmpty ? "a field or a fragment" : expected)
  }

  private mutating func parseField() throws(SyntaxError) -> Field {
    try countField()
    let location = location
    var name = try parseName()
    var alias: Name?
    if try skip(.colon) {
      alias = name
      name = try parseName()
    }
    return Field(
      alias: alias,
      name: name,
      arguments: try parseArguments(isConstant: false),
      directives: try parseDirectives(isConstant: false),
      selectionSet: token.kind == .leftBrace ? try parseSelectionSet() : nil,
      location: location
    )
  }

  /// Parses `...Name`, `... on Type { … }` or `... { … }`.
  private mutating func parseFragmentSelection() throws(SyntaxError) -> Selection {
    let location = location
    try advance()
    if token.kind == .name, !isNext("on") {
      return .fragmentSpread(
        FragmentSpread(
          name: try parseName(),
          directives: try parseDirectives(isConstant: false),
          location: location
        )
      )
    }
    let typeCondition = try skip("on") ? try parseName() : nil
    return .inlineFragment(
      InlineFragment(
        typeCondition: typeCondition,
        directives: try parseDirectives(isConstant: false),
        selectionSet: try parseSelectionSet(),
        location: location
      )
    )
  }
}
