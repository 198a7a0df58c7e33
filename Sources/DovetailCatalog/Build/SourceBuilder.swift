import DovetailMetadata
import OrderedCollections
import OrderedJSON

/// Builds the catalog of one relational source.
struct SourceBuilder {
  let source: SourceMetadata
  let facts: SourceFacts
  let options: CatalogOptions
  /// The variables that `{{NAME}}` in addresses of webhooks stands for.
  let environment: [String: String]
  var tables: OrderedDictionary<TableName, TableResolution> = [:]
  var functions: OrderedDictionary<FunctionName, TrackedFunction> = [:]
  var models: OrderedDictionary<String, TableResolution> = [:]
  var nativeQueries: OrderedDictionary<String, TrackedNativeQuery> = [:]
  var inconsistencies: [Inconsistency] = []

  init(
    source: SourceMetadata,
    facts: SourceFacts,
    options: CatalogOptions,
    environment: [String: String] = [:]
  ) {
    self.source = source
    self.facts = facts
    self.options = options
    self.environment = environment
  }

  /// Resolves tables, then what depends on other tables, then what depends on relationships.
  mutating func resolve() {
    for metadata in source.tables.values { addTable(metadata) }
    for name in tables.keys { addEnumColumns(to: name) }
    resolveLogicalModels()
    resolveNativeQueries()
    for name in tables.keys { resolveRelationships(of: name) }
    resolveRelationshipsOfNativeQueries()
    for name in tables.keys { resolveComputedFields(of: name) }
    resolveFunctions()
  }

  /// The catalog, given the remote relationships of its tables.
  mutating func finish(
    remoteRelationships:
      [TableName: OrderedDictionary<RelationshipName, RemoteRelationship>],
    inheritedRoles: [RoleName: [RoleName]] = [:]
  ) -> SourceCatalog {
    let parser = PermissionParser(
      tables: tables,
      kind: source.kind,
      models: models,
      nativeQueries: nativeQueries
    )
    var finished: OrderedDictionary<TableName, Table> = [:]
    let sourceName = source.name
    for (name, table) in tables {
      var permissions = permissions(of: table, parser) { role in
        .permission(sourceName, table.facts.name, role, .select)
      }
      addWritePermissions(
        to: &permissions,
        of: table,
        parser,
        inheritedRoles: inheritedRoles
      )
      finished[name] = Table(
        source: source.name,
        facts: table.facts,
        naming: table.naming,
        columns: table.columns,
        relationships: table.relationships,
        remoteRelationships: remoteRelationships[name] ?? [:],
        computedFields: table.computedFields,
        permissions: permissions,
        description: text(of: table.metadata.configuration.comment, else: table.facts.comment),
        isFederationEntity: table.metadata.isFederationEntity,
        enumValues: table.enumValues
      )
    }
    let models = finishModels(parser)
    return SourceCatalog(
      name: source.name,
      kind: source.kind.value,
      tables: finished,
      functions: functions,
      logicalModels: models,
      nativeQueries: nativeQueries,
      convention: convention,
      affixes: affixes,
      comparisons: facts.comparisons,
      aggregates: facts.aggregates
    )
  }

  mutating func report(_ object: MetadataObject, _ error: ResolutionError) {
    inconsistencies.append(Inconsistency(object, error))
  }

  // MARK: Tables

  private mutating func addTable(_ metadata: TableMetadata) {
    let name = metadata.name.normalized(for: source.kind)
    let object = MetadataObject.table(source.name, name)
    guard let facts = facts.relational.tables[name] else {
      report(
        object,
        ResolutionError(.notExists, "no such table/view exists in source: \"\(name)\"")
      )
      return
    }
    let naming = naming(of: metadata, name)
    // A table whose name GraphQL cannot spell is tracked, but left out of the schema until it gets a
    // custom name (contract 03 §1).
    guard isFieldName(naming.base) else { return }
    if let unknown = metadata.configuration.columns.keys.first(where: { column in
      !facts.columns.contains { $0.name == column }
    }) {
      report(
        object,
        ResolutionError(
          .notExists,
          "the following columns were not found in the table \"\(name)\": \"\(unknown)\""
        )
      )
      return
    }
    var table = TableResolution(metadata: metadata, facts: facts, naming: naming)
    if let shared = table.sharedFieldName {
      report(
        object,
        ResolutionError(
          .alreadyExists,
          "the field name \"\(shared)\" is that of several columns of the table \"\(name)\""
        )
      )
      return
    }
    if metadata.isEnum {
      switch self.facts.enumTables[name] {
      case .values(let values):
        table.enumValues = values
      case .unusable(let reason):
        report(object, ResolutionError(.constraintViolation, reason))
        return
      case nil:
        report(
          object,
          ResolutionError(
            .unexpected,
            "the values of the enum table \"\(name)\" have not been read"
          )
        )
        return
      }
    }
    tables[name] = table
  }

  /// A column with a foreign key of its own to an enum table has that enum's type.
  private mutating func addEnumColumns(to name: TableName) {
    guard let table = tables[name] else { return }
    for key in table.facts.foreignKeys where key.columns.count == 1 {
      guard let own = key.columns.first?.own, tables[key.referencedTable]?.enumValues != nil
      else { continue }
      tables[name]?.columns[own]?.enumTable = key.referencedTable
    }
  }

  // MARK: Names

  var convention: NamingConvention {
    guard options.allowsNamingConventions else { return .hasuraDefault }
    return source.customization.namingConvention.flatMap(NamingConvention.init(rawValue:))
      ?? options.defaultNamingConvention
  }

  var affixes: SourceAffixes {
    let custom = source.customization
    return SourceAffixes(
      rootFieldPrefix: custom.rootFields.affixes.prefix ?? "",
      rootFieldSuffix: custom.rootFields.affixes.suffix ?? "",
      typePrefix: custom.typeNames.prefix ?? "",
      typeSuffix: custom.typeNames.suffix ?? "",
      namespace: custom.rootFields.namespace
    )
  }

  private func naming(of metadata: TableMetadata, _ name: TableName) -> TableNaming {
    var roots: [TableNaming.RootField: TableNaming.CustomRootField] = [:]
    for (kind, custom) in metadata.configuration.customRootFields {
      guard let field = TableNaming.RootField(rawValue: kind) else { continue }
      roots[field] = .init(name: custom.name, comment: text(of: custom.comment, else: nil))
    }
    let isPlain = name.schema == nil || name.schema == source.kind.defaultSchema
    let generated = isPlain ? name.name : "\(name.schema ?? "")_\(name.name)"
    return TableNaming(
      convention: convention,
      base: metadata.configuration.customName ?? generated,
      isCustom: metadata.configuration.customName != nil,
      affixes: affixes,
      customRootFields: roots
    )
  }

  // MARK: Permissions

  /// The select permissions on a row type; those that do not fit are reported.
  mutating func permissions(
    of table: TableResolution,
    _ parser: PermissionParser<TableResolution>,
    object: (RoleName) -> MetadataObject
  ) -> [RoleName: TablePermissions] {
    var permissions: [RoleName: TablePermissions] = [:]
    for (role, entry) in table.metadata.selectPermissions {
      do {
        permissions[role, default: TablePermissions()].select = try select(
          entry.definition,
          of: table,
          parser
        )
      } catch {
        report(
          object(role),
          ResolutionError(
            error.code,
            "in \(table.isLogicalModel ? "logical model" : "table") \"\(table.facts.name)\": in permission for role \"\(role)\": "
              + error.message,
            path: error.path
          )
        )
      }
    }
    return permissions
  }

  private func select(
    _ definition: SelectPermissionDefinition,
    of table: TableResolution,
    _ parser: PermissionParser<TableResolution>
  ) throws(ResolutionError) -> SelectPermission {
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
    let filter: PermissionFilter
    do {
      filter = try parser.parse(definition.filter, on: table)
    } catch {
      throw ResolutionError(error.code, error.message, path: ["filter"] + error.path)
    }
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

  private func checkComputedField(
    _ name: ComputedFieldName,
    of table: TableResolution
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
    let key = facts.primaryKey?.columns ?? []
    if named.contains("select_by_pk"), key.isEmpty || !Set(key).isSubset(of: columns) {
      throw ResolutionError(
        .constraintViolation,
        "the \"select_by_pk\" field cannot be included in the query_root_fields or "
          + "subscription_root_fields because the role does not have access to the primary key of "
          + "the table \"\(facts.name)\" in the source \"\(source.name)\"",
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
