import DovetailAuth
import DovetailCatalog
import DovetailEngine
import DovetailMetadata
import DovetailPostgres
import DovetailRemoteGraphQL
import DovetailSQLite
import DovetailServer
import DovetailSource
import GraphQLLanguage
import Logging
import NIOCore
import NIOPosix
import OrderedJSON
import ServiceLifecycle
import UnixSignals

extension Dovetail {
  /// `dovetail serve`: starts the engine, then listens, until told to stop.
  static func serve(
    _ configuration: ServeConfiguration,
    environment: [String: String]
  ) async throws {
    raiseFileDescriptorLimit()
    let log = EngineLog(
      writer: LogWriter(),
      enabledTypes: configuration.enabledLogTypes,
      level: configuration.logLevel
    )
    LoggingSystem.bootstrap { JSONLogHandler(label: $0, log: log) }
    for notice in configuration.notices { log.startup("option", .warn, info: .string(notice)) }
    let group = MultiThreadedEventLoopGroup.singleton
    let client = RemoteHTTPClient(eventLoopGroup: group)
    let store = try metadataStore(configuration.store)
    let engine = Engine(
      options: EngineOptions(configuration.engine),
      connector: SourceKinds(
        environment: environment,
        client: client,
        remoteOptions: RemoteGraphQLOptions(configuration.engine, version: version),
        configuredHeadersWin: configuration.engine.configuredHeadersWin,
        onCircuitChange: circuitLog(Logger(label: "upstream"))
      ),
      store: store,
      log: Logger(label: "engine")
    )
    do {
      try await start(engine, on: store, configuration, environment: environment, log: log)
      let server = HTTPServer(
        settings: configuration.http,
        router: Router(
          engine: engine,
          authenticator: Authenticator(mode: configuration.authentication),
          settings: configuration.router,
          log: log
        ),
        group: group
      )
      let addresses = try await server.start()
      log.startup(
        "server",
        .info,
        info: [
          "addresses": .array(addresses.map { .string($0.text) }), "version": .string(version),
        ]
      )
      try await ServiceGroup(
        services: [
          server,
          MaintenanceService(
            engine: engine,
            interval: configuration.engine.schemaSyncPollInterval,
            retryInterval: configuration.engine.upstreams.retryInterval
          ),
          ActionCallService(
            engine: engine,
            interval: configuration.engine.actionCallInterval,
            batchSize: configuration.engine.actionCallBatchSize
          ),
        ],
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: Logger(label: "lifecycle")
      ).run()
    } catch let error as EngineError {
      log.writer.flush()
      // What the database said, which the contract's message leaves out.
      let reason = error.detail?["error"]?["message"]?.stringValue.map { ": \($0)" } ?? ""
      throw ProgramFailure("Fatal Error: the engine cannot start: \(error.message)\(reason)")
    } catch let error as ServerError {
      log.writer.flush()
      throw ProgramFailure("Fatal Error: \(error)")
    }
    await engine.stop()
    await client.shutdown()
    log.writer.flush()
  }

  /// `dovetail export`: prints the metadata.
  static func exportMetadata(of configuration: StoreConfiguration) async throws {
    let store = try metadataStore(configuration)
    do {
      try await store.prepare()
      let stored = try await store.load()
      let metadata =
        try stored.map { try Metadata(json: JSONValue(parsing: $0.document)) } ?? Metadata()
      print(metadata.exportedJSON)
    } catch let error as MetadataStoreError {
      throw ProgramFailure("Fatal Error: the metadata store does not work: \(error)")
    }
    await store.close()
  }

  static func metadataStore(
    _ configuration: StoreConfiguration
  ) throws -> any MetadataStore {
    switch configuration.location {
    case .postgres(let url):
      return PostgresMetadataStore(
        ConnectionTarget(databaseURL: url),
        settings: PoolSettings(
          maxConnections: configuration.connections,
          idleTimeout: configuration.idleTimeout,
          poolTimeout: configuration.poolTimeout,
          connectionLifetime: configuration.connectionLifetime,
          retries: configuration.retries,
          preparation: configuration.preparesStatements ? .automatic : .never,
          isolation: IsolationLevel(rawValue: configuration.isolation.rawValue) ?? .readCommitted
        )
      )
    case .directory(let path):
      return SQLiteMetadataStore(dataDirectory: path)
    }
  }

  /// The source that `--database-url` adds.
  static func defaultSource(_ configuration: StoreConfiguration) -> SourceMetadata? {
    guard let database = configuration.defaultSource else { return nil }
    let url: JSONValue =
      database.variable.map { ["from_env": .string($0)] } ?? .string(database.url)
    return SourceMetadata(
      name: .default,
      kind: .postgres,
      configuration: [
        "connection_info": [
          "database_url": url,
          "isolation_level": "read-committed",
          "pool_settings": [
            "connection_lifetime": 600, "idle_timeout": 180, "max_connections": 50, "retries": 1,
          ],
          "use_prepared_statements": true,
        ]
      ]
    )
  }
}

extension EngineOptions {
  /// The options that the command line and the environment gave.
  init(_ configuration: EngineConfiguration) {
    self.init(
      catalog: CatalogOptions(
        defaultNamingConvention:
          configuration.namingConvention == .graphQL ? .graphqlDefault : .hasuraDefault,
        allowsNamingConventions:
          configuration.experimentalFeatures.contains("naming_convention"),
        stringifiesNumericTypes: configuration.stringifiesNumericTypes,
        enforcesRemoteSchemaPermissions: configuration.hasRemoteSchemaPermissions,
        infersFunctionPermissions: configuration.infersFunctionPermissions,
        collapsesBooleanNulls: configuration.collapsesNullInBooleanExpressions,
        acceptsNullInNonNullVariables: configuration.acceptsNullInNonNullVariables,
        leavesOutUnboundVariables:
          configuration.experimentalFeatures.contains("no_null_unbound_variable_default"),
        hasArrayScalars: configuration.experimentalFeatures.contains("disable_postgres_arrays"),
        hidesAggregationPredicates:
          configuration.experimentalFeatures.contains("hide_aggregation_predicates"),
        hidesUpdateMany: configuration.experimentalFeatures.contains("hide_update_many_fields"),
        joinFailure: configuration.failsOnJoinFailure ? .fail : .null,
        skipsRemoteNulls: configuration.skipsNullsForRemoteSchemas,
        conditionKeyLimit: configuration.conditionKeyLimit,
        isFederationSubgraph: configuration.isApolloFederationEnabled
      ),
      // Long operations are long for their values; a token of them has some bytes.
      parserLimits: ParserLimits(
        bytes: configuration.maximumQueryLength,
        tokens: max(ParserLimits.default.tokens, configuration.maximumQueryLength / 4)
      ),
      isMetadataReadOnly: configuration.isInMaintenanceMode,
      isAllowlistEnabled: configuration.isAllowlistEnabled,
      checksNativeQueries: configuration.checksNativeQueries,
      operationTimeLimit: configuration.upstreams.operationTimeLimit,
      startPatience: configuration.upstreams.startTimeout,
      remoteSchemaRefreshInterval: configuration.upstreams.remoteSchemaRefreshInterval
    )
  }
}
