/// When a failed query is sent again: a pure decision, which knows neither clock nor network.
package struct RetryPolicy: Sendable, Hashable {
  /// How often a query is sent again at most.
  package var limit: Int
  /// The pause before the first repetition; it doubles from one to the next.
  package var firstPause: Duration
  package var longestPause: Duration
  /// The longest wish of a service (`Retry-After`) that is fulfilled.
  package var longestRetryAfter: Duration

  package init(
    limit: Int = 2,
    firstPause: Duration = .milliseconds(50),
    longestPause: Duration = .seconds(1),
    longestRetryAfter: Duration = .seconds(5)
  ) {
    self.limit = limit
    self.firstPause = firstPause
    self.longestPause = longestPause
    self.longestRetryAfter = longestRetryAfter
  }

  /// The pause before the next repetition.
  ///
  /// A service that wants more patience than there is is left alone: asking it earlier would do what
  /// it asked not to do.
  ///
  /// - Parameters:
  ///   - repetitions: how often the query has been sent again.
  ///   - retryAfter: what the service asked for.
  ///   - remaining: the time until the query is given up.
  ///   - spread: a random number between 0 and 1, so that clients of a service that comes back don't
  ///     return all at once.
  /// - Returns: nil to give up.
  package func pause(
    after repetitions: Int,
    retryAfter: Duration?,
    remaining: Duration,
    spread: Double
  ) -> Duration? {
    guard repetitions < limit else { return nil }
    let pause: Duration
    if let retryAfter {
      guard retryAfter <= longestRetryAfter else { return nil }
      pause = max(retryAfter, .zero)
    } else {
      let doubled = firstPause * (1 << min(max(repetitions, 0), 30))
      pause = min(doubled, longestPause) * (0.5 + 0.5 * min(max(spread, 0), 1))
    }
    return pause < remaining ? pause : nil
  }
}
