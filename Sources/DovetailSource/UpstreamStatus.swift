/// How the calls of an upstream have gone, for health checks and administrators.
package struct UpstreamStatus: Sendable, Hashable {
  /// Whether calls are let through.
  package var circuit: Circuit
  package var counters: Counters
  /// Why the last failed call failed.
  package var lastFailure: String?

  /// The phase of the circuit breaker.
  package enum Circuit: String, Sendable {
    case closed
    /// Calls are refused, since many have failed.
    case open
    /// One call is under way to find out whether the upstream is back.
    case halfOpen = "half-open"
  }

  /// How many calls there were since the upstream was connected.
  package struct Counters: Sendable, Hashable {
    /// Requests that were sent, repetitions included.
    package var calls = 0
    /// Those that had no answer, or one that says that the service is unavailable.
    package var failures = 0
    /// Those that repeated a failed one.
    package var retries = 0
    /// Calls that were not made because the circuit was open.
    package var refusals = 0
    /// Calls that were not made because an equal one was under way.
    package var shared = 0

    package init() {}
  }

  package init(circuit: Circuit, counters: Counters, lastFailure: String? = nil) {
    self.circuit = circuit
    self.counters = counters
    self.lastFailure = lastFailure
  }
}
