import OrderedCollections
import OrderedJSON

/// `pg_add_computed_field`.
struct AddComputedField: MetadataEditCommand {
  var source: SourceName
  var table: TableName
  var field: ComputedFieldMetadata

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "AddComputedField")
    source = try object.source()
    table = try object.required("table")
    field = ComputedFieldMetadata(
      name: try object.required("name"),
      definition: try object.required("definition"),
      comment: try object.comment()
    )
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let existing = try metadata.requireTable(table, in: source, path: .argument("table"))
    guard !existing.hasField(field.name.value) else {
      throw MetadataError(
        .alreadyExists,
        "field with name \"\(field.name)\" already exists in table \"\(table)\""
      )
    }
    metadata.sources[source]?.tables[table]?.computedFields[field.name] = field
    return .touching(.computedField(source, table, field.name))
  }
}

/// `pg_drop_computed_field`.
struct DropComputedField: MetadataEditCommand {
  var source: SourceName
  var table: TableName
  var name: ComputedFieldName
  var cascades: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropComputedField")
    source = try object.source()
    table = try object.required("table")
    name = try object.required("name")
    cascades = try object.optional("cascade", default: false)
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let existing = try metadata.requireTable(table, in: source, path: .argument("table"))
    guard existing.computedFields[name] != nil else {
      throw MetadataError(
        .notExists,
        "computed field \"\(name)\" does not exist",
        path: .argument("name")
      )
    }
    try metadata.releaseDependents(
      of: .computedField(source, table, name),
      cascade: cascades,
      facts: context.facts
    )
    metadata.remove(.computedField(source, table, name))
    return .wholeMetadata
  }
}
