extension OptionTable {
  private static let noSubscriptions = "this version has no subscriptions"
  private static let noEvents = "this version has no event triggers"
  private static let enterpriseReason =
    "it belongs to the enterprise edition of the reference, and Dovetail has no such thing yet"

  /// Where the metadata is and how it is reached.
  static let metadataStore = [
    ConfigurationOption(
      .project,
      .text,
      nil,
      "A project directory whose migrations and metadata are applied before anything is served."
    ).variable(.own),
    ConfigurationOption(
      .pgStripes,
      .integer(1...64),
      "1",
      "Multiplies the number of connections of the pool."
    ).flag("stripes", "pg-stripes", short: "s"),
    ConfigurationOption(
      .pgConnections,
      .integer(1...10_000),
      "50",
      "How many connections to the metadata database there may be."
    ).flag("connections", "pg-connections", short: "c"),
    ConfigurationOption(
      .pgTimeout,
      .seconds,
      "180",
      "After how many seconds an idle connection ends."
    ).flag("timeout", "pg-timeout"),
    ConfigurationOption(
      .pgConnLifetime,
      .seconds,
      "600",
      "After how many seconds a connection is replaced."
    ).flag("conn-lifetime", "pg-conn-lifetime"),
    ConfigurationOption(
      .pgPoolTimeout,
      .seconds,
      nil,
      "How many seconds a request waits for a connection; for ever if not given."
    ).flag("pool-timeout", "pg-pool-timeout"),
    ConfigurationOption(
      .usePreparedStatements,
      .boolean,
      "true",
      "Prepare statements in the metadata database."
    ),
    ConfigurationOption(
      .txIsolation,
      .choice(["read-committed", "repeatable-read", "serializable"]),
      "read-committed",
      "The isolation of transactions in the metadata database."
    ).flag("tx-iso", "tx-isolation", short: "i"),
    ConfigurationOption(
      .schemaSyncPollInterval,
      .milliseconds,
      "1000",
      "How often changes of other engines on the same metadata are looked for; 0 for never."
    ),
    ConfigurationOption(
      .enableMaintenanceMode,
      .boolean,
      "false",
      "Refuse changes of the metadata."
    ),
    ConfigurationOption(
      .metadataDatabaseExtensionsSchema,
      .text,
      "public",
      "The schema for extensions in the metadata database."
    ).accepted("the metadata store needs no extension"),
    ConfigurationOption(
      .metadataDefaults,
      .json,
      nil,
      "Defaults of `backend_configs`."
    ).accepted("data connectors are not supported, and nothing else has such defaults"),
  ]

  /// What GraphQL requests may do and how answers look.
  static let graphQL = [
    ConfigurationOption(
      .stringifyNumericTypes,
      .boolean,
      "false",
      "Write bigint, numeric, double precision and money as JSON strings."
    ),
    ConfigurationOption(
      .enableAllowlist,
      .boolean,
      "false",
      "Let roles other than `admin` ask only for the operations of the allow list."
    ),
    ConfigurationOption(
      .enableRemoteSchemaPermissions,
      .boolean,
      "false",
      "Let roles use of a remote schema only what they have a permission for."
    ),
    ConfigurationOption(
      .remoteSchemaSkipNulls,
      .boolean,
      "false",
      "Leave arguments that are null out of requests to remote schemas."
    ),
    ConfigurationOption(
      .remoteSchemaPrioritizeData,
      .boolean,
      "false",
      "Pass on the data of remote schemas even if there are errors."
    ),
    ConfigurationOption(
      .inferFunctionPermissions,
      .boolean,
      "true",
      "Let roles use functions whose result they may select."
    ),
    ConfigurationOption(
      .experimentalFeatures,
      .list(experimentalFeatureNames),
      nil,
      """
      Features to switch on: naming_convention, apollo_federation, hide_update_many_fields, \
      hide_aggregation_predicates. inherited_roles is always on. The other names of the reference \
      are accepted without effect, which the log says, or refused if answers would be wrong without \
      them.
      """
    ),
    ConfigurationOption(
      .defaultNamingConvention,
      .choice(["hasura-default", "graphql-default"]),
      "hasura-default",
      "How names in the schema are made."
    ),
    ConfigurationOption(
      .enableApolloFederation,
      .boolean,
      "false",
      "Serve as a subgraph of Apollo Federation."
    ),
    ConfigurationOption(
      .v1BooleanNullCollapse,
      .boolean,
      "false",
      "Treat null in boolean expressions as true."
    ),
    ConfigurationOption(
      .nullInNonNullableVariables,
      .boolean,
      "false",
      "Accept null for variables that are not nullable."
    ).flag("null-in-nonnullable-variables", "backwards-compat-null-in-nonnullable-variables"),
    ConfigurationOption(
      .configuredHeaderPrecedence,
      .boolean,
      "false",
      "Let configured headers of actions and of input validation win over headers of the client."
    ),
    ConfigurationOption(
      .disableNativeQueryValidation,
      .boolean,
      "false",
      "Take native queries without asking the database whether it can run them."
    ),
    ConfigurationOption(
      .queryPlanCacheSize,
      .integer(0...Int(Int32.max)),
      "4000",
      "The size of the plan cache."
    ).accepted("the plan cache bounds itself"),
    ConfigurationOption(
      .enablePersistedQueries,
      .boolean,
      "false",
      "Keep queries by their hash."
    ).accepted("clients are told that persisted queries are not supported, and send the text"),
    ConfigurationOption(
      .persistedQueriesTTL,
      .seconds,
      "5",
      "How long queries are kept."
    ).accepted("it matters only with persisted queries"),
  ]

  /// The names that `EXPERIMENTAL_FEATURES` may hold.
  static let experimentalFeatureNames = [
    "naming_convention", "inherited_roles", "optimize_permission_filters",
    "streaming_subscriptions", "apollo_federation", "hide_update_many_fields",
    "hide_aggregation_predicates", "hide_stream_fields", "disable_postgres_arrays",
    "remove_empty_subscription_responses", "no_null_unbound_variable_default",
    "bigquery_string_numeric_input",
  ]

  /// What goes on as long as a client is connected.
  static let subscriptions = [
    ConfigurationOption(
      .liveQueriesRefetchInterval,
      .milliseconds,
      "1000",
      "How often live queries are run."
    ).accepted(noSubscriptions),
    ConfigurationOption(
      .liveQueriesBatchSize,
      .integer(1...Int(Int32.max)),
      "100",
      "How many live queries are run at once."
    ).accepted(noSubscriptions),
    ConfigurationOption(
      .streamingQueriesRefetchInterval,
      .milliseconds,
      "1000",
      "How often streams are read."
    ).accepted(noSubscriptions),
    ConfigurationOption(
      .streamingQueriesBatchSize,
      .integer(1...Int(Int32.max)),
      "100",
      "How many streams are read at once."
    ).accepted(noSubscriptions),
    ConfigurationOption(
      .wsReadCookie,
      .boolean,
      "false",
      "Read cookies of WebSocket handshakes without CORS."
    ).accepted(noSubscriptions),
    ConfigurationOption(
      .connectionCompression,
      .boolean,
      "false",
      "Compress WebSocket messages."
    ).flag("websocket-compression", "connection-compression").accepted(noSubscriptions),
    ConfigurationOption(
      .websocketKeepalive,
      .seconds,
      "5",
      "How often WebSocket clients get a sign of life."
    ).accepted(noSubscriptions),
    ConfigurationOption(
      .websocketConnectionInitTimeout,
      .seconds,
      "3",
      "How long WebSocket clients may wait with their first message."
    ).accepted(noSubscriptions),
    ConfigurationOption(
      .closeWebsocketsOnMetadataChange,
      .boolean,
      "true",
      "End WebSocket connections when the metadata changes."
    ).negative("disable-close-websockets-on-metadata-change").accepted(noSubscriptions),
  ]

  /// What happens besides answering requests.
  static let events = [
    ConfigurationOption(
      .eventsHTTPPoolSize,
      .integer(1...Int(Int32.max)),
      "100",
      "How many events are delivered at once."
    ).accepted(noEvents),
    ConfigurationOption(
      .eventsFetchInterval,
      .milliseconds,
      "1000",
      "How often events are looked for."
    ).accepted(noEvents),
    ConfigurationOption(
      .eventsFetchBatchSize,
      .integer(0...Int(Int32.max)),
      "100",
      "How many events are taken at once."
    ).accepted(noEvents),
    ConfigurationOption(
      .asyncActionsFetchInterval,
      .milliseconds,
      "1000",
      "How often asynchronous actions are looked for; 0 for never."
    ),
    ConfigurationOption(
      .asyncActionsFetchBatchSize,
      .integer(0...Int(Int32.max)),
      "10",
      "How many asynchronous actions are taken at once; 0 for never."
    ),
  ]

  /// What is accepted so that environments made for the reference work unchanged.
  static let enterprise = [
    ConfigurationOption(.maxCacheSize, .text, nil, "The size of the response cache."),
    ConfigurationOption(.cacheMaxEntryTTL, .text, nil, "How long responses are cached."),
    ConfigurationOption(.redisURL, .secret, nil, "The Redis of the response cache."),
    ConfigurationOption(.rateLimitRedisURL, .secret, nil, "The Redis of rate limits."),
    ConfigurationOption(.licenseKey, .secret, nil, "A license key."),
    ConfigurationOption(.readReplicaURLs, .secret, nil, "Read replicas of the database."),
    ConfigurationOption(
      .connectionsPerReadReplica,
      .text,
      nil,
      "How many connections a read replica gets."
    ),
    ConfigurationOption(.proKey, .secret, nil, "A license key."),
  ].map { $0.accepted(enterpriseReason) }
}
