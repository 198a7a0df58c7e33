import OrderedCollections

extension Metadata {
  /// The roles that metadata permits something to, and those that inherit.
  package var permittedRoles: Set<RoleName> {
    var roles = Set(inheritedRoles.keys)
    for source in sources.values {
      for table in source.tables.values {
        roles.formUnion(table.insertPermissions.roles)
        roles.formUnion(table.selectPermissions.roles)
        roles.formUnion(table.updatePermissions.roles)
        roles.formUnion(table.deletePermissions.roles)
      }
      for function in source.functions.values { roles.formUnion(function.permissions.keys) }
      for model in source.logicalModels.values { roles.formUnion(model.selectPermissions.keys) }
    }
    for schema in remoteSchemas.values { roles.formUnion(schema.permissions.keys) }
    for action in actions.values { roles.formUnion(action.permissions.keys) }
    return roles
  }
}

extension InheritedRole {
  /// Why the role is incomplete, if there are no such roles.
  package func reason(missing roles: [RoleName]) -> String {
    let names = roles.map { "\"\($0)\"" }.joined(separator: ", ")
    return "the following parent role(s) are not found: \(names) which are required to construct "
      + "the inherited role: \"\(name)\""
  }
}
