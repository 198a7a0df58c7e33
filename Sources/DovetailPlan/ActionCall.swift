package import DovetailMetadata
package import GraphQLLanguage

/// A call of an action's handler, and what of the answer goes into the response.
///
/// `{ login(user: "jo") { token } }` posts `{"action": {"name": "login"}, "input": {"user": "jo"}, …}`
/// and writes `{"token": …}` of what comes back.
package struct ActionCall: Sendable, Hashable {
  package var name: ActionName
  package var definition: ActionDefinition
  /// The arguments that were given, as one object.
  package var input: Operand
  /// The key of the answer in the fetch's document.
  package var key: String
  package var outputType: TypeReference
  /// nil for scalars, which are copied.
  package var output: ActionObject?

  package init(
    name: ActionName,
    definition: ActionDefinition,
    input: Operand,
    key: String,
    outputType: TypeReference,
    output: ActionObject?
  ) {
    self.name = name
    self.definition = definition
    self.input = input
    self.key = key
    self.outputType = outputType
    self.output = output
  }
}

/// What of an object in a handler's answer goes into the response.
package struct ActionObject: Sendable, Hashable {
  package var typeName: String
  /// The fields of the type that may not be null or missing, selected or not.
  package var requiredFields: [String]
  package var members: [Member]
  /// Fields that are read as parts of join keys, by the names that edges use.
  package var joinKeys: [JoinKey]

  /// A member of the response object.
  package struct Member: Sendable, Hashable {
    package var key: String
    package var value: Value

    package init(key: String, value: Value) {
      self.key = key
      self.value = value
    }
  }

  package indirect enum Value: Sendable, Hashable {
    /// A field of the object; nil for scalars, which are copied.
    case field(String, type: TypeReference, ActionObject?)
    case typename(String)
    /// The result of the join edge with this `id`.
    case join(Int)
  }

  /// A field that is read and not written.
  package struct JoinKey: Sendable, Hashable {
    package var name: String
    package var field: String

    package init(name: String, field: String) {
      self.name = name
      self.field = field
    }
  }

  package init(
    typeName: String,
    requiredFields: [String],
    members: [Member],
    joinKeys: [JoinKey]
  ) {
    self.typeName = typeName
    self.requiredFields = requiredFields
    self.members = members
    self.joinKeys = joinKeys
  }
}
