package import DovetailMetadata
package import GraphQLLanguage

/// What a permission puts in the place of an argument or input field, which clients do not see.
///
/// `messages(where: In @preset(value: {author: "x-hasura-user-id"}))` hides `where` and sends
/// `{author: $x_hasura_user_id}`.
package indirect enum RemotePreset: Sendable, Hashable {
  /// A literal without variables.
  case literal(Value)
  /// A session variable, to be read as the scalar or enum type.
  case session(SessionVariableName, type: String)
  case list([RemotePreset])
  case object([Member])

  /// A member of an input object.
  package struct Member: Sendable, Hashable {
    package var name: String
    package var value: RemotePreset

    package init(name: String, value: RemotePreset) {
      self.name = name
      self.value = value
    }
  }
}

/// An argument or input field that a permission may preset, by original names.
package enum RemoteInputPlace: Sendable, Hashable {
  case argument(type: String, field: String, name: String)
  case inputField(type: String, name: String)
}
