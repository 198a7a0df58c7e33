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
    var completions: [ConnectionSession.Completion] = []
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
    for connection in tick.discarded { _ = connection.close() }
    for connection in tick.stalled { handOut(connection.takeFollowers()) }
    open(tick.openings)
  }

  private typealias Ready = (connection: PostgresConnection, events: UInt32)

  /// Does what the sockets are ready for, and wakes the tasks whose requests have ended.
  private func receive(_ ready: [Ready], _ completions: inout [ConnectionSession.Completion]) {
    var isObstructed = false
    for (connection, events) in ready {
      let canWrite = events & EPOLLOUT.rawValue != 0
      let begin = completions.count
      guard let progress = connection.proceed(canWrite: canWrite, &completions) else {
        isObstructed = true
        continue
      }
      switch progress {
      case .open(let isFlushed):
        if canWrite && isFlushed { watch(connection, isWriting: false) }
        for index in begin..<completions.count { reuse(connection, after: &completions[index]) }
      case .lost(let failure):
        discard(connection, because: failure)
        for index in begin..<completions.count { save(&completions[index]) }
      }
    }
    // All at the end: their executor wakes up once, and the servers have got new work before.
    for completion in completions { completion.request?.finish(completion.outcome) }
    completions.removeAll(keepingCapacity: true)
    // The thread that is still sending had to make room for the server that answers already. The
    // socket stays ready, so the next round finds it again.
    if isObstructed { sched_yield() }
  }

  /// Gives the connection new work, or the same again if its plan was outdated; then the completion
  /// is none.
  private func reuse(
    _ connection: PostgresConnection,
    after completion: inout ConnectionSession.Completion
  ) {
    if case .failure(let failure) = completion.outcome, failure.isStalePlan, completion.releases,
      let request = completion.request, request.takeRepetition()
    {
      completion.request = nil
      if start(request, on: connection) { return }
    }
    if completion.releases { serve(connection) }
  }

  /// Repeats a request that lost its connection, if possible; then the completion is none.
  private func save(_ completion: inout ConnectionSession.Completion) {
    guard case .failure(let failure) = completion.outcome, failure.kind == .connection,
      let request = completion.request.take()
    else { return }
    repeatOrFail(request, failure, wasSent: true)
  }
}
