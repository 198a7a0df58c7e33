package import DovetailAuth
import DovetailMetadata
import OrderedJSON

/// Everything that the command `serve` was told.
package struct ServeConfiguration: Sendable {
  package var http = HTTPSettings()
  package var router = RouterSettings()
  package var authentication = AuthenticationMode.open
  package var store: StoreConfiguration
  package var engine: EngineConfiguration
  /// The project directory to apply at start.
  package var project: String?
  /// What is logged.
  package var enabledLogTypes: Set<LogType>
  /// The least severe level that is logged.
  package var logLevel: LogLevel
  /// What the user should be told: options without effect, variables that nobody knows.
  package var notices: [String]

  /// Takes everything from the options.
  init(_ options: ResolvedOptions, version: String) throws(ConfigurationError) {
    authentication = try AuthenticationMode(options)
    try options.checkSupport()
    store = try StoreConfiguration(options)
    engine = try EngineConfiguration(options)
    project = options.text(.project).flatMap { $0.isEmpty ? nil : $0 }
    enabledLogTypes = Set(options.list(.enabledLogTypes).compactMap(LogType.init))
    logLevel = options.text(.logLevel).flatMap(LogLevel.init) ?? .info
    notices = options.notices + engine.notices
    if options.isSet(.enabledLogTypes) { notices += Self.noticesAbout(enabledLogTypes) }
    http.cors = try Self.corsPolicy(options)
    http.host = options.text(.serverHost) ?? http.host
    http.port = options.integer(.serverPort) ?? http.port
    http.clientTimeout = options.seconds(.serverTimeout) ?? http.clientTimeout
    http.shutdownTimeout = options.seconds(.gracefulShutdownTimeout) ?? http.shutdownTimeout
    http.maximumHeaderLength = options.integer(.maxTotalHeaderLength) ?? http.maximumHeaderLength
    http.maximumBodyLength = options.integer(.maxBodyLength) ?? http.maximumBodyLength
    router.cors = http.cors
    router.maximumBodyLength = http.maximumBodyLength
    router.version = version
    router.enabledAPIs = Set(options.list(.enabledAPIs).compactMap(APIGroup.init))
    router.isDevelopmentMode = options.boolean(.devMode)
    router.showsInternalErrorsToAdministrators = options.boolean(.adminInternalErrors)
    router.preserves401 = options.boolean(.preserve401Errors)
    router.maximumQueryLength = engine.maximumQueryLength
    router.logsQueryOnlyOnError = options.boolean(.httpLogQueryOnlyOnError)
    router.logsMetadataCommands = options.boolean(.enableMetadataQueryLogging)
    router.configReport = makeConfigReport(options)
    router.metricsSecret = options.text(.metricsSecret).flatMap { AdminSecrets([$0]) }
    if router.enabledAPIs.contains(.developer) {
      notices.append("the API group developer has no endpoints in this version")
    }
    if router.enabledAPIs.contains(.metrics), router.metricsSecret == nil {
      notices.append("/v1/metrics is off: it needs a secret (--metrics-secret)")
    }
  }

  private static func noticesAbout(_ types: Set<LogType>) -> [String] {
    types.filter { !$0.isWritten }.map(\.rawValue).sorted().map { type in
      "the log type \(type) of --enabled-log-types (HASURA_GRAPHQL_ENABLED_LOG_TYPES) has no "
        + "effect: this version writes no such lines"
    }
  }

  private static func corsPolicy(
    _ options: ResolvedOptions
  ) throws(ConfigurationError) -> CORSPolicy {
    guard !options.boolean(.disableCORS) else { return .disabled }
    guard let policy = CORSPolicy(options.text(.corsDomain) ?? "*") else {
      throw .badValue(
        origin: options.origin(of: .corsDomain),
        reason: """
          expected *, or origins separated by commas: https://app.example.com, \
          https://*.example.com, http://localhost:3000
          """
      )
    }
    return policy
  }

  /// What `/v1alpha1/config` answers.
  private func makeConfigReport(_ options: ResolvedOptions) -> JSONValue {
    func pollSettings(_ interval: OptionName, _ batchSize: OptionName) -> JSONValue {
      let milliseconds = options.integer(interval) ?? 1_000
      let delay =
        milliseconds % 1_000 == 0
        ? JSONNumber(milliseconds / 1_000) : JSONNumber(Double(milliseconds) / 1_000)
      return [
        "batch_size": .int(options.integer(batchSize) ?? 100),
        "refetch_delay": delay.map { .number($0) } ?? .null,
      ]
    }
    let hasMetrics = router.enabledAPIs.contains(.metrics) && router.metricsSecret != nil
    let hasSecret = if case .adminSecret = authentication { true } else { false }
    return [
      "version": .string(router.version),
      "is_function_permissions_inferred": .bool(engine.infersFunctionPermissions),
      "is_remote_schema_permissions_enabled": .bool(engine.hasRemoteSchemaPermissions),
      "is_admin_secret_set": .bool(hasSecret),
      "is_auth_hook_set": false,
      "is_jwt_set": false,
      "jwt": [],
      "is_allow_list_enabled": .bool(options.boolean(.enableAllowlist)),
      "live_queries": pollSettings(.liveQueriesRefetchInterval, .liveQueriesBatchSize),
      "streaming_queries": pollSettings(
        .streamingQueriesRefetchInterval,
        .streamingQueriesBatchSize
      ),
      "console_assets_dir": options.text(.consoleAssetsDirectory).map { .string($0) } ?? .null,
      "experimental_features": .array(
        engine.experimentalFeatures.sorted().map { .string($0) }
      ),
      "is_prometheus_metrics_enabled": .bool(hasMetrics),
      "default_naming_convention": .string(engine.namingConvention.rawValue),
      "feature_flags": [],
      "is_apollo_federation_enabled": .bool(engine.isApolloFederationEnabled),
    ]
  }
}
