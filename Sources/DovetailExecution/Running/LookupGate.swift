import DovetailSource
import Synchronization

/// Lets a limited number of an operation's lookups be under way at an upstream.
///
/// Tasks enter in the order in which they came. A task that is cancelled while it waits leaves.
final class LookupGate: Sendable {
  private let state: Mutex<State>

  private struct State {
    var free: Int
    var nextTicket = 0
    var waiting: [Waiter] = []
  }

  private struct Waiter {
    var ticket: Int
    var continuation: CheckedContinuation<Bool, Never>
  }

  init(limit: Int) {
    state = Mutex(State(free: max(1, limit)))
  }

  /// Runs a request as soon as there is room.
  func run<Value: Sendable>(
    _ request: () async throws(SourceError) -> Value
  ) async throws(SourceError) -> Value {
    guard await enter() else {
      throw SourceError(code: .cancelled, message: "the request was cancelled")
    }
    defer { leave() }
    return try await request()
  }

  /// Waits for room; false if the task was cancelled.
  private func enter() async -> Bool {
    if Task.isCancelled { return false }
    let ticket: Int? = state.withLock { state in
      if state.free > 0 {
        state.free -= 1
        return nil
      }
      state.nextTicket += 1
      return state.nextTicket
    }
    guard let ticket else { return true }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let outcome: Bool? = state.withLock { state in
          // A handler that ran before this point found nothing to cancel.
          if Task.isCancelled { return false }
          if state.free > 0 {
            state.free -= 1
            return true
          }
          state.waiting.append(Waiter(ticket: ticket, continuation: continuation))
          return nil
        }
        if let outcome { continuation.resume(returning: outcome) }
      }
    } onCancel: {
      cancel(ticket)
    }
  }

  private func cancel(_ ticket: Int) {
    let waiter = state.withLock { state in
      state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0) }
    }
    waiter?.continuation.resume(returning: false)
  }

  private func leave() {
    let next = state.withLock { state -> Waiter? in
      if state.waiting.isEmpty {
        state.free += 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.continuation.resume(returning: true)
  }
}
