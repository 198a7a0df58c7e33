import DovetailMetadata

extension RemoteGraphQLOptions {
  /// The options with what a definition says for its service.
  func following(_ definition: RemoteSchemaDefinition) -> RemoteGraphQLOptions {
    var options = self
    if let own = definition.retry {
      if let limit = own.limit { options.retry.limit = limit }
      if let pause = own.firstPause { options.retry.firstPause = .milliseconds(pause) }
      if let pause = own.longestPause { options.retry.longestPause = .milliseconds(pause) }
      if let seconds = own.longestRetryAfter { options.retry.longestRetryAfter = .seconds(seconds) }
    }
    if let own = definition.circuitBreaker {
      if let failures = own.failures { options.circuitBreaker.failures = failures }
      if let time = own.openTime { options.circuitBreaker.openTime = .milliseconds(time) }
    }
    if let handling = definition.onError { options.keepsPartialData = handling == .partial }
    if let shares = definition.sharesEqualQueries { options.sharesEqualQueries = shares }
    return options
  }
}
