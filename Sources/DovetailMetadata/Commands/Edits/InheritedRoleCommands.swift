import OrderedCollections

/// `add_inherited_role`: adds or replaces a role.
struct AddInheritedRole: MetadataEditCommand {
  private var role: InheritedRole

  init(_ arguments: ValueReader) throws(MetadataError) {
    role = try InheritedRole(arguments)
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard !role.parents.contains(role.name) else {
      throw MetadataError(
        .invalidParams,
        "an inherited role name cannot be in the role combination"
      )
    }
    guard role.name != .admin else {
      throw MetadataError(.invalidParams, "role \"admin\" cannot be an inherited role")
    }
    var changed = metadata
    changed.inheritedRoles[role.name] = role
    try changed.refuseInheritanceCycle(from: role.name)
    let known = changed.permittedRoles
    let missing = role.parents.filter { !known.contains($0) }
    guard missing.isEmpty else {
      throw MetadataError(
        .invalidConfiguration,
        "Inconsistent object: " + role.reason(missing: missing)
      )
    }
    metadata = changed
    return .touching(.inheritedRole(role.name))
  }
}

/// `drop_inherited_role`.
struct DropInheritedRole: MetadataEditCommand {
  private var role: RoleName

  init(_ arguments: ValueReader) throws(MetadataError) {
    let object = try arguments.object(of: "DropInheritedRole")
    role = try object.required("role_name")
    object.reportUnknownKeys()
  }

  func apply(
    to metadata: inout Metadata,
    context: EditContext
  ) throws(MetadataError) -> MetadataEdit {
    guard metadata.inheritedRoles[role] != nil else {
      throw MetadataError(.notExists, "\"\(role)\" inherited role doesn't exist")
    }
    metadata.remove(.inheritedRole(role))
    return .wholeMetadata
  }
}

extension Metadata {
  /// Refuses a role that inherits from itself.
  func refuseInheritanceCycle(from role: RoleName) throws(MetadataError) {
    guard let cycle = inheritanceCycle(from: role) else { return }
    throw MetadataError(
      .cyclicDependency,
      "found cycle(s) in roles: [" + cycle.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    )
  }

  /// The roles of a cycle of inheritance that leads back to a role, if there is one.
  package func inheritanceCycle(from role: RoleName) -> [RoleName]? {
    var visited: Set<RoleName> = []
    var pending = [[role]]
    while let path = pending.popLast() {
      guard let last = path.last, let parents = inheritedRoles[last]?.parents else { continue }
      for parent in parents {
        if parent == role { return path + [role] }
        if visited.insert(parent).inserted { pending.append(path + [parent]) }
      }
    }
    return nil
  }
}
