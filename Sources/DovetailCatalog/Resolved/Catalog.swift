package import DovetailMetadata
package import OrderedCollections

/// Metadata resolved against what the sources report: immutable, shared by all requests.
///
/// What does not fit is left out and listed in `inconsistencies`.
package final class Catalog: Sendable {
  package let sources: OrderedDictionary<SourceName, SourceCatalog>
  package let remoteSchemas: OrderedDictionary<RemoteSchemaName, RemoteSchemaCatalog>
  /// Relationships on types of remote schemas, by schema and original type name.
  package let remoteTypeRelationships:
    [RemoteSchemaName: [String: OrderedDictionary<RelationshipName, RemoteRelationship>]]
  /// The plain roles that an inherited role consists of.
  package let inheritedRoles: [RoleName: [RoleName]]
  /// The roles that an inherited role is directly made of.
  package let roleParents: [RoleName: [RoleName]]
  /// The roles that may not introspect (`graphql_schema_introspection`).
  package let introspectionDisabledRoles: Set<RoleName>
  /// What does not fit, in the order in which it is reported.
  private let findings: [Finding]
  package let options: CatalogOptions
  /// Where each root field name of queries and mutations comes from.
  package let rootFields: RootFieldIndex
  /// The source that a table name without one means in global ids: the first that tracks it.
  package let nodeSources: [TableName: SourceName]
  /// The REST endpoints that can be called, by name.
  package let endpoints: OrderedDictionary<String, RESTEndpoint>
  package let actions: ActionCatalog

  init(
    sources: OrderedDictionary<SourceName, SourceCatalog>,
    remoteSchemas: OrderedDictionary<RemoteSchemaName, RemoteSchemaCatalog>,
    remoteTypeRelationships:
      [RemoteSchemaName: [String: OrderedDictionary<RelationshipName, RemoteRelationship>]],
    inheritedRoles: [RoleName: [RoleName]],
    roleParents: [RoleName: [RoleName]],
    introspectionDisabledRoles: Set<RoleName>,
    findings: [Finding],
    options: CatalogOptions,
    rootFields: RootFieldIndex,
    nodeSources: [TableName: SourceName] = [:],
    endpoints: OrderedDictionary<String, RESTEndpoint> = [:],
    actions: ActionCatalog = ActionCatalog()
  ) {
    self.sources = sources
    self.remoteSchemas = remoteSchemas
    self.remoteTypeRelationships = remoteTypeRelationships
    self.inheritedRoles = inheritedRoles
    self.roleParents = roleParents
    self.introspectionDisabledRoles = introspectionDisabledRoles
    self.findings = findings
    self.options = options
    self.rootFields = rootFields
    self.nodeSources = nodeSources
    self.endpoints = endpoints
    self.actions = actions
  }

  /// The same catalog with more inconsistencies, found by looking at its schema.
  package func reporting(_ more: [Inconsistency]) -> Catalog {
    guard !more.isEmpty else { return self }
    return Catalog(
      sources: sources,
      remoteSchemas: remoteSchemas,
      remoteTypeRelationships: remoteTypeRelationships,
      inheritedRoles: inheritedRoles,
      roleParents: roleParents,
      introspectionDisabledRoles: introspectionDisabledRoles,
      findings: findings + [.objects(more)],
      options: options,
      rootFields: rootFields,
      nodeSources: nodeSources,
      endpoints: endpoints,
      actions: actions
    )
  }

  /// Inconsistencies that are known, or the permissions among which there may be some.
  enum Finding: Sendable {
    case objects([Inconsistency])
    case permissions(PermissionBook)
  }

  /// Everything that does not fit.
  ///
  /// Checks the permissions that have not been checked, which may take seconds in a catalog of
  /// thousands of tables: `settle()` does it beforehand, on other threads.
  package var inconsistencies: [Inconsistency] {
    findings.flatMap { finding in
      switch finding {
      case .objects(let inconsistencies): inconsistencies
      case .permissions(let book): book.inconsistencies
      }
    }
  }

  /// Whether all permissions have been checked.
  package var isSettled: Bool { sources.values.allSatisfy(\.permissions.isSettled) }

  /// Checks all permissions, so that `inconsistencies` takes no time.
  ///
  /// See Note [Permissions on demand].
  package func settle() async {
    for source in sources.values { await source.permissions.settleConcurrently() }
  }

  /// What a role may do with a table; nil for nothing.
  package func permissions(of role: RoleName, on table: Table) -> TablePermissions? {
    sources[table.source]?.permissions.permissions(of: role, on: table)
  }

  /// The table of that name in a source.
  package func table(_ name: TableName, in source: SourceName) -> Table? {
    sources[source]?.tables[name]
  }
}

/// A relational source with its tracked tables.
package final class SourceCatalog: Sendable {
  package let name: SourceName
  package let kind: String
  package let tables: OrderedDictionary<TableName, Table>
  package let functions: OrderedDictionary<FunctionName, TrackedFunction>
  /// The row types of native queries.
  package let logicalModels: OrderedDictionary<String, Table>
  package let nativeQueries: OrderedDictionary<String, TrackedNativeQuery>
  package let convention: NamingConvention
  package let affixes: SourceAffixes
  package let comparisons: Set<ComparisonOperator>
  package let aggregates: Set<AggregateFunction>
  package let permissions: PermissionBook
  /// What the tables were made of.
  let basis: SourceBasis

  init(
    name: SourceName,
    kind: String,
    tables: OrderedDictionary<TableName, Table>,
    functions: OrderedDictionary<FunctionName, TrackedFunction>,
    logicalModels: OrderedDictionary<String, Table> = [:],
    nativeQueries: OrderedDictionary<String, TrackedNativeQuery> = [:],
    convention: NamingConvention,
    affixes: SourceAffixes,
    comparisons: Set<ComparisonOperator>,
    aggregates: Set<AggregateFunction>,
    permissions: PermissionBook,
    basis: SourceBasis
  ) {
    self.name = name
    self.kind = kind
    self.tables = tables
    self.functions = functions
    self.logicalModels = logicalModels
    self.nativeQueries = nativeQueries
    self.convention = convention
    self.affixes = affixes
    self.comparisons = comparisons
    self.aggregates = aggregates
    self.permissions = permissions
    self.basis = basis
  }

  /// The source without a logical model and what depends on it: whoever looks for its rows finds none.
  func without(model name: String) -> SourceCatalog {
    SourceCatalog(
      name: self.name,
      kind: kind,
      tables: tables,
      functions: functions,
      logicalModels: logicalModels.filter { $0.key != name },
      nativeQueries: nativeQueries.filter { $0.value.model != name },
      convention: convention,
      affixes: affixes,
      comparisons: comparisons,
      aggregates: aggregates,
      permissions: permissions,
      basis: basis
    )
  }

  /// The row type at the other end of a relationship.
  package func rowType(of rows: RelatedRows) -> Table? {
    switch rows {
    case .table(let name): tables[name]
    case .nativeQuery(let name): nativeQueries[name].flatMap { logicalModels[$0.model] }
    case .nested(_, let model): logicalModels[model]
    }
  }
}

/// Engine settings on which the catalog and the schemas depend.
package struct CatalogOptions: Sendable, Hashable {
  /// The naming convention of sources that say nothing.
  package var defaultNamingConvention: NamingConvention
  /// Whether sources may choose a naming convention (experimental feature `naming_convention`).
  package var allowsNamingConventions: Bool
  package var stringifiesNumericTypes: Bool
  package var enforcesRemoteSchemaPermissions: Bool
  package var infersFunctionPermissions: Bool
  /// Whether null operands mean “true” (`V1_BOOLEAN_NULL_COLLAPSE`).
  package var collapsesBooleanNulls: Bool
  /// Whether variables of non-null types may be null (`--null-in-nonnullable-variables`).
  package var acceptsNullInNonNullVariables: Bool
  /// Whether an argument or member is left out whose variable has no value, instead of being null
  /// (experimental feature `no_null_unbound_variable_default`).
  package var leavesOutUnboundVariables: Bool
  /// Whether arrays are scalars such as `_int4` (experimental feature `disable_postgres_arrays`).
  package var hasArrayScalars: Bool
  package var hidesAggregationPredicates: Bool
  package var hidesUpdateMany: Bool
  /// What joins do on failure where the relationship does not say.
  package var joinFailure: RemoteRelationship.OnError
  /// Whether null arguments are left out of requests to remote schemas.
  package var skipsRemoteNulls: Bool
  /// How many keys a condition or order across sources may read from the other source.
  package var conditionKeyLimit: Int
  /// Whether the engine is a subgraph of Apollo Federation.
  package var isFederationSubgraph: Bool

  package init(
    defaultNamingConvention: NamingConvention = .hasuraDefault,
    allowsNamingConventions: Bool = false,
    stringifiesNumericTypes: Bool = false,
    enforcesRemoteSchemaPermissions: Bool = false,
    infersFunctionPermissions: Bool = true,
    collapsesBooleanNulls: Bool = false,
    acceptsNullInNonNullVariables: Bool = false,
    leavesOutUnboundVariables: Bool = false,
    hasArrayScalars: Bool = false,
    hidesAggregationPredicates: Bool = false,
    hidesUpdateMany: Bool = false,
    joinFailure: RemoteRelationship.OnError = .null,
    skipsRemoteNulls: Bool = false,
    conditionKeyLimit: Int = 10_000,
    isFederationSubgraph: Bool = false
  ) {
    self.defaultNamingConvention = defaultNamingConvention
    self.allowsNamingConventions = allowsNamingConventions
    self.stringifiesNumericTypes = stringifiesNumericTypes
    self.enforcesRemoteSchemaPermissions = enforcesRemoteSchemaPermissions
    self.infersFunctionPermissions = infersFunctionPermissions
    self.collapsesBooleanNulls = collapsesBooleanNulls
    self.acceptsNullInNonNullVariables = acceptsNullInNonNullVariables
    self.leavesOutUnboundVariables = leavesOutUnboundVariables
    self.hasArrayScalars = hasArrayScalars
    self.hidesAggregationPredicates = hidesAggregationPredicates
    self.hidesUpdateMany = hidesUpdateMany
    self.joinFailure = joinFailure
    self.skipsRemoteNulls = skipsRemoteNulls
    self.conditionKeyLimit = conditionKeyLimit
    self.isFederationSubgraph = isFederationSubgraph
  }
}
