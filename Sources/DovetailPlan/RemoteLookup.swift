package import GraphQLLanguage

/// A field of a GraphQL service, looked up for each of many keys.
package struct RemoteLookup: Sendable, Hashable {
  /// From the query root to the leaf, for one key; only the leaf has selections.
  package var path: [Step]
  /// The client's variables that the selections use.
  package var variables: [RemoteVariable]
  package var selections: [RemoteSelection]
  package var strategy: LookupStrategy
  /// The service's name of the leaf's type, for a fragment that all aliased fields share; without it
  /// each has its own copy of the selections.
  package var leafType: String?
  /// The service's enums and input objects that parts of the key are values of; what else a key's
  /// type may be is known by its name.
  package var keyTypes: [RemoteInputType]

  /// A field on the way to the looked-up one.
  package struct Step: Sendable, Hashable {
    package var name: String
    package var arguments: [RemoteArgument]

    package init(name: String, arguments: [RemoteArgument]) {
      self.name = name
      self.arguments = arguments
    }
  }

  package init(
    path: [Step],
    variables: [RemoteVariable],
    selections: [RemoteSelection],
    strategy: LookupStrategy,
    leafType: String? = nil,
    keyTypes: [RemoteInputType] = []
  ) {
    self.path = path
    self.variables = variables
    self.selections = selections
    self.strategy = strategy
    self.leafType = leafType
    self.keyTypes = keyTypes
  }
}

/// How many keys are asked for in one upstream request.
package enum LookupStrategy: Sendable, Hashable {
  /// One aliased field a key.
  case aliases
  /// One field with a list argument that takes all keys.
  case batch(RemoteBatch)
}

/// A field that takes all keys of a lookup in one list.
///
/// ```graphql
/// query($keys:[ID!]!){users(ids:$keys){name dovetail_key:id}}
/// ```
package struct RemoteBatch: Sendable, Hashable {
  /// From the query root to the leaf; an argument in it is the variable.
  package var path: [RemoteLookup.Step]
  /// The step whose answer has the items; what follows is read of each.
  package var step: Int
  /// The name of the variable that takes the keys.
  package var variable: String
  /// What the variable's list has for each key.
  package var item: RemoteValue
  package var itemType: TypeReference
  /// For each part of the key in `item`, in order of first use, the fields of an answered item that
  /// lead to it; empty if the answer has one item a key, in the order of the keys.
  package var match: [[String]]
  /// Whether all items with a key are its value, as a list.
  package var isMany: Bool
  /// The object type as which items are read, for `_entities`.
  package var itemFragment: String?
  /// What is done about items that the service may have kept back.
  package var completeness: Completeness

  /// What is done about items that the service may have kept back.
  package enum Completeness: Sendable, Hashable {
    /// Nothing: the definition says that the field gives what it is asked for.
    case assumed
    /// Keys without an item are asked for again by aliases; all, where the service refuses the batch.
    case everyKey
    /// The field, a sibling of the leaf, counts the items: with another number than came, and where
    /// the service refuses the batch, all keys are asked for by aliases.
    case count(field: String)
    /// Where the service refuses the batch, all keys are asked for by aliases.
    case unlessRefused
  }

  package init(
    path: [RemoteLookup.Step],
    step: Int,
    variable: String,
    item: RemoteValue,
    itemType: TypeReference,
    match: [[String]] = [],
    isMany: Bool = false,
    itemFragment: String? = nil,
    completeness: Completeness = .assumed
  ) {
    self.path = path
    self.step = step
    self.variable = variable
    self.item = item
    self.itemType = itemType
    self.match = match
    self.isMany = isMany
    self.itemFragment = itemFragment
    self.completeness = completeness
  }
}
