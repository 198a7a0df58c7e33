package import DovetailMetadata
package import DovetailSource
import Meters
import Synchronization

/// What is remembered of a service from call to call.
final class ServiceState: Sendable {
  private struct State {
    var breaker: CircuitBreaker
    var counters = UpstreamStatus.Counters()
    var lastFailure: String?
  }

  private let name: RemoteSchemaName
  private let state: Mutex<State>
  private let onChange: CircuitObserver
  /// How long it took until the service answered, or a request failed.
  let callTime = Histogram()

  init(
    name: RemoteSchemaName,
    settings: CircuitBreaker.Settings,
    onChange: @escaping CircuitObserver
  ) {
    self.name = name
    self.state = Mutex(State(breaker: CircuitBreaker(settings)))
    self.onChange = onChange
  }

  var status: UpstreamStatus {
    state.withLock { state in
      UpstreamStatus(
        circuit: UpstreamStatus.Circuit(state.breaker.phase),
        counters: state.counters,
        lastFailure: state.lastFailure
      )
    }
  }

  /// Lets a call go, or refuses it.
  func admit(always: Bool, isRetry: Bool) -> CircuitBreaker.Admission {
    let (admission, change) = state.withLock { state in
      let before = state.breaker.phase
      let admission =
        always ? .admitted(CircuitBreaker.alwaysAdmitted) : state.breaker.admit(at: .now)
      switch admission {
      case .admitted:
        state.counters.calls += 1
        if isRetry { state.counters.retries += 1 }
      case .refused:
        state.counters.refusals += 1
      }
      let isChanged = state.breaker.phase != before
      return (admission, isChanged ? UpstreamStatus.Circuit(state.breaker.phase) : nil)
    }
    if let change { onChange(CircuitChange(name: name, circuit: change, reason: nil)) }
    return admission
  }

  /// Takes note of the end of a call; `reason` says why it failed.
  func end(_ ticket: CircuitBreaker.Ticket, _ outcome: CircuitBreaker.Outcome, reason: String?) {
    let change: UpstreamStatus.Circuit? = state.withLock { state in
      if outcome == .failed {
        state.counters.failures += 1
        state.lastFailure = reason
      }
      let isChanged = state.breaker.end(ticket, outcome, at: .now)
      return isChanged ? UpstreamStatus.Circuit(state.breaker.phase) : nil
    }
    if let change { onChange(CircuitChange(name: name, circuit: change, reason: reason)) }
  }

  func countShared() {
    state.withLock { $0.counters.shared += 1 }
  }
}

/// The news that the circuit breaker of a service has changed its phase.
package struct CircuitChange: Sendable {
  package var name: RemoteSchemaName
  package var circuit: UpstreamStatus.Circuit
  /// The failure that changed it.
  package var reason: String?
}

/// Is told of circuit breakers that change their phase.
package typealias CircuitObserver = @Sendable (CircuitChange) -> Void

extension UpstreamStatus.Circuit {
  init(_ phase: CircuitBreaker.Phase) {
    switch phase {
    case .closed: self = .closed
    case .open: self = .open
    case .halfOpen: self = .halfOpen
    }
  }
}
