import DovetailPlan
import DovetailSource
import GraphQLLanguage
import OrderedJSON

extension RemoteCaller {
  /// Makes a lookup that gives all keys to one list argument.
  func prepareBatch(
    _ lookup: RemoteLookup,
    argument: String,
    match: LookupStrategy.BatchMatch
  ) throws(SourceError) -> PreparedLookup {
    guard let slot = KeySlot.slots(of: lookup.path).first else {
      throw SourceError(
        code: .unexpected,
        message: "the batch argument \"\(argument)\" takes no join key"
      )
    }
    var selections = lookup.selections
    var keyAlias: [UInt8]?
    if case .field(let name) = match {
      keyAlias = Array(selections.aliasOfKey(name).utf8)
    }
    var variable = "keys"
    while lookup.variables.contains(where: { $0.name == variable }) { variable += "_" }
    let query = Printer.compactBytes(
      BatchText(syntax: syntax, variable: variable, itemType: slot.type)
        .operation(lookup, selections: selections)
    )
    let batch = BatchLookup(
      caller: self,
      text: RemoteRequestText(
        query: query,
        name: nil,
        values: RemoteVariableValues(
          variables: lookup.variables,
          skipsNulls: options.skipsNulls
        )
      ),
      variable: variable,
      slot: slot,
      keyAlias: keyAlias,
      path: lookup.path.map { Array($0.name.utf8) }
    )
    return PreparedLookup(
      text: String(decoding: query, as: UTF8.self),
      shape: try DocumentShape.make(selections),
      chunkSize: options.batchChunkSize
    ) { (keys, context) async throws(SourceError) in
      try await batch.run(keys, context)
    }
  }
}

extension [RemoteSelection] {
  /// The alias under which each item's key is read; it is selected if it is not there yet.
  fileprivate mutating func aliasOfKey(_ name: String) -> String {
    for case .field(let field) in self
    where field.name == name && field.arguments.isEmpty && field.selections.isEmpty {
      return field.alias
    }
    var alias = "dovetail_key"
    while containsAlias(alias) { alias += "_" }
    append(.field(RemoteField(alias: alias, name: name, role: .joinKey)))
    return alias
  }

  private func containsAlias(_ alias: String) -> Bool {
    contains { selection in
      switch selection {
      case .field(let field): field.alias == alias
      case .fragment(_, let inner): inner.containsAlias(alias)
      }
    }
  }
}

/// The text of a batch lookup.
private struct BatchText {
  let syntax: RemoteSyntax
  /// The name of the variable that carries the keys.
  let variable: String
  let itemType: TypeReference

  /// `query($keys:[ID!]!){profiles(ids:$keys){name}}`.
  func operation(
    _ lookup: RemoteLookup,
    selections: [RemoteSelection]
  ) -> OperationDefinition {
    var inner = syntax.selectionSet(selections)
    for step in lookup.path.reversed() {
      let arguments = step.arguments.map {
        RemoteArgument(name: $0.name, value: withKeys($0.value))
      }
      let field = Field(
        name: Name(step.name),
        arguments: syntax.arguments(arguments),
        selectionSet: inner
      )
      inner = SelectionSet(selections: [.field(field)])
    }
    let keys = VariableDefinition(name: Name(variable), type: .nonNull(.list(itemType)))
    return OperationDefinition(
      kind: .query,
      variableDefinitions: syntax.definitions(lookup.variables) + [keys],
      selectionSet: inner ?? SelectionSet(selections: [])
    )
  }

  // The list that holds the key is the list of all keys.
  private func withKeys(_ value: RemoteValue) -> RemoteValue {
    switch value {
    case .list(let items):
      if case .key? = items.first, items.count == 1 { return .variable(variable) }
      return .list(items.map { withKeys($0) })
    case .object(let members):
      return .object(
        members.map { RemoteArgument(name: $0.name, value: withKeys($0.value)) }
      )
    case .key:
      return .variable(variable)
    case .literal, .variable:
      return value
    }
  }
}
