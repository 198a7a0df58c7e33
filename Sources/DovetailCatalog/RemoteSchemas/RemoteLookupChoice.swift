package import GraphQLLanguage

/// How the keys of a relationship to a remote schema are looked up, and why so.
package struct RemoteLookupChoice: Sendable, Hashable {
  package var strategy: Strategy
  /// Why this strategy, for explain.
  package var reason: String

  package enum Strategy: Sendable, Hashable {
    /// One aliased field a key.
    case aliases
    /// One field that takes all keys.
    case batch(RemoteBatchField)
    /// `_entities` of a federation subgraph.
    case entities(RemoteBatchField)
  }

  package init(_ strategy: Strategy, reason: String) {
    self.strategy = strategy
    self.reason = reason
  }

  /// The field that takes all keys; nil where there is one field a key.
  package var batch: RemoteBatchField? {
    switch strategy {
    case .aliases: nil
    case .batch(let field), .entities(let field): field
    }
  }
}

/// A field that takes the keys of a batch as a list, and how its items belong to keys.
package struct RemoteBatchField: Sendable, Hashable {
  /// From the query root to the leaf; one argument has the template `.keys`, or a part of it.
  package var path: [ResolvedRemoteField.Step]
  /// The step that takes the keys and whose list has the items.
  package var step: Int
  /// What the list has for each key.
  package var item: RemoteArgumentTemplate
  package var itemType: TypeReference
  /// For each part of the key in `item` the fields of an answered item that lead to it; empty if items
  /// come in the order of the keys.
  package var match: [[String]]
  /// Whether the engine found the field itself, so that asking with one field a key is possible, too.
  package var isInferred = false
  /// Whether all items with a key are its value, as a list.
  package var isMany = false
  /// The entity type as which items are read.
  package var entityType: String?
  /// What a client may say about the leaf without making the batch wrong; nil for anything.
  package var arguments: [String]?
  /// How it is known that nothing is missing.
  package var completeness = Completeness.assumed

  /// How it is known that an answer has all items.
  package enum Completeness: Sendable, Hashable {
    /// The definition says so.
    case assumed
    /// Keys without an item are asked for again, one by one; likewise all if the service refuses.
    case everyKey
    /// The service counts with this field, a sibling of the leaf: where it has more, all keys are
    /// asked for one by one.
    case count(field: String)
  }
}
