import OrderedCollections
import OrderedJSON

/// `pg_create_remote_relationship`: one of the same name is overwritten.
struct CreateRemoteRelationship: MetadataEditCommand {
  private var target: RemoteRelationshipTarget

  init(_ arguments: ValueReader) throws(MetadataError) {
    target = try RemoteRelationshipTarget(arguments, command: "create_remote_relationship")
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    _ = try metadata.requireTable(target.table, in: target.source)
    return target.write(to: &metadata)
  }
}

/// `pg_update_remote_relationship`: there must be one of that name.
struct UpdateRemoteRelationship: MetadataEditCommand {
  private var target: RemoteRelationshipTarget

  init(_ arguments: ValueReader) throws(MetadataError) {
    target = try RemoteRelationshipTarget(arguments, command: "update_remote_relationship")
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let existing = try metadata.requireTable(target.table, in: target.source)
    try existing.requireRemoteRelationship(target.relationship.name)
    return target.write(to: &metadata)
  }
}

/// `pg_delete_remote_relationship`.
struct DeleteRemoteRelationship: MetadataEditCommand {
  private var source: SourceName
  private var table: TableName
  private var name: RelationshipName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DeleteFromSource")
    source = try object.source()
    table = try object.required("table")
    name = try object.required("name")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    try metadata.requireTable(table, in: source).requireRemoteRelationship(name)
    metadata.remove(.remoteRelationship(source, table, name))
    return .wholeMetadata
  }
}

/// The arguments of the commands that write a remote relationship of a table.
private struct RemoteRelationshipTarget {
  var source: SourceName
  var table: TableName
  var relationship: RemoteRelationshipMetadata

  init(_ arguments: ValueReader, command: String) throws(MetadataError) {
    let object = try arguments.object(of: "CreateFromSource")
    source = try object.source()
    table = try object.required("table")
    let name = try object.required("name", as: RelationshipName.self)
    let definition: RemoteRelationshipDefinition
    switch (object.has("remote_schema"), object.reader("definition")) {
    case (true, nil): definition = .toRemoteSchema(try .init(legacy: object))
    case (false, let reader?): definition = try RemoteRelationshipDefinition(reader)
    default:
      throw object.error("\(command) expects exactly one of: remote_schema, definition")
    }
    relationship = RemoteRelationshipMetadata(name: name, definition: definition)
    object.reportUnknownKeys()
  }

  func write(to metadata: inout Metadata) -> MetadataEdit {
    var relationship = relationship
    relationship.definition = metadata.normalized(relationship.definition)
    metadata.sources[source]?.tables[table]?.remoteRelationships[relationship.name] = relationship
    return .touching(.remoteRelationship(source, table, relationship.name))
  }
}

extension TableMetadata {
  /// Refuses names that are no remote relationship.
  fileprivate func requireRemoteRelationship(
    _ name: RelationshipName
  ) throws(MetadataError) {
    guard remoteRelationships[name] == nil else { return }
    if hasField(name.value) {
      throw MetadataError(.unexpectedPayload, "expecting a remote relationship")
    }
    throw MetadataError(.notExists, "\"\(name)\" does not exist")
  }
}

/// `create_remote_schema_remote_relationship`: one of the same name is overwritten.
struct CreateRemoteSchemaRemoteRelationship: MetadataEditCommand {
  private var target: RemoteSchemaRelationshipTarget

  init(_ arguments: ValueReader) throws(MetadataError) {
    target = try RemoteSchemaRelationshipTarget(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    _ = try metadata.requireRemoteSchema(target.schema)
    return target.write(to: &metadata)
  }
}

/// `update_remote_schema_remote_relationship`: there must be one of that name.
struct UpdateRemoteSchemaRemoteRelationship: MetadataEditCommand {
  private var target: RemoteSchemaRelationshipTarget

  init(_ arguments: ValueReader) throws(MetadataError) {
    target = try RemoteSchemaRelationshipTarget(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let (schema, name) = (target.schema, target.relationship.name)
    let existing = try metadata.requireRemoteSchema(schema)
    guard existing.remoteRelationships[target.type]?[name] != nil else {
      throw MetadataError(
        .notExists,
        "no relationship defined on remote schema \"\(schema)\" with name \"\(name)\""
      )
    }
    return target.write(to: &metadata)
  }
}

/// `delete_remote_schema_remote_relationship`: deleting a missing one succeeds.
struct DeleteRemoteSchemaRemoteRelationship: MetadataEditCommand {
  private var schema: RemoteSchemaName
  private var type: String
  private var name: RelationshipName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DeleteRemoteSchemaRemoteRelationship")
    schema = try object.required("remote_schema")
    type = try object.required("type_name")
    name = try object.required("name")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    _ = try metadata.requireRemoteSchema(schema)
    metadata.remove(.remoteSchemaRemoteRelationship(schema, type: type, name))
    return .wholeMetadata
  }
}

/// The arguments of the commands that write a relationship on a remote schema's type.
private struct RemoteSchemaRelationshipTarget {
  var schema: RemoteSchemaName
  var type: String
  var relationship: RemoteRelationshipMetadata

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "CreateRemoteSchemaRemoteRelationship")
    schema = try object.required("remote_schema")
    type = try object.required("type_name")
    relationship = RemoteRelationshipMetadata(
      name: try object.required("name"),
      definition: try RemoteRelationshipDefinition(
        object.requiredReader("definition"),
        allowsLegacyFormat: false
      )
    )
    object.reportUnknownKeys()
  }

  func write(to metadata: inout Metadata) -> MetadataEdit {
    var relationship = relationship
    relationship.definition = metadata.normalized(relationship.definition)
    metadata.remoteSchemas[schema]?.remoteRelationships[type, default: [:]][relationship.name] =
      relationship
    return .touching(.remoteSchemaRemoteRelationship(schema, type: type, relationship.name))
  }
}
