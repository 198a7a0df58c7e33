import Glibc

/// A value behind a lock, for whose changes threads can wait.
///
/// `Mutex` has no condition to wait for; tasks never wait here, only threads of our own.
final class Monitor<State>: @unchecked Sendable {
  // SAFETY: the state is touched only between locking and unlocking; the pointers never change and
  // live as long as this object.
  private var state: State
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init(_ state: sending State) {
    self.state = state
    pthread_mutex_init(mutex, nil)
    // Deadlines must not move when somebody sets the clock.
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Reads or changes the value.
  ///
  /// Nothing in the closure may block.
  func withLock<Result>(_ body: (inout State) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body(&state)
  }

  /// Blocks this thread until the closure yields something; nil when the time is over.
  ///
  /// The closure is asked now and whenever somebody wakes this thread.
  func wait<Result>(
    atMost limit: Duration? = nil,
    until body: (inout State) -> Result?
  ) -> Result? {
    let end = limit.map { monotonicNow() + $0.nanoseconds }
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&state) { return result }
      guard let end else {
        pthread_cond_wait(condition, mutex)
        continue
      }
      var deadline = timespec(nanoseconds: end)
      if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { return body(&state) }
    }
  }

  /// Wakes one waiting thread.
  func wakeOne() {
    pthread_cond_signal(condition)
  }

  /// Wakes all waiting threads.
  func wakeAll() {
    pthread_cond_broadcast(condition)
  }
}

extension timespec {
  fileprivate init(nanoseconds: Int64) {
    self.init(
      tv_sec: Int(nanoseconds / 1_000_000_000),
      tv_nsec: Int(nanoseconds % 1_000_000_000)
    )
  }
}
