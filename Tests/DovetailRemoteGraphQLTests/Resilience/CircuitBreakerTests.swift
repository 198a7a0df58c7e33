import DovetailRemoteGraphQL
import Testing

@Suite("Circuit breaker")
struct CircuitBreakerTests {
  private let start = ContinuousClock.now
  private let breaker = Breaker(.init(failures: 2, openTime: .seconds(10)))

  /// A box, since expectations cannot change what they look at.
  private final class Breaker {
    private var breaker: CircuitBreaker

    init(_ settings: CircuitBreaker.Settings) { breaker = CircuitBreaker(settings) }

    var phase: CircuitBreaker.Phase { breaker.phase }
    func admit(at now: ContinuousClock.Instant) -> CircuitBreaker.Admission {
      breaker.admit(at: now)
    }
    func end(
      _ ticket: CircuitBreaker.Ticket,
      _ outcome: CircuitBreaker.Outcome,
      at now: ContinuousClock.Instant
    ) -> Bool {
      breaker.end(ticket, outcome, at: now)
    }
  }

  private func time(_ seconds: Double) -> ContinuousClock.Instant {
    start.advanced(by: .seconds(seconds))
  }

  /// Lets a call go, which must be admitted.
  private func ticket(at seconds: Double) throws -> CircuitBreaker.Ticket {
    guard case .admitted(let ticket) = breaker.admit(at: time(seconds)) else {
      throw Refused()
    }
    return ticket
  }

  struct Refused: Error {}

  /// Makes a call that ends at once.
  @discardableResult
  private func call(
    _ outcome: CircuitBreaker.Outcome,
    at seconds: Double
  ) throws -> Bool {
    breaker.end(try ticket(at: seconds), outcome, at: time(seconds))
  }

  @Test("It opens after failures in a row, and answers in between start the count again")
  func opening() throws {
    #expect(try !call(.failed, at: 0))
    #expect(try !call(.answered, at: 0))
    #expect(try !call(.failed, at: 0))
    #expect(breaker.phase == .closed)
    #expect(try call(.failed, at: 1))
    #expect(breaker.phase == .open(until: time(11)))
    #expect(breaker.admit(at: time(4)) == .refused(for: .seconds(7)))
  }

  @Test("When its time is over, one call tries, and the others are refused meanwhile")
  func halfOpen() throws {
    try call(.failed, at: 0)
    try call(.failed, at: 0)
    let probe = try ticket(at: 10)
    #expect(breaker.phase == .halfOpen)
    #expect(breaker.admit(at: time(11)) == .refused(for: .zero))
    #expect(breaker.end(probe, .answered, at: time(12)))
    #expect(breaker.phase == .closed)
    #expect(try !call(.failed, at: 13))
  }

  @Test("A call that tries in vain opens it again")
  func failedProbe() throws {
    try call(.failed, at: 0)
    try call(.failed, at: 0)
    #expect(try call(.failed, at: 10))
    #expect(breaker.phase == .open(until: time(20)))
  }

  @Test("A call that is given up leaves the trying to the next one")
  func abandonedProbe() throws {
    try call(.failed, at: 0)
    try call(.failed, at: 0)
    #expect(try call(.abandoned, at: 10))
    #expect(try call(.answered, at: 10))
    #expect(breaker.phase == .closed)
  }

  @Test("Calls that began in an earlier phase change nothing")
  func lateCalls() throws {
    let slow = [try ticket(at: 0), try ticket(at: 0), try ticket(at: 0)]
    try call(.failed, at: 1)
    try call(.failed, at: 1)
    for (ticket, outcome) in zip(slow, [CircuitBreaker.Outcome.failed, .answered, .abandoned]) {
      #expect(!breaker.end(ticket, outcome, at: time(2)))
    }
    #expect(breaker.phase == .open(until: time(11)))
  }

  @Test("A health check that is answered closes it; one that is not changes nothing")
  func healthCheck() throws {
    try call(.failed, at: 0)
    try call(.failed, at: 0)
    #expect(!breaker.end(CircuitBreaker.alwaysAdmitted, .failed, at: time(1)))
    #expect(breaker.phase == .open(until: time(10)))
    #expect(breaker.end(CircuitBreaker.alwaysAdmitted, .answered, at: time(2)))
    #expect(breaker.phase == .closed)
  }

  @Test("Without a number of failures it never opens")
  func never() throws {
    let breaker = Breaker(.init(failures: 0, openTime: .seconds(10)))
    for _ in 0..<100 {
      guard case .admitted(let ticket) = breaker.admit(at: time(0)) else { throw Refused() }
      #expect(!breaker.end(ticket, .failed, at: time(0)))
    }
    #expect(breaker.phase == .closed)
  }
}
