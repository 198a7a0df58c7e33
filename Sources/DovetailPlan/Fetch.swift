package import DovetailMetadata

/// One call of one upstream, with the joins that its result needs.
package struct Fetch: Sendable, Hashable {
  package var target: FetchTarget
  package var request: Request
  /// The edges whose positions lie in this fetch's result, by `JoinEdge.id`.
  package var joins: [JoinEdge]
  /// The comment that statements for this fetch carry; nil for none.
  package var tag: StatementTag?

  /// What is asked of the upstream.
  package enum Request: Sendable, Hashable {
    /// A list of rows.
    case rows(RowSelection)
    /// One row or null (`T_by_pk`).
    case row(RowSelection)
    /// An object of aggregates.
    case aggregate(AggregateSelection)
    /// An object of a page of rows.
    case connection(ConnectionSelection)
    /// A list whose items are the results of joins on objects that the request gives.
    case given(GivenObjects)
    /// Root fields of a GraphQL service, in one operation.
    case operation(RemoteOperation)
    /// A change of rows of a table.
    case mutation(Mutation)
    /// Several changes of one table, answered by a list.
    case mutations([ListedMutation])
    /// A call of an action's handler.
    case action(ActionCall)
  }

  package init(
    target: FetchTarget,
    request: Request,
    joins: [JoinEdge] = [],
    tag: StatementTag? = nil
  ) {
    self.target = target
    self.request = request
    self.joins = joins
    self.tag = tag
  }

  /// Whether rows come from a function that may change data.
  package var callsWritingFunction: Bool {
    let rows: RowSelection
    switch request {
    case .rows(let selection), .row(let selection): rows = selection
    case .aggregate(let selection): rows = selection.rows
    case .connection(let selection): rows = selection.rows
    case .given, .operation, .mutation, .mutations, .action: return false
    }
    guard case .function(let call) = rows.relation else { return false }
    return call.mayWrite
  }
}

/// Objects that are in the request already: `_entities(representations: […])`.
///
/// Each stands for the result of one of the fetch's joins, on the object's own members.
package struct GivenObjects: Sendable, Hashable {
  /// A JSON list of objects: the parts of their keys, and a member for each edge that is theirs.
  package var document: [UInt8]

  package init(document: [UInt8]) {
    self.document = document
  }
}

/// The upstream that a fetch or lookup goes to.
package enum FetchTarget: Sendable, Hashable {
  case source(SourceName)
  case remoteSchema(RemoteSchemaName)
  case action(ActionName)
  /// None: the request itself.
  case request
}

/// Data of another upstream at positions in a fetch's result.
///
/// For `{ customer { id invoices { total } } }` with `invoices` in another source, the fetch reads
/// customers with a join key `$0`, and the edge says that at path `[]`, in the member `invoices`,
/// stands what the lookup gives for that key.
package struct JoinEdge: Sendable, Hashable {
  /// The number by which output fields refer to the edge; unique in the fetch.
  package var id: Int
  /// The relationship's name, for errors and explain.
  package var relationship: String
  /// The keys from the fetch's row (or document) to the object that holds the position.
  package var path: [String]
  /// The key of the position in that object.
  package var responseKey: String
  /// The names of the object's members that are the key's parts (`JoinKeyColumn.name`, or a phantom
  /// alias of a remote selection), in the order of the lookup's parts.
  package var key: [String]
  /// For each part of the key the names and indices that lead to it in the member's JSON; empty where
  /// the members themselves are the parts, as those of SQL sources always are.
  package var keyPaths: [[String]]
  package var lookup: Lookup
  package var onError: JoinFailure

  package init(
    id: Int,
    relationship: String,
    path: [String],
    responseKey: String,
    key: [String],
    keyPaths: [[String]] = [],
    lookup: Lookup,
    onError: JoinFailure
  ) {
    self.id = id
    self.relationship = relationship
    self.path = path
    self.responseKey = responseKey
    self.key = key
    self.keyPaths = keyPaths.allSatisfy(\.isEmpty) ? [] : keyPaths
    self.lookup = lookup
    self.onError = onError
  }
}

/// What a failed lookup does.
package enum JoinFailure: String, Sendable, Hashable {
  /// The positions become null, and one error says why.
  case null
  /// The whole operation fails.
  case fail
}

/// How results are found for a set of distinct keys.
package struct Lookup: Sendable, Hashable {
  package var target: FetchTarget
  package var request: Request
  /// The edges whose positions lie in the results of this lookup.
  package var joins: [JoinEdge]
  /// The part of the key that is a list: each of its elements is looked up, and the key's result is
  /// the list of theirs, in the same order.
  package var spread: Int?
  /// How much is asked for at once, where metadata says so.
  package var settings: RemoteLookupSettings?
  /// How keys are looked up and why so, for explain.
  package var choice: Choice

  /// How keys are looked up, in the words of metadata, and why so.
  package struct Choice: Sendable, Hashable {
    package var strategy: RemoteRelationshipDefinition.Strategy
    package var reason: String

    package init(_ strategy: RemoteRelationshipDefinition.Strategy, reason: String) {
      self.strategy = strategy
      self.reason = reason
    }

    /// All keys travel as one parameter.
    package static let rows = Choice(.rows, reason: "the target is a table")
  }

  package enum Request: Sendable, Hashable {
    /// Rows of a table for each key, in one statement.
    case rows(KeyedSelection)
    /// A field of a GraphQL service for each key.
    case remote(RemoteLookup)
  }

  package init(
    target: FetchTarget,
    request: Request,
    joins: [JoinEdge] = [],
    spread: Int? = nil,
    settings: RemoteLookupSettings? = nil,
    choice: Choice = .rows
  ) {
    self.target = target
    self.request = request
    self.joins = joins
    self.spread = spread
    self.settings = settings
    self.choice = choice
  }
}

/// Related rows for each of many keys: all keys travel as one parameter.
package struct KeyedSelection: Sendable, Hashable {
  /// The columns that must equal the key's parts, in order.
  package var columns: [ColumnReference]
  package var result: Result

  /// What each key gets; limit, order and the rest apply per key.
  package enum Result: Sendable, Hashable {
    case object(RowSelection)
    case array(RowSelection)
    case aggregate(AggregateSelection)
  }

  package init(columns: [ColumnReference], result: Result) {
    self.columns = columns
    self.result = result
  }
}
