/// Leaves a service alone that fails again and again: a pure state machine, told the time.
///
/// Closed, it lets all calls through, and opens after some failures in a row. Open, it refuses all,
/// until some time has passed. Then it is half open: one call tries, and decides.
package struct CircuitBreaker: Sendable {
  package typealias Instant = ContinuousClock.Instant

  package struct Settings: Sendable, Hashable {
    /// How many failures in a row open it; 0 for never.
    package var failures: Int
    /// How long it stays open until a call tries.
    package var openTime: Duration

    package init(failures: Int = 5, openTime: Duration = .seconds(5)) {
      self.failures = failures
      self.openTime = openTime
    }
  }

  package enum Phase: Sendable, Hashable {
    case closed
    case open(until: Instant)
    /// One call is under way to find out.
    case halfOpen
  }

  /// What a call brings back when it has ended.
  package struct Ticket: Sendable, Hashable {
    /// The phase that the call belongs to, by its number; nil for one that was never refused.
    fileprivate var number: Int?
  }

  /// The answer to a call that wants to go.
  package enum Admission: Sendable, Hashable {
    case admitted(Ticket)
    /// Refused, and for how long calls will be.
    case refused(for: Duration)
  }

  /// How a call ended.
  package enum Outcome: Sendable, Hashable {
    /// The service answered, whatever it said.
    case answered
    case failed
    /// Nothing was learned, since the call was given up.
    case abandoned
  }

  package let settings: Settings
  package private(set) var phase = Phase.closed
  private var failures = 0
  /// Counts the changes of phase, so that calls of an earlier one change nothing.
  private var number = 0

  package init(_ settings: Settings) {
    self.settings = settings
  }

  /// Whether a call may go.
  package mutating func admit(at now: Instant) -> Admission {
    switch phase {
    case .closed:
      return .admitted(Ticket(number: number))
    case .open(let end) where end <= now:
      enter(.halfOpen)
      return .admitted(Ticket(number: number))
    case .open(let end):
      return .refused(for: end - now)
    case .halfOpen:
      return .refused(for: .zero)
    }
  }

  /// A call that goes whatever the phase: introspection and health checks, which are rare and mean to
  /// find out.
  package static let alwaysAdmitted = Ticket(number: nil)

  /// Takes note of the end of a call.
  ///
  /// - Returns: whether the phase has changed.
  package mutating func end(_ ticket: Ticket, _ outcome: Outcome, at now: Instant) -> Bool {
    guard let ticketNumber = ticket.number else {
      guard outcome == .answered else { return false }
      failures = 0
      guard phase != .closed else { return false }
      enter(.closed)
      return true
    }
    guard ticketNumber == number else { return false }
    switch (phase, outcome) {
    case (.closed, .answered):
      failures = 0
      return false
    case (.closed, .failed):
      failures += 1
      guard settings.failures > 0, failures >= settings.failures else { return false }
      enter(.open(until: now.advanced(by: settings.openTime)))
    case (.halfOpen, .answered):
      failures = 0
      enter(.closed)
    case (.halfOpen, .failed):
      enter(.open(until: now.advanced(by: settings.openTime)))
    case (.halfOpen, .abandoned):
      // The next call tries instead.
      enter(.open(until: now))
    case (.closed, .abandoned), (.open, _):
      return false
    }
    return true
  }

  private mutating func enter(_ next: Phase) {
    phase = next
    number += 1
  }
}
