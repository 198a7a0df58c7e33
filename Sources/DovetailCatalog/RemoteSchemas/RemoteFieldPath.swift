import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// The chain of a relationship's `remote_field`, resolved.
struct RemoteFieldPath {
  /// From the query root to the leaf, at least one.
  var steps: [ResolvedRemoteField.Step]
  /// The leaf's definition, with the service's names.
  var leaf: SchemaField
  /// The type of each step's field.
  var types: [TypeReference]

  /// The type of what is looked up for one key.
  ///
  /// Lists on the way become lists of leaves, but the one whose items a batch gives to keys.
  func type(of lookup: RemoteLookupChoice) -> TypeReference {
    if let batch = lookup.batch, !batch.isInferred {
      var type = types.last ?? leaf.type
      if batch.step == types.count - 1 {
        type = batch.entityType.map { .named(Name($0)) } ?? Self.item(of: type)
      }
      let between = types.dropFirst(batch.step + 1).dropLast().map(\.listDepth).reduce(0, +)
      for _ in 0..<between { type = .list(type.nullable) }
      return batch.isMany ? .list(type) : type.nullable
    }
    var type = leaf.type
    for _ in 0..<types.dropLast().map(\.listDepth).reduce(0, +) { type = .list(type.nullable) }
    return type
  }

  private static func item(of type: TypeReference) -> TypeReference {
    if case .list(let item) = type.nullable { item } else { type }
  }
}

extension TypeReference {
  /// How many lists are around the named type.
  var listDepth: Int {
    switch self {
    case .named: 0
    case .list(let inner): 1 + inner.listDepth
    case .nonNull(let inner): inner.listDepth
    }
  }
}
