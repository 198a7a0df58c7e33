import DovetailPlan
import GraphQLLanguage

/// Turns the selections of a plan into syntax.
struct RemoteSyntax: Sendable {
  /// Whether arguments and input fields that are null are left out.
  var skipsNulls = false

  /// The operation that asks for root fields.
  func operation(_ operation: RemoteOperation) -> OperationDefinition {
    OperationDefinition(
      kind: operation.kind,
      name: operation.name.map { Name($0) },
      variableDefinitions: definitions(operation.variables),
      selectionSet: SelectionSet(selections: operation.fields.map { .field(field($0)) })
    )
  }

  /// The declarations of variables.
  func definitions(_ variables: [RemoteVariable]) -> [VariableDefinition] {
    variables.map {
      VariableDefinition(name: Name($0.name), type: $0.type, defaultValue: $0.defaultValue)
    }
  }

  /// A selection set; `nil` where there is nothing to select.
  func selectionSet(_ selections: [RemoteSelection]) -> SelectionSet? {
    selections.isEmpty ? nil : SelectionSet(selections: selections.map { selection($0) })
  }

  /// Arguments, their join keys written as the given function says.
  func arguments(
    _ arguments: [RemoteArgument],
    key: (Int, TypeReference) -> Value = { _, _ in .null() }
  ) -> [Argument] {
    kept(arguments).map { Argument(name: Name($0.name), value: value($0.value, key: key)) }
  }

  private func selection(_ selection: RemoteSelection) -> Selection {
    switch selection {
    case .field(let remote):
      .field(field(remote))
    case .fragment(let type, let selections):
      .inlineFragment(
        InlineFragment(
          typeCondition: Name(type),
          selectionSet: SelectionSet(selections: selections.map { self.selection($0) })
        )
      )
    }
  }

  private func field(_ remote: RemoteField) -> Field {
    Field(
      alias: remote.alias == remote.name ? nil : Name(remote.alias),
      name: Name(remote.name),
      arguments: arguments(remote.arguments),
      selectionSet: selectionSet(remote.selections)
    )
  }

  private func value(
    _ value: RemoteValue,
    key: (Int, TypeReference) -> Value
  ) -> Value {
    switch value {
    case .literal(let literal):
      plain(literal)
    case .variable(let name):
      .variable(Name(name))
    case .key(let part, let type):
      key(part, type)
    case .list(let items):
      .list(items.map { self.value($0, key: key) })
    case .object(let members):
      .object(
        kept(members).map {
          ObjectField(name: Name($0.name), value: self.value($0.value, key: key))
        }
      )
    }
  }

  private func kept(_ arguments: [RemoteArgument]) -> [RemoteArgument] {
    guard skipsNulls else { return arguments }
    return arguments.filter { argument in
      if case .literal(.null) = argument.value { false } else { true }
    }
  }

  // Block strings become quoted ones: `KeyedText` relies on text without control characters.
  private func plain(_ value: Value) -> Value {
    switch value {
    case .string(let text):
      .string(StringValue(text.value))
    case .list(let items, _):
      .list(items.map { plain($0) })
    case .object(let fields, _):
      .object(fields.map { ObjectField(name: $0.name, value: plain($0.value)) })
    case .variable, .int, .float, .boolean, .null, .enum:
      value
    }
  }
}
