import CPostgres
import Glibc
import Synchronization

extension PoolCore {
  /// The identity of the wake-up event among the connections.
  private static let wakeupID: UInt64 = 0

  /// The poller's thread: waits for sockets and the clock until the pool is closed.
  func poll() {
    var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: Self.wakeupID))
    epoll_ctl(readiness, EPOLL_CTL_ADD, wakeup, &event)
    var events = [epoll_event](repeating: epoll_event(), count: 64)
    var ready: [Ready] = []
    var completions: [Completion] = []
    while true {
      let (deadline, isClosed) = state.withLock { state in
        (state.sleep(now: monotonicNow()), state.isClosed)
      }
      if isClosed { return }
      let count = epoll_wait(readiness, &events, Int32(events.count), timeout(until: deadline))
      let tick = state.withLock { state in
        for event in events.prefix(max(0, Int(count))) {
          if let connection = state.open[Int(event.data.u64)] {
            ready.append((connection, event.events))
          }
        }
        return state.wake(now: monotonicNow())
      }
      if events.prefix(max(0, Int(count))).contains(where: { $0.data.u64 == Self.wakeupID }) {
        var value: UInt64 = 0
        eventfd_read(wakeup, &value)
      }
      receive(ready, &completions)
      ready.removeAll(keepingCapacity: true)
      perform(tick)
    }
  }

  private func timeout(until deadline: Int64) -> Int32 {
    guard deadline != .max else { return -1 }
    let left = deadline - monotonicNow()
    return left <= 0 ? 0 : Int32(min(left / 1_000_000 + 1, 3_600_000))
  }

  private func perform(_ tick: State.Tick) {
    for request in tick.expired { request.finish(.failure(.poolTimeout)) }
    for connection in tick.discarded { connection.close() }
    open(tick.openings)
  }

  private typealias Ready = (connection: PostgresConnection, events: UInt32)
  private typealias Completion = (request: PendingRequest, outcome: PendingRequest.Outcome)

  /// Does what the sockets are ready for, and wakes the tasks whose requests have ended.
  private func receive(_ ready: [Ready], _ completions: inout [Completion]) {
    var isObstructed = false
    for (connection, events) in ready {
      let canWrite = events & EPOLLOUT.rawValue != 0
      guard let progress = connection.proceed(canWrite: canWrite) else {
        isObstructed = true
        continue
      }
      if let completion = perform(progress, of: connection, canWrite: canWrite) {
        completions.append(completion)
      }
    }
    // All at the end: their executor wakes up once, and the servers have got new work before.
    for (request, outcome) in completions { request.finish(outcome) }
    completions.removeAll(keepingCapacity: true)
    // The thread that is still sending had to make room for the server that answers already. The
    // socket stays ready, so the next round finds it again.
    if isObstructed { sched_yield() }
  }

  /// Puts a connection to its next use.
  ///
  /// Returns the request that has ended.
  private func perform(
    _ progress: ConnectionSession.Progress,
    of connection: PostgresConnection,
    canWrite: Bool
  ) -> Completion? {
    let completed = progress.completed
    switch progress.state {
    case .busy(let isFlushed):
      if canWrite && isFlushed { watch(connection, isWriting: false) }
      return completed
    case .idle:
      if canWrite { watch(connection, isWriting: false) }
      guard let completed else {
        serve(connection)
        return nil
      }
      if case .failure(let failure) = completed.outcome, failure.isStalePlan,
        completed.request.endsWithConnection, completed.request.takeRepetition()
      {
        if !start(completed.request, on: connection) { serve(connection) }
        return nil
      }
      if completed.request.endsWithConnection { serve(connection) }
      return completed
    case .lost(let failure):
      discard(connection, because: failure)
      guard let completed else { return nil }
      if case .failure(let failure) = completed.outcome, failure.kind == .connection {
        repeatOrFail(completed.request, failure, wasSent: true)
        return nil
      }
      return completed
    }
  }
}
