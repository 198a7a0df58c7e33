import OrderedCollections
import OrderedJSON

/// `add_remote_schema`.
struct AddRemoteSchema: MetadataEditCommand {
  private var schema: RemoteSchemaMetadata

  init(_ arguments: ValueReader) throws(MetadataError) {
    schema = try readRemoteSchema(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard metadata.remoteSchemas[schema.name] == nil else {
      throw MetadataError(
        .alreadyExists,
        "remote schema with name \"\(schema.name)\" already exists"
      )
    }
    try schema.definition.validate()
    metadata.remoteSchemas[schema.name] = schema
    return .touching(.remoteSchema(schema.name), reload: .remoteSchema(schema.name))
  }
}

/// `update_remote_schema`: keeps permissions and relationships.
struct UpdateRemoteSchema: MetadataEditCommand {
  private var schema: RemoteSchemaMetadata

  init(_ arguments: ValueReader) throws(MetadataError) {
    schema = try readRemoteSchema(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard var existing = metadata.remoteSchemas[schema.name] else {
      throw MetadataError(
        .notExists,
        "remote schema with name \"\(schema.name)\" doesn't exist"
      )
    }
    try schema.definition.validate()
    let isMoved =
      existing.definition.url != schema.definition.url
      || existing.definition.urlFromEnvironment != schema.definition.urlFromEnvironment
    existing.definition = schema.definition
    existing.comment = schema.comment
    metadata.remoteSchemas[schema.name] = existing
    return MetadataEdit(
      check: .wholeMetadata,
      reload: isMoved ? .remoteSchema(schema.name) : .nothing
    )
  }
}

private func readRemoteSchema(
  _ arguments: ValueReader
) throws(MetadataError) -> RemoteSchemaMetadata {
  let object = try arguments.object(of: "AddRemoteSchemaQuery")
  let schema = RemoteSchemaMetadata(
    name: try object.required("name"),
    definition: try object.required("definition"),
    comment: try object.optional("comment")
  )
  object.reportUnknownKeys()
  return schema
}

/// `remove_remote_schema`: also its permissions and the relationships on its types.
struct RemoveRemoteSchema: MetadataEditCommand {
  private var name: RemoteSchemaName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "RemoteSchemaNameQuery")
    name = try object.required("name")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard metadata.remoteSchemas[name] != nil else {
      throw MetadataError(.notExists, "no such remote schema")
    }
    try metadata.releaseDependents(
      of: .remoteSchema(name),
      cascade: false,
      facts: context.facts
    )
    metadata.remove(.remoteSchema(name))
    return .wholeMetadata
  }
}

/// `add_remote_schema_permissions`.
struct AddRemoteSchemaPermissions: MetadataEditCommand {
  private var schema: RemoteSchemaName
  private var permission: RemoteSchemaPermission

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "AddRemoteSchemaPermission")
    schema = try object.required("remote_schema")
    permission = RemoteSchemaPermission(
      role: try object.required("role"),
      schema: try RemoteSchemaPermission.readSchema(object.requiredReader("definition")),
      comment: try object.optional("comment")
    )
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard context.enablesRemoteSchemaPermissions else {
      throw MetadataError(
        .constraintViolation,
        "remote schema permissions can only be added when "
          + "remote schema permissions are enabled in the graphql-engine"
      )
    }
    let existing = try metadata.requireRemoteSchema(schema)
    try refuseAdmin(permission.role)
    guard existing.permissions[permission.role] == nil else {
      throw MetadataError(
        .alreadyExists,
        "permissions for role: \"\(permission.role)\" for remote schema:\"\(schema)\" "
          + "already exists"
      )
    }
    metadata.remoteSchemas[schema]?.permissions[permission.role] = permission
    return .touching(.remoteSchemaPermission(schema, permission.role))
  }
}

/// `drop_remote_schema_permissions`.
struct DropRemoteSchemaPermissions: MetadataEditCommand {
  private var schema: RemoteSchemaName
  private var role: RoleName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropRemoteSchemaPermissions")
    schema = try object.required("remote_schema")
    role = try object.required("role")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard try metadata.requireRemoteSchema(schema).permissions[role] != nil else {
      throw MetadataError(
        .notExists,
        "permissions for role: \"\(role)\" for remote schema:\"\(schema)\" doesn't exist"
      )
    }
    metadata.remove(.remoteSchemaPermission(schema, role))
    return .wholeMetadata
  }
}

extension Metadata {
  /// The remote schema of that name, or the refusal of a command on it.
  func requireRemoteSchema(
    _ name: RemoteSchemaName
  ) throws(MetadataError) -> RemoteSchemaMetadata {
    guard let schema = remoteSchemas[name] else {
      throw MetadataError(.notExists, "remote schema \"\(name)\" doesn't exist")
    }
    return schema
  }
}
