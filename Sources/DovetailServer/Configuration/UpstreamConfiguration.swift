/// What the options say about databases and services that are slow, away, or changing.
package struct UpstreamConfiguration: Sendable, Hashable {
  /// How long an operation may take; nil for any time.
  package var operationTimeLimit: Duration?
  /// Whether errors of a remote schema leave the data that came beside them.
  package var keepsPartialRemoteData: Bool
  /// How often a query to a remote schema is sent again.
  package var remoteRetries: Int
  /// After how many failures in a row a remote schema is left alone; 0 for never.
  package var circuitBreakerFailures: Int
  /// How long it is left alone.
  package var circuitBreakerOpenTime: Duration
  /// Whether equal queries share a request.
  package var sharesEqualQueries: Bool
  /// How often remote schemas are introspected again; nil for on demand only.
  package var remoteSchemaRefreshInterval: Duration?
  /// How soon what did not answer is asked again.
  package var retryInterval: Duration
  /// How long the start waits for what is known from earlier.
  package var startTimeout: Duration

  /// Takes what concerns upstreams from the options.
  init(_ options: ResolvedOptions) {
    operationTimeLimit = Self.positive(.milliseconds(options.integer(.operationTimeout) ?? 0))
    keepsPartialRemoteData = options.text(.remoteSchemaErrors) == "partial"
    remoteRetries = options.integer(.remoteSchemaRetries) ?? 2
    circuitBreakerFailures = options.integer(.remoteSchemaCircuitBreakerFailures) ?? 5
    circuitBreakerOpenTime = .milliseconds(
      options.integer(.remoteSchemaCircuitBreakerOpenTime) ?? 5_000
    )
    sharesEqualQueries = options.boolean(.remoteSchemaShareEqualQueries)
    remoteSchemaRefreshInterval = Self.positive(
      options.seconds(.remoteSchemaRefreshInterval) ?? .zero
    )
    retryInterval = .milliseconds(max(options.integer(.upstreamRetryInterval) ?? 2_000, 1))
    startTimeout = .milliseconds(options.integer(.upstreamStartTimeout) ?? 5_000)
  }

  private static func positive(_ duration: Duration) -> Duration? {
    duration > .zero ? duration : nil
  }
}
