import DovetailMetadata
import OrderedCollections
import OrderedJSON

/// Resolves permissions against the tables of a source, one at a time.
struct PermissionResolver: Sendable {
  let source: SourceName
  let kind: SourceKindName
  let tables: OrderedDictionary<TableName, Table>
  /// The row types of native queries.
  let models: OrderedDictionary<String, Table>
  let nativeQueries: OrderedDictionary<String, TrackedNativeQuery>
  /// The variables that `{{NAME}}` in addresses of webhooks stands for.
  let environment: [String: String]

  /// A reader of expressions; `visits` notes to which tables they lead.
  func parser(_ visits: TableVisits? = nil) -> PermissionParser<Table> {
    var parser = PermissionParser(
      tables: tables,
      kind: kind,
      models: models,
      nativeQueries: nativeQueries
    )
    parser.visits = visits
    return parser
  }

  // MARK: Reading

  /// What a role may read; nil if metadata says nothing of it.
  func select(
    _ role: RoleName,
    of table: Table,
    _ parser: PermissionParser<Table>
  ) throws(ResolutionError) -> SelectPermission? {
    guard let definition = try entry(role, table.permissions.select)?.definition else {
      return nil
    }
    if table.isLogicalModel, let key = definition.memberForTables {
      throw ResolutionError(
        .notSupported,
        "\"\(key)\" is not for permissions on logical models",
        path: [key]
      )
    }
    var columns: [ColumnName: PermissionFilter?] = [:]
    switch definition.columns {
    case .all:
      for column in table.facts.columns { columns[column.name] = .some(nil) }
      for name in table.nestedFields { columns[name] = .some(nil) }
    case .some(let names):
      for name in names {
        guard table.hasValue(name) else {
          throw ResolutionError(.notExists, "\"\(name)\" does not exist", path: ["columns"])
        }
        columns[name] = .some(nil)
      }
    }
    var computed: [ComputedFieldName: PermissionFilter?] = [:]
    for name in definition.computedFields {
      computed[name] = .some(try checkComputedField(name, of: table))
    }
    let filter = try condition(definition.filter, "filter", table, parser)
    try checkRootFields(definition, columns.keys, of: table.facts)
    return SelectPermission(
      columns: columns,
      computedFields: computed,
      filter: filter,
      limit: definition.limit,
      allowsAggregations: definition.allowsAggregations,
      queryRootFields: try rootFields(definition.queryRootFields, "query_root_fields"),
      subscriptionRootFields: try rootFields(
        definition.subscriptionRootFields,
        "subscription_root_fields"
      )
    )
  }

  /// The permission as metadata defines it; nil if the role has none.
  func entry<Definition>(
    _ role: RoleName,
    _ list: PermissionList<Definition>
  ) throws(ResolutionError) -> PermissionEntry<Definition>? {
    do {
      return try list.entry(of: role)
    } catch {
      throw ResolutionError(error.code, error.message)
    }
  }

  func condition(
    _ expression: JSONValue,
    _ key: String,
    _ table: Table,
    _ parser: PermissionParser<Table>
  ) throws(ResolutionError) -> PermissionFilter {
    do {
      return try parser.parse(expression, on: table)
    } catch {
      throw ResolutionError(error.code, error.message, path: [key] + error.path)
    }
  }

  private func checkComputedField(
    _ name: ComputedFieldName,
    of table: Table
  ) throws(ResolutionError) -> PermissionFilter? {
    guard let field = table.computedFields[name] else {
      throw ResolutionError(
        .notExists,
        "computed field \"\(name)\" does not exist",
        path: ["computed_fields"]
      )
    }
    if case .rows(let target, _) = field.result {
      throw ResolutionError(
        .invalidParams,
        "select permissions on computed field \"\(name)\" are auto-derived from the permissions on "
          + "its returning table \"\(target)\" and cannot be specified manually",
        path: ["computed_fields"]
      )
    }
    return nil
  }

  /// Root fields that the rest of the permission does not allow cannot be asked for.
  private func checkRootFields(
    _ definition: SelectPermissionDefinition,
    _ columns: some Collection<ColumnName>,
    of facts: TableFacts
  ) throws(ResolutionError) {
    let named = (definition.queryRootFields ?? []) + (definition.subscriptionRootFields ?? [])
    guard !named.isEmpty else { return }
    let key = facts.primaryKey?.columns ?? []
    if named.contains("select_by_pk"), key.isEmpty || !Set(key).isSubset(of: columns) {
      throw ResolutionError(
        .constraintViolation,
        "the \"select_by_pk\" field cannot be included in the query_root_fields or "
          + "subscription_root_fields because the role does not have access to the primary key of "
          + "the table \"\(facts.name)\" in the source \"\(source)\"",
        path: ["query_root_fields"]
      )
    }
    if named.contains("select_aggregate"), !definition.allowsAggregations {
      throw ResolutionError(
        .constraintViolation,
        "the \"select_aggregate\" root field can only be enabled in the query_root_fields or in the "
          + "subscription_root_fields when \"allow_aggregations\" is set to true",
        path: ["query_root_fields"]
      )
    }
  }

  private func rootFields(
    _ names: [String]?,
    _ key: String
  ) throws(ResolutionError) -> Set<RootFieldKind>? {
    guard let names else { return nil }
    var kinds: Set<RootFieldKind> = []
    for name in names {
      guard let kind = RootFieldKind(rawValue: name) else {
        throw ResolutionError(.parseFailed, "unknown root field \"\(name)\"", path: [key])
      }
      kinds.insert(kind)
    }
    return kinds
  }
}

extension Table {
  /// Whether the rows have a value of that name.
  func hasValue(_ name: ColumnName) -> Bool {
    facts.columns.contains { $0.name == name } || nestedFields.contains(name)
  }
}
