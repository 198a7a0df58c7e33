package import OrderedCollections
package import OrderedJSON

/// Everything that the user told the engine: Hasura v3 metadata.
///
/// Read with `init(json:)`, written in export form with `json`, changed by commands.
package struct Metadata: Sendable, Hashable {
  package var sources: OrderedDictionary<SourceName, SourceMetadata> = [:]
  package var remoteSchemas: OrderedDictionary<RemoteSchemaName, RemoteSchemaMetadata> = [:]
  package var queryCollections: OrderedDictionary<CollectionName, QueryCollection> = [:]
  package var allowlist: OrderedDictionary<CollectionName, AllowlistEntry> = [:]
  package var actions: OrderedDictionary<ActionName, ActionMetadata> = [:]
  package var customTypes = CustomTypes()
  package var cronTriggers: OrderedDictionary<TriggerName, CronTrigger> = [:]
  package var restEndpoints: OrderedDictionary<String, RestEndpoint> = [:]
  package var apiLimits = APILimits()
  /// The roles that may not introspect.
  package var introspectionDisabledRoles: [RoleName] = []
  package var inheritedRoles: OrderedDictionary<RoleName, InheritedRole> = [:]
  package var tlsAllowlist: [TLSAllowlistEntry] = []
  package var metrics = MetricsConfiguration()
  package var openTelemetry = OpenTelemetryConfiguration()
  /// Configuration of connectors; kept, not used.
  package var backendConfigurations: JSONValue?

  package init() {}

  /// The table of that name in a source.
  package func table(_ name: TableName, in source: SourceName) -> TableMetadata? {
    sources[source]?.tables[name]
  }
}
