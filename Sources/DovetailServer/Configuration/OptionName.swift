/// The options, by what follows `HASURA_GRAPHQL_` or `DOVETAIL_` in their environment variables.
///
/// The connection options (`host` and so on) exist as flags only; their names never are variables.
package enum OptionName: String, Sendable, Hashable, CaseIterable {
  // Before the command.
  case databaseURL = "DATABASE_URL"
  case metadataDatabaseURL = "METADATA_DATABASE_URL"
  case host
  case port
  case user
  case password
  case databaseName = "dbname"
  case connectionOptions = "pg-connection-options"
  case retries = "NO_OF_RETRIES"
  case dataDirectory = "DATA_DIR"
  case project = "PROJECT"

  // The HTTP side.
  case serverPort = "SERVER_PORT"
  case serverHost = "SERVER_HOST"
  case serverTimeout = "SERVER_TIMEOUT"
  case corsDomain = "CORS_DOMAIN"
  case disableCORS = "DISABLE_CORS"
  case enabledAPIs = "ENABLED_APIS"
  case maxTotalHeaderLength = "MAX_TOTAL_HEADER_LENGTH"
  case maxBodyLength = "MAX_BODY_LENGTH"
  case maxQueryLength = "MAX_QUERY_LENGTH"
  case joinFailure = "JOIN_FAILURE"
  case conditionKeyLimit = "CONDITION_KEY_LIMIT"
  case gracefulShutdownTimeout = "GRACEFUL_SHUTDOWN_TIMEOUT"
  case preserve401Errors = "PRESERVE_401_ERRORS"
  case devMode = "DEV_MODE"
  case adminInternalErrors = "ADMIN_INTERNAL_ERRORS"
  case enableConsole = "ENABLE_CONSOLE"
  case consoleAssetsDirectory = "CONSOLE_ASSETS_DIR"
  case enableTelemetry = "ENABLE_TELEMETRY"

  // Authentication.
  case adminSecret = "ADMIN_SECRET"
  case accessKey = "ACCESS_KEY"
  case adminSecrets = "ADMIN_SECRETS"
  case authHook = "AUTH_HOOK"
  case authHookMode = "AUTH_HOOK_MODE"
  case authHookSendRequestBody = "AUTH_HOOK_SEND_REQUEST_BODY"
  case jwtSecret = "JWT_SECRET"
  case jwtSecrets = "JWT_SECRETS"
  case unauthorizedRole = "UNAUTHORIZED_ROLE"

  // The log.
  case enabledLogTypes = "ENABLED_LOG_TYPES"
  case logLevel = "LOG_LEVEL"
  case enableMetadataQueryLogging = "ENABLE_METADATA_QUERY_LOGGING"
  case httpLogQueryOnlyOnError = "HTTP_LOG_QUERY_ONLY_ON_ERROR"
  case enableTriggersErrorLogLevel = "ENABLE_TRIGGERS_ERROR_LOG_LEVEL"
  case enableQueryTracing = "ENABLE_QUERY_TRACING"

  // The metadata store.
  case pgStripes = "PG_STRIPES"
  case pgConnections = "PG_CONNECTIONS"
  case pgTimeout = "PG_TIMEOUT"
  case pgConnLifetime = "PG_CONN_LIFETIME"
  case pgPoolTimeout = "PG_POOL_TIMEOUT"
  case usePreparedStatements = "USE_PREPARED_STATEMENTS"
  case txIsolation = "TX_ISOLATION"
  case schemaSyncPollInterval = "SCHEMA_SYNC_POLL_INTERVAL"
  case enableMaintenanceMode = "ENABLE_MAINTENANCE_MODE"
  case metadataDatabaseExtensionsSchema = "METADATA_DATABASE_EXTENSIONS_SCHEMA"
  case metadataDefaults = "METADATA_DEFAULTS"

  // GraphQL.
  case stringifyNumericTypes = "STRINGIFY_NUMERIC_TYPES"
  case enableAllowlist = "ENABLE_ALLOWLIST"
  case enableRemoteSchemaPermissions = "ENABLE_REMOTE_SCHEMA_PERMISSIONS"
  case remoteSchemaSkipNulls = "REMOTE_SCHEMA_SKIP_NULLS"
  case remoteSchemaPrioritizeData = "REMOTE_SCHEMA_PRIORITIZE_DATA"
  case inferFunctionPermissions = "INFER_FUNCTION_PERMISSIONS"
  case experimentalFeatures = "EXPERIMENTAL_FEATURES"
  case defaultNamingConvention = "DEFAULT_NAMING_CONVENTION"
  case enableApolloFederation = "ENABLE_APOLLO_FEDERATION"
  case v1BooleanNullCollapse = "V1_BOOLEAN_NULL_COLLAPSE"
  case nullInNonNullableVariables = "BACKWARDS_COMPAT_NULL_IN_NONNULLABLE_VARIABLES"
  case configuredHeaderPrecedence = "CONFIGURED_HEADER_PRECEDENCE"
  case disableNativeQueryValidation = "DISABLE_NATIVE_QUERY_VALIDATION"
  case queryPlanCacheSize = "QUERY_PLAN_CACHE_SIZE"
  case enablePersistedQueries = "ENABLE_PERSISTED_QUERIES"
  case persistedQueriesTTL = "PERSISTED_QUERIES_TTL"

  // Upstreams.
  case operationTimeout = "OPERATION_TIMEOUT"
  case remoteSchemaErrors = "REMOTE_SCHEMA_ERRORS"
  case remoteSchemaRetries = "REMOTE_SCHEMA_RETRIES"
  case remoteSchemaCircuitBreakerFailures = "REMOTE_SCHEMA_CIRCUIT_BREAKER_FAILURES"
  case remoteSchemaCircuitBreakerOpenTime = "REMOTE_SCHEMA_CIRCUIT_BREAKER_OPEN_TIME"
  case remoteSchemaShareEqualQueries = "REMOTE_SCHEMA_SHARE_EQUAL_QUERIES"
  case remoteSchemaRefreshInterval = "REMOTE_SCHEMA_REFRESH_INTERVAL"
  case upstreamRetryInterval = "UPSTREAM_RETRY_INTERVAL"
  case upstreamStartTimeout = "UPSTREAM_START_TIMEOUT"

  // Subscriptions and WebSocket.
  case liveQueriesRefetchInterval = "LIVE_QUERIES_MULTIPLEXED_REFETCH_INTERVAL"
  case liveQueriesBatchSize = "LIVE_QUERIES_MULTIPLEXED_BATCH_SIZE"
  case streamingQueriesRefetchInterval = "STREAMING_QUERIES_MULTIPLEXED_REFETCH_INTERVAL"
  case streamingQueriesBatchSize = "STREAMING_QUERIES_MULTIPLEXED_BATCH_SIZE"
  case wsReadCookie = "WS_READ_COOKIE"
  case connectionCompression = "CONNECTION_COMPRESSION"
  case websocketKeepalive = "WEBSOCKET_KEEPALIVE"
  case websocketConnectionInitTimeout = "WEBSOCKET_CONNECTION_INIT_TIMEOUT"
  case closeWebsocketsOnMetadataChange = "CLOSE_WEBSOCKETS_ON_METADATA_CHANGE"

  // Actions and events.
  case eventsHTTPPoolSize = "EVENTS_HTTP_POOL_SIZE"
  case eventsFetchInterval = "EVENTS_FETCH_INTERVAL"
  case eventsFetchBatchSize = "EVENTS_FETCH_BATCH_SIZE"
  case asyncActionsFetchInterval = "ASYNC_ACTIONS_FETCH_INTERVAL"
  case asyncActionsFetchBatchSize = "ASYNC_ACTIONS_FETCH_BATCH_SIZE"

  // What only the enterprise edition of the reference has.
  case maxCacheSize = "MAX_CACHE_SIZE"
  case cacheMaxEntryTTL = "CACHE_MAX_ENTRY_TTL"
  case redisURL = "REDIS_URL"
  case rateLimitRedisURL = "RATE_LIMIT_REDIS_URL"
  case licenseKey = "EE_LICENSE_KEY"
  case metricsSecret = "METRICS_SECRET"
  case readReplicaURLs = "READ_REPLICA_URLS"
  case connectionsPerReadReplica = "CONNECTIONS_PER_READ_REPLICA"
  case proKey = "PRO_KEY"
}
