package import DovetailMetadata
package import GraphQLLanguage

/// A call of an action's handler, and what of the answer goes into the response.
///
/// `{ login(user: "jo") { token } }` posts `{"action": {"name": "login"}, "input": {"user": "jo"}, …}`
/// and writes `{"token": …}` of what comes back.
package struct ActionCall: Sendable, Hashable {
  package var name: ActionName
  package var definition: ActionDefinition
  package var step: Step
  /// The arguments that were given, as one object.
  package var input: Operand
  /// The key of the answer in the fetch's document.
  package var key: String
  package var outputType: TypeReference
  /// nil for scalars, which are copied.
  package var output: ActionObject?

  /// What is done.
  package enum Step: Sendable, Hashable {
    /// The handler is asked.
    case call
    /// The call is kept, to be made later.
    case enqueue
    /// What became of a call is shown; the input is `{"id": …}`.
    case result
  }

  package init(
    name: ActionName,
    definition: ActionDefinition,
    step: Step = .call,
    input: Operand,
    key: String,
    outputType: TypeReference,
    output: ActionObject?
  ) {
    self.name = name
    self.definition = definition
    self.step = step
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
  /// Whether all members are taken as they are, none being selected.
  package var isWhole: Bool

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
    joinKeys: [JoinKey],
    isWhole: Bool = false
  ) {
    self.typeName = typeName
    self.requiredFields = requiredFields
    self.members = members
    self.joinKeys = joinKeys
    self.isWhole = isWhole
  }
}
