import DovetailMetadata
import OrderedCollections
import OrderedJSON

extension SourceBuilder {
  /// Adds the permissions to insert, update and delete that metadata defines, and those that
  /// inherited roles have of their parents.
  mutating func addWritePermissions(
    to permissions: inout [RoleName: TablePermissions],
    of table: TableResolution,
    _ parser: PermissionParser<TableResolution>,
    inheritedRoles: [RoleName: [RoleName]]
  ) {
    for (role, entry) in table.metadata.insertPermissions {
      do {
        permissions[role, default: TablePermissions()].insert = try insert(
          entry.definition,
          of: table,
          parser
        )
      } catch {
        report(.insert, role, table, error)
      }
    }
    for (role, entry) in table.metadata.updatePermissions {
      do {
        permissions[role, default: TablePermissions()].update = try update(
          entry.definition,
          of: table,
          parser
        )
      } catch {
        report(.update, role, table, error)
      }
    }
    for (role, entry) in table.metadata.deletePermissions {
      do {
        permissions[role, default: TablePermissions()].delete = try delete(
          entry.definition,
          of: table,
          parser
        )
      } catch {
        report(.delete, role, table, error)
      }
    }
    for (role, parents) in inheritedRoles {
      inherit(\.insert, "insert", role, parents, &permissions, table)
      inherit(\.update, "update", role, parents, &permissions, table)
      inherit(\.delete, "delete", role, parents, &permissions, table)
    }
  }

  private mutating func report(
    _ kind: PermissionKind,
    _ role: RoleName,
    _ table: TableResolution,
    _ error: ResolutionError
  ) {
    report(
      .permission(source.name, table.facts.name, role, kind),
      ResolutionError(
        error.code,
        "in table \"\(table.facts.name)\": in permission for role \"\(role)\": " + error.message,
        path: error.path
      )
    )
  }

  /// An inherited role may do what its parents may, if they do not differ (contract 05 §9).
  private mutating func inherit<Permission: Hashable>(
    _ member: WritableKeyPath<TablePermissions, Permission?>,
    _ name: String,
    _ role: RoleName,
    _ parents: [RoleName],
    _ permissions: inout [RoleName: TablePermissions],
    _ table: TableResolution
  ) {
    guard permissions[role]?[keyPath: member] == nil else { return }
    let given = parents.compactMap { permissions[$0]?[keyPath: member] }
    guard let first = given.first else { return }
    guard given.allSatisfy({ $0 == first }) else {
      inconsistencies.append(
        Inconsistency(
          object: .inheritedRole(role),
          reason: "Could not inherit permission for the role '\(role)' for the entity: "
            + "'\(name) permission, table: \(table.facts.name), source: '\(source.name)''",
          code: .invalidConfiguration,
          isInformational: true
        )
      )
      return
    }
    permissions[role, default: TablePermissions()][keyPath: member] = first
  }

  // MARK: Definitions

  private func insert(
    _ definition: InsertPermissionDefinition,
    of table: TableResolution,
    _ parser: PermissionParser<TableResolution>
  ) throws(ResolutionError) -> InsertPermission {
    try check(definition.inputValidation)
    let presets = try presets(definition.presets, of: table)
    let columns = try columns(definition.columns ?? .all, of: table)
    return InsertPermission(
      columns: columns.subtracting(presets.keys),
      presets: presets,
      check: try condition(definition.check, "check", table, parser),
      isBackendOnly: definition.isBackendOnly,
      validation: definition.inputValidation
    )
  }

  private func update(
    _ definition: UpdatePermissionDefinition,
    of table: TableResolution,
    _ parser: PermissionParser<TableResolution>
  ) throws(ResolutionError) -> UpdatePermission {
    try check(definition.inputValidation)
    let presets = try presets(definition.presets, of: table)
    let columns = try columns(definition.columns, of: table)
    var check = PermissionFilter.always
    if let given = definition.check { check = try condition(given, "check", table, parser) }
    return UpdatePermission(
      columns: columns.subtracting(presets.keys),
      presets: presets,
      filter: try condition(definition.filter, "filter", table, parser),
      check: check,
      isBackendOnly: definition.isBackendOnly,
      validation: definition.inputValidation
    )
  }

  private func delete(
    _ definition: DeletePermissionDefinition,
    of table: TableResolution,
    _ parser: PermissionParser<TableResolution>
  ) throws(ResolutionError) -> DeletePermission {
    try check(definition.inputValidation)
    return DeletePermission(
      filter: try condition(definition.filter, "filter", table, parser),
      isBackendOnly: definition.isBackendOnly,
      validation: definition.inputValidation
    )
  }

  /// Checks that the address of a webhook has a value.
  private func check(
    _ validation: InputValidation?
  ) throws(ResolutionError) {
    guard let validation else { return }
    do throws(EnvironmentTemplate.Failure) {
      _ = try EnvironmentTemplate(text: validation.url).render(environment)
    } catch {
      let message =
        switch error {
        case .unset(let variable): "environment variable '\(variable)' not set"
        case .unclosed: "\"{{\" without \"}}\" in \"url\""
        }
      throw ResolutionError(.invalidParams, message, path: ["validate_input"])
    }
  }

  private func condition(
    _ expression: JSONValue,
    _ key: String,
    _ table: TableResolution,
    _ parser: PermissionParser<TableResolution>
  ) throws(ResolutionError) -> PermissionFilter {
    do {
      return try parser.parse(expression, on: table)
    } catch {
      throw ResolutionError(error.code, error.message, path: [key] + error.path)
    }
  }

  private func columns(
    _ selection: ColumnSelection,
    of table: TableResolution
  ) throws(ResolutionError) -> Set<ColumnName> {
    switch selection {
    case .all:
      return Set(table.facts.columns.map(\.name))
    case .some(let names):
      for name in names { try checkColumn(name, of: table.facts, key: "columns") }
      return Set(names)
    }
  }

  private func presets(
    _ presets: OrderedDictionary<ColumnName, JSONValue>,
    of table: TableResolution
  ) throws(ResolutionError) -> OrderedDictionary<ColumnName, PermissionOperand> {
    var resolved: OrderedDictionary<ColumnName, PermissionOperand> = [:]
    for (column, value) in presets {
      try checkColumn(column, of: table.facts, key: "set")
      if case .string(let text) = value, SessionVariableName.isName(text) {
        resolved[column] = .session(SessionVariableName(text))
      } else {
        let type = table.facts.columns.first { $0.name == column }?.type
        if let objection = type?.objection(to: value) {
          throw ResolutionError(.parseFailed, objection, path: ["set", column.value])
        }
        resolved[column] = .literal(value)
      }
    }
    return resolved
  }

  private func checkColumn(
    _ name: ColumnName,
    of facts: TableFacts,
    key: String
  ) throws(ResolutionError) {
    do {
      try checkColumn(name, of: facts)
    } catch {
      throw ResolutionError(error.code, error.message, path: [key])
    }
  }
}
