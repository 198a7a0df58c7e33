package import DovetailCatalog
package import DovetailPlanner
package import GraphQLLanguage

/// Settings of an engine.
package struct EngineOptions: Sendable {
  package var catalog: CatalogOptions
  package var operationLimits: OperationLimits
  package var parserLimits: ParserLimits
  /// How many operations each role keeps plans of.
  package var planCacheCapacity: Int
  /// Whether metadata may not be changed (maintenance mode).
  package var isMetadataReadOnly: Bool
  /// Whether other roles than the administrators' may only ask for what is on the allow list.
  package var isAllowlistEnabled: Bool
  /// Whether databases are shown native queries before they are taken.
  package var checksNativeQueries: Bool
  /// How long an operation may take, all its upstream calls together; nil for any time.
  package var operationTimeLimit: Duration?
  /// How long the start waits for an upstream of which an earlier introspection is kept.
  package var startPatience: Duration
  /// How often remote schemas are read again that don't say so themselves; nil for never.
  package var remoteSchemaRefreshInterval: Duration?

  package init(
    catalog: CatalogOptions = CatalogOptions(),
    operationLimits: OperationLimits = OperationLimits(),
    parserLimits: ParserLimits = .default,
    planCacheCapacity: Int = 4_000,
    isMetadataReadOnly: Bool = false,
    isAllowlistEnabled: Bool = false,
    checksNativeQueries: Bool = true,
    operationTimeLimit: Duration? = nil,
    startPatience: Duration = .seconds(5),
    remoteSchemaRefreshInterval: Duration? = nil
  ) {
    self.catalog = catalog
    self.operationLimits = operationLimits
    self.parserLimits = parserLimits
    self.planCacheCapacity = planCacheCapacity
    self.isMetadataReadOnly = isMetadataReadOnly
    self.isAllowlistEnabled = isAllowlistEnabled
    self.checksNativeQueries = checksNativeQueries
    self.operationTimeLimit = operationTimeLimit
    self.startPatience = startPatience
    self.remoteSchemaRefreshInterval = remoteSchemaRefreshInterval
  }
}
