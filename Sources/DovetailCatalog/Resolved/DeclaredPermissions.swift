package import DovetailMetadata

/// What metadata says of permissions on a row type, not yet resolved.
package struct DeclaredPermissions: Sendable {
  package let select: PermissionList<SelectPermissionDefinition>
  package let insert: PermissionList<InsertPermissionDefinition>
  package let update: PermissionList<UpdatePermissionDefinition>
  package let delete: PermissionList<DeletePermissionDefinition>

  init(of table: TableMetadata) {
    select = table.selectPermissions
    insert = table.insertPermissions
    update = table.updatePermissions
    delete = table.deletePermissions
  }

  /// The roles that have any permission.
  package var roles: Set<RoleName> {
    Set(select.roles).union(insert.roles).union(update.roles).union(delete.roles)
  }

  /// Whether a role has a permission of its own, whether or not it fits.
  package func contains(_ role: RoleName) -> Bool {
    select.contains(role) || insert.contains(role) || update.contains(role)
      || delete.contains(role)
  }
}
