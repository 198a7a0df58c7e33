import DovetailPostgres
import Testing

@Suite("Pool state")
struct PoolStateTests {
  struct Connection: Identifiable, Sendable {
    let id: Int
  }

  final class Request: PoolRequest {
    let isBrief: Bool

    init(isBrief: Bool = false) {
      self.isBrief = isBrief
    }
  }

  typealias State = PoolState<Connection, Request>

  private func state(
    max: Int = 4,
    eager: Int = 2,
    growthDelay: Int64 = 10,
    depth: Int = 1,
    poolTimeout: Int64? = nil,
    idleTimeout: Int64 = 1000,
    lifetime: Int64? = nil
  ) -> State {
    State(
      limits: State.Limits(
        maxConnections: max,
        eagerConnections: eager,
        growthDelay: growthDelay,
        depth: depth,
        stallDelay: 20,
        refusalDelay: 100,
        poolTimeout: poolTimeout,
        idleTimeout: idleTimeout,
        lifetime: lifetime
      )
    )
  }

  /// What an admission means, in a comparable form.
  private func describe(_ admission: State.Admission) -> String {
    switch admission {
    case .send(let connection, _): "send \(connection.id)"
    case .wait(let openings, _): "wait \(openings)"
    case .refused: "refused"
    }
  }

  private func describe(_ assignment: State.Assignment) -> String {
    switch assignment {
    case .request: "request"
    case .occupied: "occupied"
    case .idle: "idle"
    case .discard: "discard"
    }
  }

  @Test("Few connections are opened at once, more only for requests that have waited")
  func growth() {
    var pool = state(max: 3, eager: 2)
    #expect(describe(pool.admit(Request(), now: 0)) == "wait 1")
    #expect(describe(pool.admit(Request(), now: 0)) == "wait 1")
    #expect(describe(pool.admit(Request(), now: 0)) == "wait 0")
    #expect(describe(pool.admit(Request(), now: 0)) == "wait 0")
    #expect(describe(pool.opened(Connection(id: 1), now: 1).assignment) == "request")
    #expect(describe(pool.opened(Connection(id: 2), now: 1).assignment) == "request")
    #expect(pool.sleep(now: 1) == 10)
    #expect(pool.wake(now: 9).openings == 0)
    // One more is all that may be.
    #expect(pool.wake(now: 10).openings == 1)
    #expect(pool.sleep(now: 10) == .max)
  }

  @Test("A released connection serves the request that has waited longest")
  func order() {
    var pool = state(max: 1)
    let requests = (0..<3).map { _ in Request() }
    for request in requests { _ = pool.admit(request, now: 0) }
    guard case .request(let first) = pool.opened(Connection(id: 1), now: 1).assignment,
      case .request(let second) = pool.release(Connection(id: 1), now: 2)
    else {
      Issue.record("no request")
      return
    }
    #expect(first === requests[0] && second === requests[1])
    _ = pool.admit(first, now: 3, isRepeated: true)
    guard case .request(let third) = pool.release(Connection(id: 1), now: 4) else {
      Issue.record("no request")
      return
    }
    #expect(third === first)
  }

  @Test("Idle connections are used last in, first out, and pruned when idle or old")
  func idle() {
    var pool = state(eager: 2, idleTimeout: 100, lifetime: 500)
    for id in 1...2 {
      _ = pool.admit(Request(), now: 0)
      _ = pool.opened(Connection(id: id), now: 0)
    }
    #expect(describe(pool.release(Connection(id: 1), now: 10)) == "idle")
    #expect(describe(pool.release(Connection(id: 2), now: 20)) == "idle")
    #expect(describe(pool.admit(Request(), now: 30)) == "send 2")
    #expect(pool.sleep(now: 30) == 110)
    #expect(pool.wake(now: 110).discarded.map(\.id) == [1])
    #expect(pool.open.count == 1)
    #expect(describe(pool.release(Connection(id: 2), now: 501)) == "discard")
  }

  @Test("Requests that wait too long expire")
  func expiry() {
    var pool = state(max: 1, poolTimeout: 50)
    let late = Request()
    _ = pool.admit(Request(), now: 0)
    _ = pool.opened(Connection(id: 1), now: 0)
    _ = pool.admit(late, now: 5)
    #expect(pool.sleep(now: 5) == 55)
    let tick = pool.wake(now: 55)
    #expect(tick.expired.count == 1 && tick.expired.first === late)
    #expect(pool.waitingCount == 0)
  }

  @Test("When nothing can be opened, those who wait fail; when something works, they wait on")
  func failures() {
    var pool = state(max: 3, eager: 3)
    _ = pool.admit(Request(), now: 0)
    _ = pool.admit(Request(), now: 0)
    #expect(pool.openingFailed(now: 1).isEmpty)
    #expect(pool.openingFailed(now: 1).count == 2)
    _ = pool.admit(Request(), now: 2)
    _ = pool.opened(Connection(id: 1), now: 3)
    #expect(describe(pool.admit(Request(), now: 4)) == "wait 1")
    #expect(pool.openingFailed(now: 5).isEmpty)
    #expect(pool.waitingCount == 1)
  }

  @Test("While attempts fail one after the other, no more are begun, so that there is an end")
  func staggeredFailures() {
    var pool = state(max: 8, eager: 8)
    for _ in 0..<4 { _ = pool.admit(Request(), now: 0) }
    #expect(pool.opening == 4)
    for now in Int64(1)...3 {
      #expect(pool.openingFailed(now: now).isEmpty)
      // The poller looks at the clock, and somebody else comes: neither begins another attempt.
      #expect(pool.wake(now: now).openings == 0)
      #expect(describe(pool.admit(Request(), now: now)) == "wait 0")
      #expect(pool.sleep(now: now) > now)
    }
    #expect(pool.openingFailed(now: 4).count == 7)
    #expect(pool.waitingCount == 0)
    // The next one tries anew.
    #expect(describe(pool.admit(Request(), now: 5)) == "wait 1")
  }

  @Test("An attempt that succeeds after others failed serves those who wait, and more are begun")
  func lateSuccess() {
    var pool = state(max: 4, eager: 4)
    for _ in 0..<3 { _ = pool.admit(Request(), now: 0) }
    #expect(pool.openingFailed(now: 1).isEmpty)
    let (_, openings) = pool.opened(Connection(id: 1), now: 2)
    #expect(openings == 1)
    #expect(pool.waitingCount == 2)
  }

  @Test("A lost connection is replaced for those who wait")
  func replacement() {
    var pool = state(max: 1, eager: 1)
    _ = pool.admit(Request(), now: 0)
    _ = pool.opened(Connection(id: 1), now: 0)
    _ = pool.admit(Request(), now: 0)
    let removal = pool.remove(Connection(id: 1), now: 1)
    #expect(removal.wasKnown && removal.openings == 1)
    let again = pool.remove(Connection(id: 1), now: 1)
    #expect(!again.wasKnown && again.openings == 0)
  }

  @Test("Brief requests go to the least loaded connection when there are enough")
  func depth() {
    var pool = state(max: 2, eager: 2, depth: 2)
    for id in 1...2 {
      _ = pool.admit(Request(isBrief: true), now: 0)
      _ = pool.opened(Connection(id: id), now: 0)
    }
    #expect(describe(pool.admit(Request(), now: 1)) == "wait 0")
    // Nobody overtakes one that waits.
    #expect(describe(pool.admit(Request(isBrief: true), now: 1)) == "wait 0")
    #expect(describe(pool.release(Connection(id: 1), now: 2)) == "request")
    #expect(describe(pool.release(Connection(id: 2), now: 2)) == "request")
    // Behind the long one on connection 1 nothing waits.
    #expect(describe(pool.admit(Request(isBrief: true), now: 3)) == "send 2")
    #expect(describe(pool.admit(Request(isBrief: true), now: 3)) == "wait 0")
    #expect(describe(pool.release(Connection(id: 2), now: 4)) == "request")
    #expect(describe(pool.release(Connection(id: 2), now: 4)) == "occupied")
    #expect(describe(pool.release(Connection(id: 2), now: 4)) == "idle")
  }

  @Test("A connection without progress gives up those behind its first request")
  func stall() {
    var pool = state(max: 1, eager: 1, depth: 4)
    _ = pool.admit(Request(isBrief: true), now: 0)
    _ = pool.opened(Connection(id: 1), now: 0)
    #expect(pool.sleep(now: 0) == .max)
    guard case .send(_, wakesPoller: true) = pool.admit(Request(isBrief: true), now: 5) else {
      Issue.record("the poller must look at the clock")
      return
    }
    #expect(pool.sleep(now: 5) == 20)
    #expect(pool.wake(now: 19).stalled.isEmpty)
    #expect(pool.wake(now: 20).stalled.map(\.id) == [1])
    #expect(pool.wake(now: 50).stalled.isEmpty)
    #expect(describe(pool.admit(Request(isBrief: true), now: 60)) == "wait 0")
  }

  @Test("A withdrawn request is not served")
  func withdrawal() {
    var pool = state(max: 1)
    let request = Request()
    _ = pool.admit(request, now: 0)
    let isFirst = pool.withdraw(request)
    let isSecond = pool.withdraw(request)
    #expect(isFirst && !isSecond)
    #expect(describe(pool.opened(Connection(id: 1), now: 1).assignment) == "idle")
  }

  @Test("The poller is woken once when a request needs the clock earlier")
  func wakeups() {
    var pool = state(max: 2, eager: 1)
    _ = pool.admit(Request(), now: 0)
    _ = pool.opened(Connection(id: 1), now: 0)
    #expect(pool.sleep(now: 0) == .max)
    guard case .wait(0, let first) = pool.admit(Request(), now: 1),
      case .wait(0, let second) = pool.admit(Request(), now: 2)
    else {
      Issue.record("must wait")
      return
    }
    #expect(first && !second)
  }

  @Test("A closed pool refuses and discards")
  func closing() {
    var pool = state(max: 2)
    _ = pool.admit(Request(), now: 0)
    _ = pool.opened(Connection(id: 1), now: 0)
    _ = pool.admit(Request(), now: 0)
    let ended = pool.close()
    #expect(ended.waiting.count == 1 && ended.connections.count == 1)
    #expect(describe(pool.admit(Request(), now: 1)) == "refused")
    #expect(describe(pool.release(Connection(id: 1), now: 1)) == "discard")
    #expect(describe(pool.opened(Connection(id: 2), now: 1).assignment) == "discard")
  }
}
