package import Meters

/// Which connection serves which request: the pool without its input and output.
///
/// A connection is opened at once as long as there are few. Beyond `Limits.eagerConnections`, only
/// a request that has waited for `Limits.growthDelay` causes another one: statements of a fraction
/// of a millisecond are served faster by few busy connections than by many, and slow ones still get
/// all.
///
/// For the same reason brief requests are sent one after the other without waiting for results, up
/// to `Limits.depth` on a connection. If one of them takes long after all, those behind it are
/// handed out again.
package struct PoolState<Connection: Identifiable & Sendable, Request: PoolRequest>: Sendable
where Connection.ID == Int {
  /// The numbers that the pool obeys; times in nanoseconds.
  package struct Limits: Sendable {
    package var maxConnections: Int
    package var eagerConnections: Int
    /// How many connections are being opened at the same time at most.
    package var concurrentOpenings: Int
    package var growthDelay: Int64
    /// How many brief requests are sent to a connection at the same time at most.
    package var depth: Int
    /// After how long without a result the requests behind the first are handed out again.
    package var stallDelay: Int64
    /// How long nothing is opened after the server refused while other connections work.
    package var refusalDelay: Int64
    package var poolTimeout: Int64?
    package var idleTimeout: Int64
    package var lifetime: Int64?

    package init(
      maxConnections: Int,
      eagerConnections: Int,
      concurrentOpenings: Int = 4,
      growthDelay: Int64,
      depth: Int = 1,
      stallDelay: Int64 = 10_000_000,
      refusalDelay: Int64 = 1_000_000_000,
      poolTimeout: Int64? = nil,
      idleTimeout: Int64 = .max / 4,
      lifetime: Int64? = nil
    ) {
      self.maxConnections = maxConnections
      self.eagerConnections = eagerConnections
      self.concurrentOpenings = concurrentOpenings
      self.growthDelay = growthDelay
      self.depth = depth
      self.stallDelay = stallDelay
      self.refusalDelay = refusalDelay
      self.poolTimeout = poolTimeout
      self.idleTimeout = idleTimeout
      self.lifetime = lifetime
    }
  }

  /// What becomes of a request.
  package enum Admission {
    case send(Connection, wakesPoller: Bool)
    /// It waits; the caller opens that many connections, and wakes the poller if asked to.
    case wait(openings: Int, wakesPoller: Bool)
    case refused
  }

  /// What becomes of a connection that has done something.
  package enum Assignment {
    case request(Request)
    /// It has more to do already.
    case occupied
    case idle(wakesPoller: Bool)
    case discard
  }

  private struct Waiting {
    var request: Request
    var since: Int64
  }

  private struct Idle {
    var connection: Connection
    var openedAt: Int64
    var since: Int64
  }

  private struct Busy {
    var connection: Connection
    var openedAt: Int64
    /// How many requests it was given and has not ended.
    var load: Int
    /// Whether all of them are brief.
    var isBrief: Bool
    /// When it last began or ended one.
    var progressAt: Int64
  }

  private let limits: Limits
  /// Takes note of how long requests waited.
  private let waitingTime: Histogram?
  package private(set) var open: [Int: Connection] = [:]
  package private(set) var opening = 0
  package private(set) var isClosed = false
  private var idle: [Idle] = []
  private var busy: [Busy] = []
  private var waiting = WaitingQueue<Waiting>()
  /// When the poller will look at the clock again; nil while it is awake.
  private var sleepingUntil: Int64?
  private var pruneAt = Int64.max
  private var growthBlockedUntil = Int64.min
  /// Whether an attempt to open a connection has failed, and others of its time are under way.
  private var hasFailedAttempt = false

  package init(limits: Limits, waitingTime: Histogram? = nil) {
    self.limits = limits
    self.waitingTime = waitingTime
  }

  package var idleCount: Int { idle.count }
  package var waitingCount: Int { waiting.count }

  /// Takes in a request; one that was begun before and is to be repeated goes to the front.
  package mutating func admit(_ request: Request, now: Int64, isRepeated: Bool = false) -> Admission
  {
    guard !isClosed else { return .refused }
    if let last = idle.popLast() {
      occupy(last.connection, openedAt: last.openedAt, with: request, now: now)
      return .send(last.connection, wakesPoller: false)
    }
    if !isRepeated, let index = connectionForMore(of: request) {
      busy[index].load += 1
      return .send(busy[index].connection, wakesPoller: mustWakePoller())
    }
    let entry = Waiting(request: request, since: now)
    if isRepeated {
      waiting.prepend(entry)
    } else {
      waiting.append(entry)
    }
    return .wait(openings: takeOpenings(now: now), wakesPoller: mustWakePoller())
  }

  /// A connection was opened.
  ///
  /// Returns what it does, and how many more to open.
  package mutating func opened(
    _ connection: Connection,
    now: Int64
  ) -> (assignment: Assignment, openings: Int) {
    opening -= 1
    hasFailedAttempt = false
    guard !isClosed else { return (.discard, 0) }
    open[connection.id] = connection
    let assignment = assign(connection, openedAt: now, now: now)
    return (assignment, takeOpenings(now: now))
  }

  /// A connection could not be opened.
  ///
  /// Returns the requests that have no hope left.
  package mutating func openingFailed(now: Int64) -> [Request] {
    opening -= 1
    hasFailedAttempt = opening > 0
    if opening > 0 { return [] }
    if open.isEmpty { return waiting.removeAll().map(\.request) }
    growthBlockedUntil = now + limits.refusalDelay
    return []
  }

  /// A connection has ended a request and is fit for more.
  package mutating func release(_ connection: Connection, now: Int64) -> Assignment {
    guard !isClosed, let index = busy.firstIndex(where: { $0.connection.id == connection.id })
    else { return .discard }
    busy[index].load -= 1
    busy[index].progressAt = now
    if busy[index].load > 0 {
      guard let first = waiting.first, first.request.isBrief, busy[index].isBrief,
        busy[index].load < limits.depth, let next = waiting.popFirst()
      else { return .occupied }
      waitingTime?.observe(.nanoseconds(now - next.since))
      busy[index].load += 1
      return .request(next.request)
    }
    let openedAt = busy.remove(at: index).openedAt
    if let lifetime = limits.lifetime, now - openedAt > lifetime { return .discard }
    return assign(connection, openedAt: openedAt, now: now)
  }

  /// A connection shall get nothing more until it has ended all that it was given.
  package mutating func block(_ connection: Connection) {
    if let index = busy.firstIndex(where: { $0.connection.id == connection.id }) {
      busy[index].isBrief = false
    }
  }

  /// A connection is gone or unfit.
  ///
  /// Returns whether it was known, and how many to open instead.
  package mutating func remove(
    _ connection: Connection,
    now: Int64
  ) -> (wasKnown: Bool, openings: Int) {
    guard open.removeValue(forKey: connection.id) != nil else { return (false, 0) }
    idle.removeAll { $0.connection.id == connection.id }
    busy.removeAll { $0.connection.id == connection.id }
    return (true, takeOpenings(now: now))
  }

  /// Takes a waiting request away.
  ///
  /// Returns false if it does not wait (any more).
  package mutating func withdraw(_ request: Request) -> Bool {
    waiting.remove { $0.request === request }
  }

  /// What the clock causes.
  package struct Tick {
    package var expired: [Request] = []
    package var discarded: [Connection] = []
    /// Connections whose first request takes so long that those behind it are to be handed out
    /// again.
    package var stalled: [Connection] = []
    package var openings = 0
  }

  /// The poller woke up.
  package mutating func wake(now: Int64) -> Tick {
    sleepingUntil = nil
    var tick = Tick()
    if let timeout = limits.poolTimeout {
      while let first = waiting.first, now - first.since >= timeout {
        tick.expired.append(first.request)
        _ = waiting.popFirst()
      }
    }
    if now >= pruneAt { tick.discarded = prune(now: now) }
    for index in busy.indices where now >= stallDeadline(of: busy[index]) {
      busy[index].isBrief = false
      tick.stalled.append(busy[index].connection)
    }
    tick.openings = takeOpenings(now: now)
    return tick
  }

  /// The poller is about to sleep.
  ///
  /// Returns when it must look at the clock; `Int64.max` for never.
  package mutating func sleep(now: Int64) -> Int64 {
    let deadline = nextDeadline()
    sleepingUntil = deadline
    return deadline
  }

  /// No requests any more.
  ///
  /// Returns what has to be ended.
  package mutating func close() -> (waiting: [Request], connections: [Connection]) {
    isClosed = true
    idle = []
    busy = []
    let connections = Array(open.values)
    open = [:]
    return (waiting.removeAll().map(\.request), connections)
  }

  private mutating func assign(
    _ connection: Connection,
    openedAt: Int64,
    now: Int64
  ) -> Assignment {
    if let next = waiting.popFirst() {
      waitingTime?.observe(.nanoseconds(now - next.since))
      occupy(connection, openedAt: openedAt, with: next.request, now: now)
      return .request(next.request)
    }
    idle.append(Idle(connection: connection, openedAt: openedAt, since: now))
    var expiry = now + limits.idleTimeout
    if let lifetime = limits.lifetime { expiry = min(expiry, openedAt + lifetime) }
    pruneAt = min(pruneAt, expiry)
    return .idle(wakesPoller: mustWakePoller())
  }

  private mutating func occupy(
    _ connection: Connection,
    openedAt: Int64,
    with request: Request,
    now: Int64
  ) {
    busy.append(
      Busy(
        connection: connection,
        openedAt: openedAt,
        load: 1,
        isBrief: request.isBrief,
        progressAt: now
      )
    )
  }

  /// The least loaded connection that takes one more brief request, once there are enough.
  private func connectionForMore(of request: Request) -> Int? {
    guard limits.depth > 1, waiting.isEmpty, request.isBrief,
      open.count >= min(limits.eagerConnections, limits.maxConnections)
    else { return nil }
    var best: Int?
    for index in busy.indices where busy[index].isBrief && busy[index].load < limits.depth {
      if let known = best, busy[known].load <= busy[index].load { continue }
      best = index
    }
    return best
  }

  /// When the requests behind the first one on the connection have waited too long.
  private func stallDeadline(of entry: Busy) -> Int64 {
    entry.load > 1 && entry.isBrief ? entry.progressAt + limits.stallDelay : .max
  }

  private mutating func prune(now: Int64) -> [Connection] {
    var discarded: [Connection] = []
    pruneAt = .max
    idle.removeAll { entry in
      var expiry = entry.since + limits.idleTimeout
      if let lifetime = limits.lifetime { expiry = min(expiry, entry.openedAt + lifetime) }
      if now >= expiry {
        discarded.append(entry.connection)
        return true
      }
      pruneAt = min(pruneAt, expiry)
      return false
    }
    for connection in discarded { open[connection.id] = nil }
    return discarded
  }

  /// How many more connections may be opened now.
  ///
  /// Without any, and with attempts failing, those under way decide: if new ones were begun in the
  /// place of each that fails, there would never be a last one, and those who wait would wait on.
  private var openingRoom: Int {
    if hasFailedAttempt && open.isEmpty { return 0 }
    return min(limits.maxConnections - open.count - opening, limits.concurrentOpenings - opening)
  }

  private mutating func takeOpenings(now: Int64) -> Int {
    let wanted = min(openingRoom, waiting.count - opening)
    guard !isClosed, wanted > 0, let first = waiting.first else { return 0 }
    let isFew = open.count + opening < limits.eagerConnections
    let count: Int
    if isFew {
      count = min(wanted, limits.eagerConnections - open.count - opening)
    } else if now >= max(first.since + limits.growthDelay, growthBlockedUntil) {
      count = wanted
    } else {
      count = 0
    }
    opening += count
    return count
  }

  private func nextDeadline() -> Int64 {
    var deadline = idle.isEmpty ? Int64.max : pruneAt
    for entry in busy { deadline = min(deadline, stallDeadline(of: entry)) }
    guard let first = waiting.first else { return deadline }
    if let timeout = limits.poolTimeout { deadline = min(deadline, first.since + timeout) }
    if min(openingRoom, waiting.count - opening) > 0 {
      deadline = min(deadline, max(first.since + limits.growthDelay, growthBlockedUntil))
    }
    return deadline
  }

  /// Whether the poller would oversleep.
  ///
  /// If so, it counts as woken, so that it is woken once.
  private mutating func mustWakePoller() -> Bool {
    guard let until = sleepingUntil, nextDeadline() < until else { return false }
    sleepingUntil = nil
    return true
  }
}

/// What the pool must know of a request.
package protocol PoolRequest: AnyObject, Sendable {
  /// Whether it is known to take so little time that others may wait behind it.
  var isBrief: Bool { get }
}
