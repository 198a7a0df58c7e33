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
  /// The list of what a batch asks for, an item a key.
  case keys

  /// An argument, or a member of an input object.
  package struct Member: Sendable, Hashable {
    package var name: String
    package var value: RemoteArgumentTemplate

    package init(name: String, value: RemoteArgumentTemplate) {
      self.name = name
      self.value = value
    }
  }

  /// The parts of the key in the template, in order of first use.
  package var keyParts: [Int] {
    switch self {
    case .literal, .keys: []
    case .key(let part, _): [part]
    case .list(let items): Self.distinct(items.flatMap(\.keyParts))
    case .object(let members): Self.distinct(members.flatMap(\.value.keyParts))
    }
  }

  private static func distinct(_ parts: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return parts.filter { seen.insert($0).inserted }
  }

  /// What stands at a path of members.
  func value(at path: some Collection<String>) -> RemoteArgumentTemplate? {
    guard let name = path.first else { return self }
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value.value(at: path.dropFirst())
  }

  /// The template with something else at a path of members.
  func replacing(
    _ path: some Collection<String>,
    with value: RemoteArgumentTemplate
  ) -> RemoteArgumentTemplate {
    guard let name = path.first else { return value }
    guard case .object(let members) = self else { return self }
    return .object(
      members.map { member in
        member.name == name
          ? Member(name: name, value: member.value.replacing(path.dropFirst(), with: value))
          : member
      }
    )
  }
}
