import Synchronization

/// Work for a connection, as a lane's threads see it.
protocol Job: AnyObject, Sendable {
  /// Ends the work when it runs.
  var signal: StopSignal { get }
  /// Does the work, and wakes whoever waits.
  func run(on connection: SQLiteConnection)
  /// Begins the work. Returns false if nobody waits any more.
  func begin() -> Bool
  /// Wakes whoever waits without having done the work.
  func fail(_ failure: SQLiteFailure)
}

/// Work for a connection, and the task that waits for its end.
///
/// Ends exactly once. Work that waits in the queue ends at once when the task is cancelled; work that
/// runs is stopped, and tells how it ended, so that the task knows what became of a transaction.
final class PendingRequest<Value: Sendable>: Job {
  typealias Work = @Sendable (SQLiteConnection) throws(SQLiteFailure) -> Value
  typealias Outcome = Result<Value, SQLiteFailure>

  private struct State {
    var continuation: UnsafeContinuation<Outcome, Never>?
    var isRunning = false
    var isCancelled = false
  }

  let signal = StopSignal()
  private let limit: Duration?
  private let work: Work
  private let state = Mutex(State())

  /// Makes a request, whose work may take as long as the limit says.
  init(limit: Duration?, _ work: @escaping Work) {
    self.limit = limit
    self.work = work
  }

  /// Waits for the end of the work, which `submit` hands to a thread.
  func outcome(submit: (PendingRequest) -> Void) async -> Outcome {
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
      signal.stop(.cancelled)
      let isWaiting = state.withLock { state in
        state.isCancelled = true
        return !state.isRunning
      }
      if isWaiting { fail(.cancelled) }
    }
  }

  func begin() -> Bool {
    state.withLock { state in
      guard state.continuation != nil else { return false }
      state.isRunning = true
      return true
    }
  }

  func run(on connection: SQLiteConnection) {
    switch signal.reason {
    case .cancelled: return fail(.cancelled)
    case .closed: return fail(.closed)
    case nil: break
    }
    connection.watch.begin(signal, limit: limit)
    let outcome: Outcome
    do throws(SQLiteFailure) {
      outcome = .success(try work(connection))
    } catch {
      outcome = .failure(error)
    }
    connection.watch.end()
    finish(outcome)
  }

  func fail(_ failure: SQLiteFailure) {
    finish(.failure(failure))
  }

  private func finish(_ outcome: Outcome) {
    state.withLock { $0.continuation.take() }?.resume(returning: outcome)
  }
}
