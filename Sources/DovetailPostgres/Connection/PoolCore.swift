import CPostgres
import DovetailSource
import Glibc
import Meters
import Synchronization

/// The shell around `PoolState`: sends, receives, opens, cancels and closes as the state says.
///
/// All sockets of the pool are watched by one thread (`PoolCore+Poller.swift`).
final class PoolCore: Sendable {
  typealias State = PoolState<PostgresConnection, PendingRequest>

  let target: ConnectionTarget
  let settings: PoolSettings
  let state: Mutex<State>
  let timers = PoolTimers()
  /// The descriptor of the epoll set.
  let readiness: Int32
  /// The descriptor of the event that wakes the poller.
  let wakeup: Int32
  private let nextID = Atomic(1)
  private let hasPoller = Mutex(false)

  init(target: ConnectionTarget, settings: PoolSettings) {
    self.target = target
    self.settings = settings
    state = Mutex(State(limits: State.Limits(settings), waitingTime: timers.waiting))
    readiness = epoll_create1(Int32(EPOLL_CLOEXEC))
    wakeup = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
  }

  deinit {
    _ = Glibc.close(readiness)
    _ = Glibc.close(wakeup)
  }

  /// Takes in a request, whose task waits already.
  func submit(_ request: PendingRequest, isRepeated: Bool = false) {
    guard startPoller() else {
      request.finish(.failure(PostgresFailure(.connection, "the system refuses a thread")))
      return
    }
    let admission = state.withLock {
      $0.admit(request, now: monotonicNow(), isRepeated: isRepeated)
    }
    switch admission {
    case .send(let connection, let wakesPoller):
      if !start(request, on: connection) { serve(connection) }
      if wakesPoller { wakePoller() }
    case .wait(let openings, let wakesPoller):
      open(openings)
      if wakesPoller { wakePoller() }
    case .refused:
      request.finish(.failure(.closed))
    }
  }

  /// The task of the request is cancelled.
  func cancel(_ request: PendingRequest) {
    if let connection = request.connection {
      request.finish(.failure(.cancelled))
      guard let (cancel, followers) = connection.beginCancellation(of: request) else { return }
      state.withLock { $0.block(connection) }
      handOut(followers)
      HelperThreads.cancelling.run { [self] in
        var buffer = [CChar](repeating: 0, count: 256)
        // Should it fail, the statement runs to its end, which is all the same for the result.
        _ = PQcancel(cancel.raw, &buffer, Int32(buffer.count))
        PQfreeCancel(cancel.raw)
        for _ in 0..<connection.endCancellation() { serve(connection) }
      }
    } else {
      _ = state.withLock { $0.withdraw(request) }
      request.finish(.failure(.cancelled))
    }
  }

  /// Begins a statement on a connection that the caller holds.
  func begin(_ request: PendingRequest, on connection: PostgresConnection) {
    _ = start(request, on: connection)
  }

  /// Gives the connection its next request, or sets it aside.
  func serve(_ connection: PostgresConnection) {
    while true {
      let assignment = state.withLock {
        $0.release(connection, now: monotonicNow())
      }
      switch assignment {
      case .request(let request):
        if start(request, on: connection) { return }
      case .occupied:
        return
      case .idle(let wakesPoller):
        if wakesPoller { wakePoller() }
        return
      case .discard:
        discard(connection)
        return
      }
    }
  }

  /// Closes a connection that shall not be used again.
  func discard(_ connection: PostgresConnection, because failure: PostgresFailure = .closed) {
    let (_, openings) = state.withLock { $0.remove(connection, now: monotonicNow()) }
    let interrupted = connection.close()
    open(openings)
    for request in interrupted { repeatOrFail(request, failure, wasSent: true) }
  }

  /// Sends the request.
  ///
  /// Returns false if the connection is still free after that.
  func start(_ request: PendingRequest, on connection: PostgresConnection) -> Bool {
    guard request.begin(on: connection) else { return !request.endsWithConnection }
    if case .lease = request.work {
      return request.finish(.success(.lease(connection)))
    }
    switch connection.start(request) {
    case .started(let isFlushed):
      if !isFlushed { watch(connection, isWriting: true) }
      return true
    case .withdrawn:
      return !request.endsWithConnection
    case .occupied:
      guard request.endsWithConnection else {
        request.finish(.failure(PostgresFailure(.statement, "the connection is busy")))
        return true
      }
      state.withLock { $0.block(connection) }
      handOut([request])
      return false
    case .invalid(let failure):
      request.finish(.failure(failure))
      return !request.endsWithConnection
    case .lost(let failure):
      discard(connection, because: failure)
      repeatOrFail(request, failure, wasSent: false)
      return true
    }
  }

  /// A request lost its connection.
  func repeatOrFail(_ request: PendingRequest, _ failure: PostgresFailure, wasSent: Bool) {
    let mayRepeat = request.isRepeatable || (!wasSent && request.endsWithConnection)
    if mayRepeat && failure.kind == .connection && request.takeRepetition() {
      submit(request, isRepeated: true)
    } else {
      request.finish(.failure(failure))
    }
  }

  /// Gives requests to other connections than the one that they waited on.
  func handOut(_ requests: [PendingRequest]) {
    for request in requests where request.detach() { submit(request, isRepeated: true) }
  }

  /// Opens that many connections, each on a helper thread.
  func open(_ count: Int) {
    for _ in 0..<count {
      HelperThreads.connecting.run { [self] in
        let start = monotonicNow()
        let result = openConnection(to: target, settings: settings) { [self] in
          state.withLock(\.isClosed)
        }
        switch result {
        case .success(let connection):
          timers.opening.observe(.nanoseconds(monotonicNow() - start))
          opened(connection)
        case .failure(let failure):
          timers.failures.add()
          let hopeless = state.withLock { $0.openingFailed(now: monotonicNow()) }
          for request in hopeless { request.finish(.failure(failure)) }
          // The others wait on; the poller has to know until when.
          wakePoller()
        }
      }
    }
  }

  private func opened(_ opened: OpenedConnection) {
    let connection = PostgresConnection(
      id: nextID.wrappingAdd(1, ordering: .relaxed).oldValue,
      opened: opened,
      settings: settings,
      openedAt: monotonicNow()
    )
    let (assignment, openings) = state.withLock {
      $0.opened(connection, now: connection.openedAt)
    }
    open(openings)
    // It may have to look at the clock for those that still wait.
    defer { wakePoller() }
    guard watch(connection, isWriting: false, isNew: true) else {
      if case .request(let request) = assignment {
        repeatOrFail(
          request,
          PostgresFailure(.connection, "the system watches no more sockets"),
          wasSent: false
        )
      }
      return discard(connection)
    }
    switch assignment {
    case .request(let request):
      if !start(request, on: connection) { serve(connection) }
    case .idle, .occupied:
      break
    case .discard:
      _ = connection.close()
    }
  }

  /// Tells the system which events of the connection the poller wants.
  @discardableResult
  func watch(_ connection: PostgresConnection, isWriting: Bool, isNew: Bool = false) -> Bool {
    let events = EPOLLIN.rawValue | (isWriting ? EPOLLOUT.rawValue : 0)
    var event = epoll_event(events: events, data: epoll_data_t(u64: UInt64(connection.id)))
    return epoll_ctl(
      readiness,
      isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD,
      connection.socket,
      &event
    ) == 0
  }

  func wakePoller() {
    eventfd_write(wakeup, 1)
  }

  /// Starts the thread with the first request, so that an unused pool costs none.
  private func startPoller() -> Bool {
    hasPoller.withLock { isRunning in
      if !isRunning { isRunning = startThread { [self] in poll() } }
      return isRunning
    }
  }

  /// Ends all work and the poller.
  func close() {
    let (waiting, connections) = state.withLock { $0.close() }
    for request in waiting { request.finish(.failure(.closed)) }
    for connection in connections {
      for request in connection.close() { request.finish(.failure(.closed)) }
    }
    wakePoller()
  }
}

extension PoolCore.State.Limits {
  init(_ settings: PoolSettings) {
    let processors = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    self.init(
      maxConnections: max(1, settings.maxConnections),
      eagerConnections: max(4, 2 * processors),
      growthDelay: 10_000_000,
      depth: 8,
      poolTimeout: settings.poolTimeout?.inNanoseconds,
      idleTimeout: settings.idleTimeout.inNanoseconds,
      lifetime: settings.connectionLifetime?.inNanoseconds
    )
  }
}
