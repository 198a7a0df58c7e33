package import GraphQLLanguage

/// Root fields of one GraphQL service, asked for in one operation.
package struct RemoteOperation: Sendable, Hashable {
  package var kind: OperationKind
  /// The client's operation name, passed on.
  package var name: String?
  /// The client's variables that the fields use, with types as the service names them.
  package var variables: [RemoteVariable]
  package var fields: [RemoteField]

  package init(
    kind: OperationKind,
    name: String? = nil,
    variables: [RemoteVariable] = [],
    fields: [RemoteField]
  ) {
    self.kind = kind
    self.name = name
    self.variables = variables
    self.fields = fields
  }
}

/// A variable of an outgoing operation.
package struct RemoteVariable: Sendable, Hashable {
  package var name: String
  package var type: TypeReference
  package var value: Operand
  package var defaultValue: GraphQLLanguage.Value?
  /// The types that the value must be checked against when the request runs: all input objects that
  /// it may contain, and enums of which the role sees only some values.
  package var inputTypes: [RemoteInputType]
  /// Where the variable is used, as a JSONPath, for errors.
  package var path: String

  package init(
    name: String,
    type: TypeReference,
    value: Operand,
    defaultValue: GraphQLLanguage.Value? = nil,
    inputTypes: [RemoteInputType] = [],
    path: String = "$"
  ) {
    self.name = name
    self.type = type
    self.value = value
    self.defaultValue = defaultValue
    self.inputTypes = inputTypes
    self.path = path
  }
}

/// A selection of an outgoing operation.
package enum RemoteSelection: Sendable, Hashable {
  case field(RemoteField)
  /// `... on type { … }`, with the service's name of the type.
  case fragment(onType: String, [RemoteSelection])
}

/// A field of an outgoing operation, with what happens to it in the response.
package struct RemoteField: Sendable, Hashable {
  /// The alias sent, which is the member name in the service's answer.
  package var alias: String
  /// The field's name as the service has it.
  package var name: String
  package var arguments: [RemoteArgument]
  package var selections: [RemoteSelection]
  package var role: Role

  /// What becomes of the member in the response.
  package enum Role: Sendable, Hashable {
    /// Written under the key.
    case output(key: String)
    /// `__typename`, written under the key, translated to the names that the client sees.
    case typename(key: String, renamed: [String: String])
    /// Read as part of a join key and not written.
    case joinKey
    /// A `__typename` in the place of a join edge's result.
    case join(Int, key: String)
  }

  package init(
    alias: String,
    name: String,
    arguments: [RemoteArgument] = [],
    selections: [RemoteSelection] = [],
    role: Role
  ) {
    self.alias = alias
    self.name = name
    self.arguments = arguments
    self.selections = selections
    self.role = role
  }
}

/// An argument of an outgoing field.
package struct RemoteArgument: Sendable, Hashable {
  package var name: String
  package var value: RemoteValue

  package init(name: String, value: RemoteValue) {
    self.name = name
    self.value = value
  }
}

/// A value in an outgoing operation.
package indirect enum RemoteValue: Sendable, Hashable {
  /// A literal without variables, written as it is.
  case literal(GraphQLLanguage.Value)
  /// A variable of `RemoteOperation.variables` or `RemoteLookup.variables`.
  case variable(String)
  /// A part of the join key, by index; travels as a variable of the given type.
  case key(Int, type: TypeReference)
  case list([RemoteValue])
  case object([RemoteArgument])
}
