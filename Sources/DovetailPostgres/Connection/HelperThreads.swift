import CPostgres
import Glibc
import Synchronization

/// Threads for calls that block: name resolution, connecting, cancelling.
///
/// Never the caller's thread.
///
/// A thread lives as long as there are jobs; jobs beyond the limit wait.
final class HelperThreads: Sendable {
  typealias Job = @Sendable () -> Void

  /// Opens connections, for all pools.
  static let connecting = HelperThreads(limit: 16)
  /// Cancels statements, for all pools; apart, since a name server that is down must not delay it.
  static let cancelling = HelperThreads(limit: 4)
  /// Waits for `pg_dump`.
  static let dumping = HelperThreads(limit: 2)

  private struct State {
    var jobs = WaitingQueue<Job>()
    var threads = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) {
    self.limit = limit
  }

  /// Runs the job soon, on a thread of this group.
  func run(_ job: @escaping Job) {
    let needsThread = state.withLock { state in
      state.jobs.append(job)
      guard state.threads < limit else { return false }
      state.threads += 1
      return true
    }
    guard needsThread else { return }
    let isStarted = startThread { [self] in work() }
    // Without a thread the job has to be done here, however long that takes.
    if !isStarted { work() }
  }

  private func work() {
    while true {
      let job = state.withLock { state in
        let job = state.jobs.popFirst()
        if job == nil { state.threads -= 1 }
        return job
      }
      guard let job else { return }
      job()
    }
  }
}

/// Starts a detached thread.
///
/// Returns false if the system refuses.
func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  pthread_attr_setstacksize(&attributes, 1 << 20)
  // SAFETY: the retained box is taken over by the new thread, or released if there is none.
  let box = Unmanaged.passRetained(Box(body))
  var thread = pthread_t()
  let status = pthread_create(
    &thread,
    &attributes,
    { raw in
      if let raw { Unmanaged<Box>.fromOpaque(raw).takeRetainedValue().body() }
      return nil
    },
    box.toOpaque()
  )
  if status != 0 { box.release() }
  return status == 0
}
