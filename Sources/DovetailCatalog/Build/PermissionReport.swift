package import DovetailMetadata
import OrderedCollections
import OrderedJSON

/// What the check of all permissions on a table found.
struct PermissionReport: Sendable {
  var inconsistencies: [Inconsistency] = []
  /// The tables to which expressions lead, there or not.
  var visited: Set<TableName> = []
  /// Whether expressions lead to native queries or logical models.
  var visitsModels = false

  /// Whether there is nothing to remember.
  var isTrivial: Bool { inconsistencies.isEmpty && visited.isEmpty && !visitsModels }
}

extension PermissionResolver {
  /// Checks all permissions on a row type.
  func check(
    _ table: Table,
    _ inheritance: RoleInheritance
  ) -> PermissionReport {
    let visits = TableVisits()
    let parser = parser(visits)
    var report = PermissionReport()
    func note(_ kind: PermissionKind, _ role: RoleName, _ error: ResolutionError) {
      report.inconsistencies.append(inconsistency(kind, role, table, error))
    }
    for role in table.permissions.select.roles {
      do { _ = try select(role, of: table, parser) } catch { note(.select, role, error) }
    }
    // What inherited roles have of their parents is compared, so it is kept.
    var written: [RoleName: TablePermissions] = [:]
    let isKept = !inheritance.roles.isEmpty
    for role in table.permissions.insert.roles {
      do {
        let permission = try insert(role, of: table, parser)
        if isKept { written[role, default: TablePermissions()].insert = permission }
      } catch {
        note(.insert, role, error)
      }
    }
    for role in table.permissions.update.roles {
      do {
        let permission = try update(role, of: table, parser)
        if isKept { written[role, default: TablePermissions()].update = permission }
      } catch {
        note(.update, role, error)
      }
    }
    for role in table.permissions.delete.roles {
      do {
        let permission = try delete(role, of: table, parser)
        if isKept { written[role, default: TablePermissions()].delete = permission }
      } catch {
        note(.delete, role, error)
      }
    }
    if isKept, !table.isLogicalModel {
      let found: [(PermissionKind, [RoleName])] = [
        (.insert, conflicts(.insert, inheritance, table) { written[$0]?.insert }),
        (.update, conflicts(.update, inheritance, table) { written[$0]?.update }),
        (.delete, conflicts(.delete, inheritance, table) { written[$0]?.delete }),
      ]
      for (kind, roles) in found {
        report.inconsistencies += roles.map { disagreement(kind, $0, table) }
      }
    }
    report.visited = visits.tables
    report.visitsModels = visits.includesModels
    return report
  }

  /// The roles whose parents may not do the same.
  private func conflicts<Permission: Equatable>(
    _ kind: PermissionKind,
    _ inheritance: RoleInheritance,
    _ table: Table,
    _ own: (RoleName) -> Permission?
  ) -> [RoleName] {
    inheritance.resolve(
      isDeclared: { table.permissions.contains($0, kind) },
      own: own,
      agree: { $0 == $1 }
    ).conflicting
  }

  private func inconsistency(
    _ kind: PermissionKind,
    _ role: RoleName,
    _ table: Table,
    _ error: ResolutionError
  ) -> Inconsistency {
    let name = table.facts.name
    let object: MetadataObject =
      table.isLogicalModel
      ? .logicalModelPermission(source, name.name, role) : .permission(source, name, role, kind)
    let what = table.isLogicalModel ? "logical model" : "table"
    return Inconsistency(
      object,
      ResolutionError(
        error.code,
        "in \(what) \"\(name)\": in permission for role \"\(role)\": " + error.message,
        path: error.path
      )
    )
  }

  /// Inherited roles may do what their parents may, if they do not differ (contract 05 §9).
  private func disagreement(
    _ kind: PermissionKind,
    _ role: RoleName,
    _ table: Table
  ) -> Inconsistency {
    Inconsistency(
      object: .inheritedRole(role),
      reason: "Could not inherit permission for the role '\(role)' for the entity: "
        + "'\(kind.rawValue) permission, table: \(table.facts.name), source: '\(source)''",
      code: .invalidConfiguration,
      isInformational: true,
      detail: [
        "table": table.facts.name.json, "source": .string(source.value),
        "permission_type": .string(kind.rawValue),
      ]
    )
  }
}

extension DeclaredPermissions {
  /// Whether a role has a permission of that kind of its own, whether or not it fits.
  package func contains(_ role: RoleName, _ kind: PermissionKind) -> Bool {
    switch kind {
    case .insert: insert.contains(role)
    case .select: select.contains(role)
    case .update: update.contains(role)
    case .delete: delete.contains(role)
    }
  }
}
