/// What the options say about GraphQL and metadata.
package struct EngineConfiguration: Sendable, Hashable {
  /// How names in the schema are made.
  package enum NamingConvention: String, Sendable, Hashable {
    case hasura = "hasura-default"
    case graphQL = "graphql-default"
  }

  /// Whether bigint, numeric, double precision and money are written as JSON strings.
  package var stringifiesNumericTypes: Bool
  /// Whether roles need a permission to use a remote schema.
  package var hasRemoteSchemaPermissions: Bool
  /// Whether arguments that are null are left out of requests to remote schemas.
  package var skipsNullsForRemoteSchemas: Bool
  /// Whether the data of remote schemas is passed on even if there are errors.
  package var prioritizesRemoteData: Bool
  /// Whether roles may use functions whose result they may select.
  package var infersFunctionPermissions: Bool
  /// The names in `EXPERIMENTAL_FEATURES`.
  package var experimentalFeatures: Set<String>
  /// How names in the schema are made, where a source doesn't say.
  package var namingConvention: NamingConvention
  /// Whether the engine is a subgraph of Apollo Federation.
  package var isApolloFederationEnabled: Bool
  /// Whether null in boolean expressions means true.
  package var collapsesNullInBooleanExpressions: Bool
  /// Whether variables of non-null types may be null.
  package var acceptsNullInNonNullVariables: Bool
  /// Whether other roles than the administrators' may only ask for what is on the allow list.
  package var isAllowlistEnabled: Bool
  /// Whether databases are shown native queries before they are taken.
  package var checksNativeQueries: Bool
  /// Whether changes of the metadata are refused.
  package var isInMaintenanceMode: Bool
  /// Whether configured headers win over headers of the client.
  package var configuredHeadersWin: Bool
  /// Whether a failed join fails the operation, where its relationship says nothing.
  package var failsOnJoinFailure: Bool
  /// How many bytes the text of an operation may have.
  package var maximumQueryLength: Int
  /// How many keys a condition or order across sources may read.
  package var conditionKeyLimit: Int
  /// How often asynchronous actions are looked for; nil for never.
  package var actionCallInterval: Duration?
  /// How many asynchronous actions are taken at once.
  package var actionCallBatchSize: Int
  /// How often changes that other engines make to the metadata are looked for; nil for never.
  package var schemaSyncPollInterval: Duration?
  /// How databases and services are treated that are slow, away, or changing.
  package var upstreams: UpstreamConfiguration

  /// The features that concern what Dovetail does not have, so that asking for them changes nothing.
  private static let featuresWithoutEffect: [String: String] = [
    "bigquery_string_numeric_input": "BigQuery is not supported",
    "hide_stream_fields": "this version has no subscriptions",
    "optimize_permission_filters": "filters are not taken apart",
    "remove_empty_subscription_responses": "this version has no subscriptions",
    "streaming_subscriptions": "this version has no subscriptions",
  ]

  /// What the user should know about the features that were asked for.
  package var notices: [String] {
    experimentalFeatures.sorted().compactMap { feature in
      Self.featuresWithoutEffect[feature].map { reason in
        "the feature \(feature) of --experimental-features "
          + "(HASURA_GRAPHQL_EXPERIMENTAL_FEATURES) has no effect: \(reason)"
      }
    }
  }

  /// Takes what concerns the engine from the options.
  init(_ options: ResolvedOptions) throws(ConfigurationError) {
    stringifiesNumericTypes = options.boolean(.stringifyNumericTypes)
    hasRemoteSchemaPermissions = options.boolean(.enableRemoteSchemaPermissions)
    skipsNullsForRemoteSchemas = options.boolean(.remoteSchemaSkipNulls)
    prioritizesRemoteData = options.boolean(.remoteSchemaPrioritizeData)
    infersFunctionPermissions = options.boolean(.inferFunctionPermissions)
    experimentalFeatures = Set(options.list(.experimentalFeatures))
    namingConvention =
      options.text(.defaultNamingConvention).flatMap(NamingConvention.init) ?? .hasura
    isApolloFederationEnabled =
      options.boolean(.enableApolloFederation) || experimentalFeatures.contains("apollo_federation")
    collapsesNullInBooleanExpressions = options.boolean(.v1BooleanNullCollapse)
    acceptsNullInNonNullVariables = options.boolean(.nullInNonNullableVariables)
    isAllowlistEnabled = options.boolean(.enableAllowlist)
    checksNativeQueries = !options.boolean(.disableNativeQueryValidation)
    isInMaintenanceMode = options.boolean(.enableMaintenanceMode)
    maximumQueryLength = options.integer(.maxQueryLength) ?? RouterSettings().maximumQueryLength
    conditionKeyLimit = options.integer(.conditionKeyLimit) ?? 10_000
    configuredHeadersWin = options.boolean(.configuredHeaderPrecedence)
    failsOnJoinFailure = options.text(.joinFailure) == "fail"
    let actionInterval = Duration.milliseconds(
      options.integer(.asyncActionsFetchInterval) ?? 1_000
    )
    actionCallBatchSize = options.integer(.asyncActionsFetchBatchSize) ?? 10
    actionCallInterval = actionInterval == .zero || actionCallBatchSize < 1 ? nil : actionInterval
    upstreams = UpstreamConfiguration(options)
    let interval = Duration.milliseconds(options.integer(.schemaSyncPollInterval) ?? 1_000)
    schemaSyncPollInterval = interval == .zero ? nil : interval
  }
}
