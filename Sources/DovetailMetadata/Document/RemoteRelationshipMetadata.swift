package import OrderedCollections
package import OrderedJSON

/// A relationship whose other end is in another source or a remote schema.
package struct RemoteRelationshipMetadata: MetadataValue {
  package var name: RelationshipName
  package var definition: RemoteRelationshipDefinition

  package init(name: RelationshipName, definition: RemoteRelationshipDefinition) {
    self.name = name
    self.definition = definition
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "RemoteRelationship")
    self.init(name: try object.required("name"), definition: try object.required("definition"))
    object.reportUnknownKeys()
  }

  package var json: JSONValue {
    ["definition": definition.json, "name": name.json]
  }
}

/// The other end of a remote relationship and how it is found.
package enum RemoteRelationshipDefinition: MetadataValue {
  case toSource(ToSource)
  case toRemoteSchema(ToRemoteSchema)

  /// Rows of a table of a source.
  package struct ToSource: Sendable, Hashable {
    package var source: SourceName
    package var table: TableName
    package var kind: RelationshipKind
    /// Field of the left-hand side → column of the table.
    package var fieldMapping: OrderedDictionary<String, ColumnName>
    /// What a failed lookup does; an addition to the Hasura format (`on_error`).
    package var onError: LookupFailure?
    /// How keys are looked up; an addition to the Hasura format (`strategy`).
    package var strategy: Strategy?
    /// How much is asked for at once; an addition to the Hasura format (`lookups`).
    package var lookups: RemoteLookupSettings?

    package init(
      source: SourceName,
      table: TableName,
      kind: RelationshipKind,
      fieldMapping: OrderedDictionary<String, ColumnName>,
      onError: LookupFailure? = nil,
      strategy: Strategy? = nil,
      lookups: RemoteLookupSettings? = nil
    ) {
      self.source = source
      self.table = table
      self.kind = kind
      self.fieldMapping = fieldMapping
      self.onError = onError
      self.strategy = strategy
      self.lookups = lookups
    }
  }

  /// A field of a remote schema.
  package struct ToRemoteSchema: Sendable, Hashable {
    package var remoteSchema: RemoteSchemaName
    /// The fields of the left-hand side that `$name` arguments may use.
    package var lhsFields: [String]
    /// The fields from the query root to the target, at least one.
    package var remoteField: [RemoteFieldStep]
    /// How several keys are looked up in one call; an addition to the Hasura format (`batch`).
    package var batch: BatchLookup?
    /// What a failed lookup does; an addition to the Hasura format (`on_error`).
    package var onError: LookupFailure?
    /// How keys are looked up; an addition to the Hasura format (`strategy`).
    package var strategy: Strategy?
    /// How much is asked for at once; an addition to the Hasura format (`lookups`).
    package var lookups: RemoteLookupSettings?
    /// Whether the definition was read in the old form, in which it is written again.
    package var isLegacyFormat: Bool

    package init(
      remoteSchema: RemoteSchemaName,
      lhsFields: [String],
      remoteField: [RemoteFieldStep],
      batch: BatchLookup? = nil,
      onError: LookupFailure? = nil,
      strategy: Strategy? = nil,
      lookups: RemoteLookupSettings? = nil,
      isLegacyFormat: Bool = false
    ) {
      self.remoteSchema = remoteSchema
      self.lhsFields = lhsFields
      self.remoteField = remoteField
      self.batch = batch
      self.onError = onError
      self.strategy = strategy
      self.lookups = lookups
      self.isLegacyFormat = isLegacyFormat
    }
  }

  /// What becomes of the field if its lookup fails.
  package enum LookupFailure: String, Sendable, Hashable {
    /// The field is null, with an error.
    case null
    /// The whole request fails.
    case fail
  }
}

/// One step of the way from a remote schema's query root to a relationship's target.
package struct RemoteFieldStep: Sendable, Hashable {
  package var name: String
  /// Templates: a string `$name` stands for a field of the left-hand side.
  package var arguments: JSONObject

  package init(name: String, arguments: JSONObject = [:]) {
    self.name = name
    self.arguments = arguments
  }
}
