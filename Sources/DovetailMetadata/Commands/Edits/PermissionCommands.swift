import OrderedCollections
import OrderedJSON

/// A kind of permission on tables: where it is kept and how its commands are called.
protocol TablePermission: MetadataValue {
  static var kind: PermissionKind { get }
  static var permissions: WritableKeyPath<TableMetadata, PermissionList<Self>> { get }
}

extension InsertPermissionDefinition: TablePermission {
  static var kind: PermissionKind { .insert }
  static var permissions: WritableKeyPath<TableMetadata, PermissionList<Self>> {
    \.insertPermissions
  }
}

extension SelectPermissionDefinition: TablePermission {
  static var kind: PermissionKind { .select }
  static var permissions: WritableKeyPath<TableMetadata, PermissionList<Self>> {
    \.selectPermissions
  }
}

extension UpdatePermissionDefinition: TablePermission {
  static var kind: PermissionKind { .update }
  static var permissions: WritableKeyPath<TableMetadata, PermissionList<Self>> {
    \.updatePermissions
  }
}

extension DeletePermissionDefinition: TablePermission {
  static var kind: PermissionKind { .delete }
  static var permissions: WritableKeyPath<TableMetadata, PermissionList<Self>> {
    \.deletePermissions
  }
}

/// `pg_create_select_permission` and its like for the other kinds.
struct CreatePermission<Definition: TablePermission>: MetadataEditCommand {
  var source: SourceName
  var table: TableName
  var entry: PermissionEntry<Definition>

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "CreatePerm")
    source = try object.source()
    table = try object.required("table")
    entry = PermissionEntry(
      role: try object.required("role"),
      definition: try object.required("permission"),
      comment: try object.optional("comment")
    )
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    var existing = try metadata.requireTable(table, in: source)
    try refuseAdmin(entry.role)
    guard !existing[keyPath: Definition.permissions].contains(entry.role) else {
      throw MetadataError(
        .alreadyExists,
        "permission already defined on table \"\(table)\" with role \"\(entry.role)\""
      )
    }
    existing[keyPath: Definition.permissions][entry.role] = entry
    metadata.sources[source]?.tables[table] = existing
    return .touching(.permission(source, table, entry.role, Definition.kind))
  }
}

/// `pg_drop_select_permission` and its like for the other kinds.
struct DropPermission<Definition: TablePermission>: MetadataEditCommand {
  var source: SourceName
  var table: TableName
  var role: RoleName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropPerm")
    source = try object.source()
    table = try object.required("table")
    role = try object.required("role")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    let existing = try metadata.requireTable(table, in: source)
    guard existing[keyPath: Definition.permissions].contains(role) else {
      throw MetadataError.missingPermission(Definition.kind, on: table, role: role)
    }
    metadata.remove(.permission(source, table, role, Definition.kind))
    return .wholeMetadata
  }
}

/// `pg_set_permission_comment`.
struct SetPermissionComment: MetadataEditCommand {
  var source: SourceName
  var table: TableName
  var role: RoleName
  var kind: PermissionKind
  var comment: String?

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "SetPermComment")
    source = try object.source()
    table = try object.required("table")
    role = try object.required("role")
    let type = try object.requiredReader("type")
    guard let kind = PermissionKind(rawValue: try String(type)) else {
      throw type.error("perm_type should be one of 'insert', 'select', 'update', 'delete'")
    }
    self.kind = kind
    comment = try object.optional("comment")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    var existing = try metadata.requireTable(table, in: source)
    guard metadata.contains(.permission(source, table, role, kind)) else {
      throw MetadataError.missingPermission(kind, on: table, role: role)
    }
    switch kind {
    case .insert: existing.insertPermissions[role]?.comment = comment
    case .select: existing.selectPermissions[role]?.comment = comment
    case .update: existing.updatePermissions[role]?.comment = comment
    case .delete: existing.deletePermissions[role]?.comment = comment
    }
    metadata.sources[source]?.tables[table] = existing
    return .touching(.permission(source, table, role, kind))
  }
}

/// Refuses permissions of the role that needs none.
func refuseAdmin(_ role: RoleName) throws(MetadataError) {
  guard role != .admin else {
    throw MetadataError(.constraintViolation, "cannot define permission for admin role")
  }
}

extension MetadataError {
  fileprivate static func missingPermission(
    _ kind: PermissionKind,
    on table: TableName,
    role: RoleName
  ) -> MetadataError {
    MetadataError(
      .permissionDenied,
      "'\(kind.typeName)' permission on \"\(table)\" for role \"\(role)\" does not exist"
    )
  }
}
