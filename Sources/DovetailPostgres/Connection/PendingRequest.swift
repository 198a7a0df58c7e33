import DovetailSource
import Synchronization

/// Work for a connection, and the task that waits for its end.
///
/// Ends exactly once: by its result, by a failure, or by the cancellation of the task, whichever
/// comes first. Work that was cancelled at the server still occupies its connection until drained.
final class PendingRequest: PoolRequest {
  /// What is to be done.
  enum Work: Sendable {
    /// One statement in its own read-only transaction.
    case query(Statement)
    /// Statements in one transaction, in one round trip.
    case batch([Statement], TransactionMode)
    /// One statement on a lent connection, never prepared.
    case step(Statement)
    /// Statements of the simple protocol on a lent connection; the last one's result counts.
    case script(String)
    /// The connection itself, until it is given back.
    case lease
  }

  typealias Outcome = Result<Reply, PostgresFailure>

  private struct State {
    var continuation: UnsafeContinuation<Outcome, Never>?
    var connection: PostgresConnection?
    var isCancelled = false
    var repetitions = 0
  }

  let work: Work
  private let state = Mutex(State())

  init(_ work: Work) {
    self.work = work
  }

  /// Whether the work may be done again when nobody knows how far it came.
  var isRepeatable: Bool {
    switch work {
    case .query, .lease: true
    case .batch(_, let mode): mode.isReadOnly
    case .step, .script: false
    }
  }

  /// Whether other requests may wait behind this one on a connection.
  var isBrief: Bool {
    if case .query(let statement) = work { statement.text.isBrief } else { false }
  }

  /// Whether the connection is free after the work.
  var endsWithConnection: Bool {
    switch work {
    case .query, .batch: true
    case .step, .script, .lease: false
    }
  }

  /// Waits for the end of the work, which `submit` hands to somebody.
  ///
  /// `submit` is called once, unless the task is cancelled already; `cancel` when the task is
  /// cancelled while it waits.
  func outcome(
    submit: (PendingRequest) -> Void,
    onCancel cancel: @Sendable (PendingRequest) -> Void
  ) async -> Outcome {
    await withTaskCancellationHandler {
      // SAFETY: `finish` takes the continuation out of the state, so it is resumed exactly once.
      await withUnsafeContinuation { (continuation: UnsafeContinuation<Outcome, Never>) in
        let isCancelled = state.withLock { state in
          if !state.isCancelled { state.continuation = continuation }
          return state.isCancelled
        }
        if isCancelled {
          continuation.resume(returning: .failure(.cancelled))
        } else {
          submit(self)
        }
      }
    } onCancel: {
      state.withLock { $0.isCancelled = true }
      cancel(self)
    }
  }

  var isCancelled: Bool { state.withLock(\.isCancelled) }

  /// The connection that does the work, if one does.
  var connection: PostgresConnection? { state.withLock(\.connection) }

  /// Notes the connection that begins the work.
  ///
  /// Returns false if nobody waits any more.
  func begin(on connection: PostgresConnection) -> Bool {
    state.withLock { state in
      guard state.continuation != nil, !state.isCancelled else { return false }
      state.connection = connection
      return true
    }
  }

  /// Takes the work from the connection that has it.
  ///
  /// Returns false if nobody waits any more.
  func detach() -> Bool {
    state.withLock { state in
      state.connection = nil
      return state.continuation != nil && !state.isCancelled
    }
  }

  /// Whether the work is to be done once more after a failure; counts.
  func takeRepetition() -> Bool {
    state.withLock { state in
      guard state.continuation != nil, !state.isCancelled, state.repetitions < 2 else {
        return false
      }
      state.repetitions += 1
      state.connection = nil
      return true
    }
  }

  /// Wakes the waiting task.
  ///
  /// Returns false if it was woken before.
  @discardableResult
  func finish(_ outcome: Outcome) -> Bool {
    let continuation = state.withLock { state in
      state.connection = nil
      return state.continuation.take()
    }
    guard let continuation else { return false }
    continuation.resume(returning: outcome)
    return true
  }
}

/// What successful work yields.
enum Reply: Sendable {
  case rows(RowSet)
  case batch([RowSet])
  case script(SQLScriptResult)
  case lease(PostgresConnection)
}

extension PostgresFailure {
  static let cancelled = PostgresFailure(.cancelled, "the request was cancelled")
  static let closed = PostgresFailure(.closed, "the connection pool is closed")
  static let poolTimeout = PostgresFailure(
    .poolTimeout,
    "timed out while waiting for a free database connection"
  )
}
