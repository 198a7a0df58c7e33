import DovetailActions
import DovetailCatalog
import DovetailEngine
import DovetailMetadata
import DovetailPlan
import DovetailPostgres
import DovetailSQLite
import DovetailSource
import OrderedCollections
import OrderedJSON
import Synchronization

/// Connects real databases, counts what is open, and knows no service that answers.
final class TestConnector: UpstreamConnector {
  private let counts = Mutex(Counts())
  /// What answers in the place of users' HTTP servers.
  let hooks = TestWebhooks()

  var webhooks: WebhookSettings {
    WebhookSettings(
      client: hooks,
      environment: ["HOOK": "http://hook", "SECRET": "s3cret"],
      userAgent: "dovetail/test"
    )
  }

  func actions(log: any ActionLog, trusting tlsAllowlist: [TLSAllowlistEntry]) -> any Source {
    ActionSource(settings: webhooks.trusting(tlsAllowlist), log: log)
  }

  /// How many upstreams were connected and closed.
  struct Counts: Equatable {
    var connected = 0
    var closed = 0

    /// How many are still open.
    var open: Int { connected - closed }
  }

  /// The counts until now.
  var state: Counts { counts.withLock { $0 } }

  let kinds = [
    OfferedKind(.sqlite, SQLiteSource.capabilitiesOfKind),
    OfferedKind(.postgres, PostgresSource.capabilitiesOfKind),
  ]

  func connect(_ configuration: SourceConfiguration) throws(SourceError) -> any Source {
    let source: any Source
    switch configuration.kind {
    case .sqlite:
      source = try SQLiteSource(configuration: configuration.configuration, environment: [:])
    case .postgres:
      source = try PostgresSource(configuration: configuration.configuration, environment: [:])
    default:
      throw SourceError(code: .notSupported, message: "no such kind of source in these tests")
    }
    return counted(source)
  }

  func connect(
    _ name: RemoteSchemaName,
    _ definition: RemoteSchemaDefinition,
    trusting tlsAllowlist: [TLSAllowlistEntry]
  ) throws(SourceError) -> any Source {
    counted(UnreachableService())
  }

  private func counted(_ source: any Source) -> any Source {
    counts.withLock { $0.connected += 1 }
    return CountedSource(source: source) { [self] in counts.withLock { $0.closed += 1 } }
  }
}

/// A source that tells when it is closed.
private struct CountedSource: Source {
  let source: any Source
  let onClose: @Sendable () -> Void

  var capabilities: SourceCapabilities { source.capabilities }
  var status: UpstreamStatus? { source.status }
  var meters: SourceMeters { source.meters }

  func introspect() async throws(SourceError) -> CatalogFragment { try await source.introspect() }

  func prepare(_ fetch: Fetch) throws(SourceError) -> PreparedFetch { try source.prepare(fetch) }

  func prepare(_ lookup: Lookup) throws(SourceError) -> PreparedLookup {
    try source.prepare(lookup)
  }

  func prepareTransaction(of fetches: [Fetch]) throws(SourceError) -> PreparedTransaction? {
    try source.prepareTransaction(of: fetches)
  }

  func types(named names: [String]) async throws(SourceError) -> [String: ColumnType] {
    try await source.types(named: names)
  }

  func objection(to fetch: Fetch) async throws(SourceError) -> StatementObjection? {
    try await source.objection(to: fetch)
  }

  func checkHealth() async throws(SourceError) { try await source.checkHealth() }

  func run(_ script: SQLScript) async throws(SourceError) -> SQLScriptResult {
    try await source.run(script)
  }

  func dump(_ request: DumpRequest) async throws(SourceError) -> [UInt8] {
    try await source.dump(request)
  }

  func close() async {
    onClose()
    await source.close()
  }
}

/// A service that refuses all connections.
private struct UnreachableService: Source {
  private let error = SourceError(
    code: .remoteSchemaError,
    message: "the service cannot be reached: connection refused"
  )

  var capabilities: SourceCapabilities { SourceCapabilities() }

  func introspect() async throws(SourceError) -> CatalogFragment { throw error }
  func prepare(_ fetch: Fetch) throws(SourceError) -> PreparedFetch { throw error }
  func prepare(_ lookup: Lookup) throws(SourceError) -> PreparedLookup { throw error }
  func checkHealth() async throws(SourceError) { throw error }
  func close() async {}
}
