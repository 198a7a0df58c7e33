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
  private let basis: SourceBasis
  /// The last build of the source, if what stayed the same can be taken over.
  let last: SourceCatalog?
  /// The tables that are taken over.
  private var takenOver: [TableName: Table] = [:]
  /// The tables of which something was left out.
  private var unsound: Set<TableName> = []

  init(
    source: SourceMetadata,
    facts: SourceFacts,
    options: CatalogOptions,
    environment: [String: String] = [:],
    previous: SourceCatalog? = nil
  ) {
    self.source = source
    self.facts = facts
    self.options = options
    self.environment = environment
    basis = SourceBasis(
      facts: facts.identity,
      kind: source.kind,
      customization: source.customization,
      options: options
    )
    last = previous?.basis.isSame(as: basis) == true ? previous : nil
  }

  /// Resolves the tables themselves, or takes them over.
  mutating func addTables() {
    tables.reserveCapacity(source.tables.count)
    for metadata in source.tables.values {
      let name = metadata.name.normalized(for: source.kind)
      if let table = candidate(metadata, name) {
        tables[name] = TableResolution(table, metadata: metadata)
        takenOver[name] = table
      } else {
        noting(name) { $0.addTable(metadata) }
      }
    }
  }

  /// Leaves a table out.
  mutating func leaveOut(_ table: TableName, because error: ResolutionError) {
    tables[table] = nil
    takenOver[table] = nil
    report(.table(source.name, table), error)
  }

  /// Resolves what depends on other tables, then what depends on relationships.
  mutating func resolve() {
    for (name, table) in takenOver where !isStillRight(table) {
      takenOver[name] = nil
      guard let metadata = tables[name]?.metadata else { continue }
      noting(name) { $0.addTable(metadata) }
    }
    let new = tables.keys.filter { takenOver[$0] == nil }
    for name in new { addEnumColumns(to: name) }
    resolveLogicalModels()
    resolveNativeQueries()
    for name in new { noting(name) { $0.resolveRelationships(of: name) } }
    resolveRelationshipsOfNativeQueries()
    for name in new { noting(name) { $0.resolveComputedFields(of: name) } }
    resolveFunctions()
  }

  /// Resolves a part of a table, and remembers whether something was wrong.
  private mutating func noting(_ name: TableName, _ resolve: (inout SourceBuilder) -> Void) {
    let count = inconsistencies.count
    resolve(&self)
    if inconsistencies.count > count { unsound.insert(name) }
  }

  /// The catalog, given the remote relationships of its tables.
  func finish(
    remoteRelationships:
      [TableName: OrderedDictionary<RelationshipName, RemoteRelationship>],
    inheritance: RoleInheritance = RoleInheritance([:])
  ) -> SourceCatalog {
    var finished: OrderedDictionary<TableName, Table> = [:]
    finished.reserveCapacity(tables.count)
    for (name, table) in tables {
      finished[name] = finish(table, name, remoteRelationships[name] ?? [:])
    }
    let models = finishModels()
    let resolver = PermissionResolver(
      source: source.name,
      kind: source.kind,
      tables: finished,
      models: models,
      nativeQueries: nativeQueries,
      environment: environment
    )
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
      aggregates: facts.aggregates,
      permissions: PermissionBook(
        resolver,
        inheritance: inheritance,
        previous: last?.permissions
      ),
      basis: basis
    )
  }

  private func finish(
    _ table: TableResolution,
    _ name: TableName,
    _ remote: OrderedDictionary<RelationshipName, RemoteRelationship>
  ) -> Table {
    if let last = takenOver[name], last.remoteRelationships.keys == remote.keys,
      zip(last.remoteRelationships.values, remote.values).allSatisfy({ $0.isSame(as: $1) })
    {
      return last
    }
    return Table(
      source: source.name,
      facts: table.facts,
      naming: table.naming,
      columns: table.columns,
      relationships: table.relationships,
      remoteRelationships: remote,
      computedFields: table.computedFields,
      description: text(of: table.metadata.configuration.comment, else: table.facts.comment),
      metadata: table.metadata,
      isSound: !unsound.contains(name),
      enumValues: table.enumValues
    )
  }

  mutating func report(_ object: MetadataObject, _ error: ResolutionError) {
    inconsistencies.append(Inconsistency(object, error))
  }

  // MARK: Tables

  mutating func addTable(_ metadata: TableMetadata) {
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
  mutating func addEnumColumns(to name: TableName) {
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
}
