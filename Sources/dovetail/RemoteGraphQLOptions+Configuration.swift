import DovetailMetadata
import DovetailRemoteGraphQL
import DovetailServer
import DovetailSource
import Logging

extension RemoteGraphQLOptions {
  /// The options that the command line and the environment gave.
  init(_ configuration: EngineConfiguration, version: String) {
    let upstreams = configuration.upstreams
    self.init(
      prioritizesData: configuration.prioritizesRemoteData,
      keepsPartialData: upstreams.keepsPartialRemoteData,
      skipsNulls: configuration.skipsNullsForRemoteSchemas,
      userAgent: "dovetail/\(version)",
      retry: RetryPolicy(limit: upstreams.remoteRetries),
      circuitBreaker: CircuitBreaker.Settings(
        failures: upstreams.circuitBreakerFailures,
        openTime: upstreams.circuitBreakerOpenTime
      ),
      sharesEqualQueries: upstreams.sharesEqualQueries
    )
  }
}

/// Tells the log when a remote schema is left alone, and when no longer.
func circuitLog(_ log: Logger) -> CircuitObserver {
  { change in
    var metadata: Logger.Metadata = [
      "remote_schema": "\(change.name)", "circuit": "\(change.circuit.rawValue)",
    ]
    if let reason = change.reason { metadata["reason"] = "\(reason)" }
    switch change.circuit {
    case .open:
      log.warning("a remote schema fails and is left alone for a while", metadata: metadata)
    case .halfOpen:
      log.info("a remote schema is tried again", metadata: metadata)
    case .closed:
      log.info("a remote schema works again", metadata: metadata)
    }
  }
}
