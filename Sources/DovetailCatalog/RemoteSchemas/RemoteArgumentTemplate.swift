package import GraphQLLanguage

/// The value that a relationship's definition gives an argument of a remote field.
///
/// `{"where": {"region": "$country", "limit": 1}}` on `lhs_fields: ["id", "country"]` is an object
/// of key part 1 and a literal.
package indirect enum RemoteArgumentTemplate: Sendable, Hashable {
  case literal(Value)
  /// A part of the join key, by index in `lhs_fields`, as a value of the type.
  case key(Int, type: TypeReference)
  case list([RemoteArgumentTemplate])
  case object([Member])

  /// An argument, or a member of an input object.
  package struct Member: Sendable, Hashable {
    package var name: String
    package var value: RemoteArgumentTemplate

    package init(name: String, value: RemoteArgumentTemplate) {
      self.name = name
      self.value = value
    }
  }
}
