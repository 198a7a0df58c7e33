import OrderedCollections
import OrderedJSON

/// `pg_track_table`, `track_table`, `add_existing_table_or_view`: takes up a table or view.
///
/// The arguments are those of version 2 if there is a key `table`; else the whole is a table name,
/// with `is_enum` beside its parts.
struct TrackTable: MetadataEditCommand {
  var source: SourceName
  var table: TableMetadata

  init(_ arguments: ValueReader) throws(MetadataError) {
    guard case .object(let members) = arguments.value else {
      source = .default
      table = TableMetadata(name: try TableName(arguments))
      return
    }
    let object = try arguments.object(of: "TrackTable")
    source = try object.source()
    let isEnum = try object.optional("is_enum", default: false)
    guard members["table"] != nil || members["name"] == nil else {
      // Read from the object itself, of which the source and the flag are no part.
      table = TableMetadata(name: try TableName(arguments), isEnum: isEnum)
      return
    }
    table = TableMetadata(
      name: try object.required("table"),
      isEnum: isEnum,
      configuration: try object.optional("configuration", default: TableConfiguration()),
      isFederationEntity: try readFederationEntity(object)
    )
    table.logicalModel = try object.optional("logical_model")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let tracked = try metadata.requireSource(source)
    guard tracked.tables[table.name] == nil else {
      throw MetadataError(
        .alreadyTracked,
        "view/table already tracked: \"\(table.name)\""
      )
    }
    let function = FunctionName(schema: table.name.schema, name: table.name.name)
    guard tracked.functions[function] == nil else {
      throw MetadataError(
        .notSupported,
        "function with name \"\(table.name)\" already exists"
      )
    }
    metadata.sources[source]?.tables[table.name] = table
    return .touching(.table(source, table.name))
  }
}

/// `pg_untrack_table`, `untrack_table`: forgets a table with all that is defined on it.
struct UntrackTable: MetadataEditCommand {
  var source: SourceName
  var table: TableName
  var cascades: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "UntrackTable")
    source = try object.source()
    table = try object.required("table")
    cascades = try object.optional("cascade", default: false)
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard try metadata.requireSource(source).tables[table] != nil else {
      throw MetadataError(
        .alreadyUntracked,
        "view/table already untracked: \"\(table)\""
      )
    }
    try metadata.releaseDependents(
      of: .table(source, table),
      cascade: cascades,
      facts: context.facts
    )
    metadata.remove(.table(source, table))
    return .wholeMetadata
  }
}
