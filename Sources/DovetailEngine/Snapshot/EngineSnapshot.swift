import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import DovetailSource
import OrderedCollections
import Synchronization

/// All that a request reads: immutable but for what is derived of it on demand, replaced as a whole.
///
/// Requests in flight finish on the snapshot with which they began.
final class EngineSnapshot: Sendable {
  let metadata: Metadata
  let resourceVersion: Int
  let catalog: Catalog
  let upstreams: Upstreams
  /// What may be asked for; nil for everything.
  let allowlist: Allowlist?
  let endpointRoutes: EndpointRoutes
  /// Counts the requests of clients, across snapshots.
  let rateLimiter: RateLimiter
  /// Counts what is answered, across snapshots.
  let meters: EngineMeters
  let webhooks: WebhookSettings
  private let actions: any Source
  private let roles = Mutex<[RoleKey: RoleContext]>([:])
  private let planCacheCapacity: Int
  /// Lets those who wait for the check of all permissions wait for the same one.
  private let settling = AsyncLock()

  init(
    metadata: Metadata,
    resourceVersion: Int,
    catalog: Catalog,
    upstreams: Upstreams,
    options: EngineOptions,
    rateLimiter: RateLimiter,
    meters: EngineMeters,
    connector: any UpstreamConnector,
    actionLog: any ActionLog
  ) {
    self.metadata = metadata
    self.resourceVersion = resourceVersion
    self.catalog = catalog
    self.upstreams = upstreams
    self.allowlist =
      options.isAllowlistEnabled ? Allowlist(metadata, options.parserLimits) : nil
    self.endpointRoutes = EndpointRoutes(catalog.endpoints.values)
    self.rateLimiter = rateLimiter
    self.meters = meters
    self.webhooks = connector.webhooks.trusting(metadata.tlsAllowlist)
    self.actions = connector.actions(log: actionLog, trusting: metadata.tlsAllowlist)
    self.planCacheCapacity = options.planCacheCapacity
  }

  /// What decides which schema a request sees.
  private struct RoleKey: Hashable {
    var role: RoleName
    var usesBackendOnlyPermissions: Bool
    var style: SchemaStyle
  }

  /// What requests of a session's role use.
  func context(of session: Session, style: SchemaStyle = .standard) -> RoleContext {
    let role = RoleKey(
      role: session.role,
      usesBackendOnlyPermissions: session.usesBackendOnlyPermissions,
      style: style
    )
    return roles.withLock { roles in
      if let known = roles[role] { return known }
      let context = RoleContext(
        schema: RoleSchema(
          catalog: catalog,
          role: role.role,
          usesBackendOnlyPermissions: role.usesBackendOnlyPermissions,
          style: role.style
        ),
        planCache: PlanCache(capacity: planCacheCapacity)
      )
      // Roles come from clients where authentication lets them choose: bound what they can fill.
      if roles.count >= 10_000 { roles.removeAll() }
      roles[role] = context
      return context
    }
  }

  /// Waits until all permissions are checked, so that the catalog knows all inconsistencies.
  func settle() async {
    guard !catalog.isSettled else { return }
    await settling.withLock { await catalog.settle() }
  }

  /// The upstream of a fetch.
  func source(of target: FetchTarget) -> (any Source)? {
    switch target {
    case .source(let name): upstreams.sources[name]?.source
    case .remoteSchema(let name): upstreams.remoteSchemas[name]?.source
    case .action: actions
    case .request: nil
    }
  }
}

/// The schema of a role with the plans made for it.
struct RoleContext: Sendable {
  var schema: RoleSchema
  var planCache: PlanCache
}

/// The connected upstreams with what they reported.
struct Upstreams: Sendable {
  var sources: [SourceName: ConnectedSource] = [:]
  var remoteSchemas: [RemoteSchemaName: ConnectedRemoteSchema] = [:]
}

/// A relational source with what it reported.
struct ConnectedSource: Sendable {
  let connection: UpstreamConnection
  /// The configuration with which it was connected.
  var configuration: SourceConfiguration
  var facts: CatalogInput.Introspected<SourceFacts>
  /// Which introspection the facts are from.
  var mark = IntrospectionMark()

  var source: any Source { connection.source }
}

/// A remote schema with what it reported.
struct ConnectedRemoteSchema: Sendable {
  let connection: UpstreamConnection
  var definition: RemoteSchemaDefinition
  /// The introspection answer as it came.
  var introspection: [UInt8]?
  var facts: CatalogInput.Introspected<RemoteSchemaFacts>
  /// The hosts that could have self-signed certificates when it was connected.
  var tlsAllowlist: [TLSAllowlistEntry] = []
  /// Which introspection the facts are from.
  let mark = IntrospectionMark()

  var source: any Source { connection.source }

  init(
    connection: UpstreamConnection,
    definition: RemoteSchemaDefinition,
    introspection: [UInt8]? = nil,
    facts: CatalogInput.Introspected<RemoteSchemaFacts>
  ) {
    self.connection = connection
    self.definition = definition
    self.introspection = introspection
    self.facts = facts
  }
}
