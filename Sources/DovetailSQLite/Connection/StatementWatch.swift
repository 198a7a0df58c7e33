import CSQLite
import Glibc
import Synchronization

/// Says that a request must end, and why.
final class StopSignal: Sendable {
  /// Why a request must end.
  enum Reason: UInt8 {
    case cancelled = 1
    case closed = 2
  }

  private let value = Atomic<UInt8>(0)

  /// Ends the request soon; the first reason counts.
  func stop(_ reason: Reason) {
    _ = value.compareExchange(expected: 0, desired: reason.rawValue, ordering: .relaxed)
  }

  var reason: Reason? { Reason(rawValue: value.load(ordering: .relaxed)) }
}

/// Ends the statements of a connection when their request is to stop or its time is over.
///
/// SQLite asks regularly while it works and while it waits for a lock. So, unlike with
/// `sqlite3_interrupt`, no other request can be hit.
final class StatementWatch {
  /// How many instructions of SQLite's machine lie between two questions: some ten microseconds.
  private static let instructionsBetweenChecks: Int32 = 2000

  private let busyTimeout: Int64
  private var signal: StopSignal?
  private var deadline: Int64?
  private var waitingSince: Int64 = 0
  private(set) var failure: SQLiteFailure?

  init(busyTimeout: Duration) {
    self.busyTimeout = busyTimeout.nanoseconds
  }

  /// Begins to ask on behalf of the connection, as long as both exist.
  func attach(to database: OpaquePointer) {
    // SAFETY: the connection owns both and closes the database before it lets go of the watch.
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_progress_handler(
      database,
      Self.instructionsBetweenChecks,
      { context in
        guard let context else { return 0 }
        return Unmanaged<StatementWatch>.fromOpaque(context).takeUnretainedValue().mustStop ? 1 : 0
      },
      context
    )
    sqlite3_busy_handler(
      database,
      { context, attempts in
        guard let context else { return 0 }
        let watch = Unmanaged<StatementWatch>.fromOpaque(context).takeUnretainedValue()
        return watch.mayRetry(after: attempts) ? 1 : 0
      },
      context
    )
  }

  /// Watches the statements of one request.
  func begin(_ signal: StopSignal, limit: Duration?) {
    self.signal = signal
    deadline = limit.map { monotonicNow() + $0.nanoseconds }
    failure = nil
  }

  /// Watches nothing, so that a rollback cannot be ended.
  func end() {
    signal = nil
    deadline = nil
  }

  private var mustStop: Bool {
    switch signal?.reason {
    case .cancelled: failure = .cancelled
    case .closed: failure = .closed
    case nil:
      guard let deadline, monotonicNow() > deadline else { return false }
      failure = SQLiteFailure(.timeLimit, "the statement took longer than its time limit")
    }
    return true
  }

  /// Sleeps a little while another connection holds a lock.
  ///
  /// Returns false to give up.
  private func mayRetry(after attempts: Int32) -> Bool {
    let now = monotonicNow()
    if attempts == 0 { waitingSince = now }
    if mustStop || now - waitingSince >= busyTimeout { return false }
    let milliseconds = min(1 << min(attempts, 6), 50)
    usleep(UInt32(milliseconds) * 1000)
    return true
  }
}
