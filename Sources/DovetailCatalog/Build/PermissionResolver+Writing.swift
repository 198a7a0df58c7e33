import DovetailMetadata
import OrderedCollections
import OrderedJSON

extension PermissionResolver {
  /// What a role may insert; nil if metadata says nothing of it.
  func insert(
    _ role: RoleName,
    of table: Table,
    _ parser: PermissionParser<Table>
  ) throws(ResolutionError) -> InsertPermission? {
    guard let definition = try entry(role, table.permissions.insert)?.definition else {
      return nil
    }
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

  /// What a role may update; nil if metadata says nothing of it.
  func update(
    _ role: RoleName,
    of table: Table,
    _ parser: PermissionParser<Table>
  ) throws(ResolutionError) -> UpdatePermission? {
    guard let definition = try entry(role, table.permissions.update)?.definition else {
      return nil
    }
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

  /// What a role may delete; nil if metadata says nothing of it.
  func delete(
    _ role: RoleName,
    of table: Table,
    _ parser: PermissionParser<Table>
  ) throws(ResolutionError) -> DeletePermission? {
    guard let definition = try entry(role, table.permissions.delete)?.definition else {
      return nil
    }
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

  private func columns(
    _ selection: ColumnSelection,
    of table: Table
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
    of table: Table
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
    guard facts.columns.contains(where: { $0.name == name }) else {
      throw ResolutionError(.notExists, "\"\(name)\" does not exist", path: [key])
    }
  }
}
