import OrderedCollections
import OrderedJSON

/// `pg_create_object_relationship`.
struct CreateObjectRelationship: MetadataEditCommand {
  private var creation: RelationshipCreation

  init(_ arguments: ValueReader) throws(MetadataError) {
    creation = try RelationshipCreation(arguments, kind: .object)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    try creation.apply(to: &metadata, context: context)
  }
}

/// `pg_create_array_relationship`.
struct CreateArrayRelationship: MetadataEditCommand {
  private var creation: RelationshipCreation

  init(_ arguments: ValueReader) throws(MetadataError) {
    creation = try RelationshipCreation(arguments, kind: .array)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    try creation.apply(to: &metadata, context: context)
  }
}

/// What the two commands that create relationships share.
private struct RelationshipCreation {
  var source: SourceName
  var table: TableName
  var kind: RelationshipKind
  var relationship: RelationshipMetadata

  init(_ arguments: ValueReader, kind: RelationshipKind) throws(MetadataError) {
    let object = try arguments.object(of: "CreateRelationship")
    self.kind = kind
    source = try object.source()
    table = try object.required("table")
    relationship = RelationshipMetadata(
      name: try object.required("name"),
      using: try .init(object.requiredReader("using"), kind: kind),
      comment: try object.optional("comment")
    )
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let name = relationship.name
    let existing = try metadata.requireTable(table, in: source)
    let column = ColumnName(name.value)
    guard !existing.hasField(name.value), !context.facts.hasColumn(source, table, column) else {
      throw MetadataError(
        .alreadyExists,
        "field with name \"\(name)\" already exists in table \"\(table)\""
      )
    }
    switch kind {
    case .object:
      metadata.sources[source]?.tables[table]?.objectRelationships[name] = relationship
    case .array:
      metadata.sources[source]?.tables[table]?.arrayRelationships[name] = relationship
    }
    return .touching(.relationship(source, table, name, kind))
  }
}

/// `pg_drop_relationship`.
struct DropRelationship: MetadataEditCommand {
  var source: SourceName
  var table: TableName
  var name: RelationshipName
  var cascades: Bool

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropRel")
    source = try object.source()
    table = try object.required("table")
    name = try object.required("relationship")
    cascades = try object.optional("cascade", default: false)
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let existing = try metadata.requireTable(table, in: source)
    let kind = try existing.requireRelationship(name, path: .argument("relationship"))
    try metadata.releaseDependents(
      of: .relationship(source, table, name),
      cascade: cascades,
      facts: context.facts
    )
    metadata.remove(.relationship(source, table, name, kind))
    return .wholeMetadata
  }
}

/// `pg_rename_relationship`: gives a relationship a new name, also in the permissions that use it.
struct RenameRelationship: MetadataEditCommand {
  var source: SourceName
  var table: TableName
  var name: RelationshipName
  var newName: RelationshipName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "RenameRel")
    source = try object.source()
    table = try object.required("table")
    name = try object.required("name")
    newName = try object.required("new_name")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let existing = try metadata.requireTable(table, in: source)
    let kind = try existing.requireRelationship(name, path: .argument("name"))
    let column = ColumnName(newName.value)
    guard !existing.hasField(newName.value), !context.facts.hasColumn(source, table, column) else {
      throw MetadataError(
        .alreadyExists,
        "cannot rename relationship \"\(name)\" to \"\(newName)\" in table \"\(table)\" "
          + "as a column/relationship with the name already exists"
      )
    }
    metadata.rewriteExpressions(
      in: source,
      facts: context.facts,
      names: { reference in
        switch reference {
        case .relationship(table, name): newName.value
        case .relationship(_, let other): other.value
        case .column(_, let column): column.value
        case .computedField(_, let field): field.value
        }
      }
    )
    switch kind {
    case .object:
      metadata.sources[source]?.tables[table]?.objectRelationships.rename(name, to: newName)
    case .array:
      metadata.sources[source]?.tables[table]?.arrayRelationships.rename(name, to: newName)
    }
    return .wholeMetadata
  }
}

extension OrderedDictionary<RelationshipName, RelationshipMetadata> {
  /// Gives a relationship a new name where it stands.
  fileprivate mutating func rename(_ name: RelationshipName, to newName: RelationshipName) {
    guard var value = self[name], let index = index(forKey: name) else { return }
    value.name = newName
    self[name] = nil
    updateValue(value, forKey: newName, insertingAt: Swift.min(index, count))
  }
}

/// `pg_set_relationship_comment`.
struct SetRelationshipComment: MetadataEditCommand {
  var source: SourceName
  var table: TableName
  var name: RelationshipName
  var comment: String?

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "SetRelComment")
    source = try object.source()
    table = try object.required("table")
    name = try object.required("relationship")
    comment = try object.optional("comment")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let existing = try metadata.requireTable(table, in: source)
    let kind = try existing.requireRelationship(name, path: .argument("relationship"))
    switch kind {
    case .object:
      metadata.sources[source]?.tables[table]?.objectRelationships[name]?.comment = comment
    case .array:
      metadata.sources[source]?.tables[table]?.arrayRelationships[name]?.comment = comment
    }
    return .touching(.relationship(source, table, name, kind))
  }
}

extension TableMetadata {
  /// Whether metadata gives the table a field of that name.
  func hasField(_ name: String) -> Bool {
    relationshipUsing(RelationshipName(name)) != nil
      || computedFields[ComputedFieldName(name)] != nil
      || remoteRelationships[RelationshipName(name)] != nil
  }

  /// The kind of a relationship, which must exist.
  func requireRelationship(
    _ name: RelationshipName,
    path: JSONPath
  ) throws(MetadataError) -> RelationshipKind {
    if objectRelationships[name] != nil { return .object }
    if arrayRelationships[name] != nil { return .array }
    if hasField(name.value) {
      throw MetadataError(
        .unexpectedPayload,
        "expecting a relationship; \"\(name)\" is another field",
        path: path
      )
    }
    throw MetadataError(.notExists, "\"\(name)\" does not exist", path: path)
  }
}
