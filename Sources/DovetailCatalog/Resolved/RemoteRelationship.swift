package import DovetailMetadata

/// A relationship whose other end is not in the same source.
package struct RemoteRelationship: Sendable {
  package var name: RelationshipName
  package var target: Target
  /// What a failed lookup does, if metadata says so; else the server's default counts.
  package var onError: OnError?
  /// From what a `remoteField` was resolved, so that it can be resolved again as a role sees it.
  package var remoteOrigin: RemoteOrigin?

  /// The definition of a relationship to a remote schema and the side on which it stands.
  package struct RemoteOrigin: Sendable {
    package var definition: RemoteRelationshipDefinition.ToRemoteSchema
    package var side: RemoteJoinSide

    package init(
      definition: RemoteRelationshipDefinition.ToRemoteSchema,
      side: RemoteJoinSide
    ) {
      self.definition = definition
      self.side = side
    }
  }

  /// The other end.
  package enum Target: Sendable {
    case table(TableTarget)
    case remoteField(ResolvedRemoteField)
  }

  package enum OnError: String, Sendable, Hashable {
    case null
    case fail
  }

  /// Rows of a table in another source.
  package struct TableTarget: Sendable, Hashable {
    package var source: SourceName
    package var table: TableName
    package var kind: Relationship.Kind
    package var pairs: [Pair]
    /// The pair whose field is a list of keys: each of its elements is looked up, and the relationship
    /// gives a list of what was found, in the same order.
    package var spread: Int?
    /// How much is asked for at once, where the definition says so.
    package var settings: RemoteLookupSettings?

    /// A field of the left-hand side, by its own name there, and a column of the table.
    package struct Pair: Sendable, Hashable {
      package var field: RemoteJoinField
      package var column: ColumnName

      package init(field: RemoteJoinField, column: ColumnName) {
        self.field = field
        self.column = column
      }
    }

    /// Whether all join fields are columns with one key each: neither parts of JSON nor lists, whose
    /// values conditions and orders cannot be turned into.
    package var joinsWholeFields: Bool {
      spread == nil && pairs.allSatisfy { $0.field.path.isEmpty }
    }

    package init(
      source: SourceName,
      table: TableName,
      kind: Relationship.Kind,
      pairs: [Pair],
      spread: Int? = nil,
      settings: RemoteLookupSettings? = nil
    ) {
      self.source = source
      self.table = table
      self.kind = kind
      self.pairs = pairs
      self.spread = spread
      self.settings = settings
    }
  }

  package init(
    name: RelationshipName,
    target: Target,
    onError: OnError? = nil,
    remoteOrigin: RemoteOrigin? = nil
  ) {
    self.name = name
    self.target = target
    self.onError = onError
    self.remoteOrigin = remoteOrigin
  }
}
