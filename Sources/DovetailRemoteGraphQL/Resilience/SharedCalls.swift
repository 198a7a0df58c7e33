import DovetailSource
import Synchronization

/// Makes one call of equal queries that run at the same time.
///
/// The leader calls in its own task, so a call ends with the client that began it; then one of the
/// followers calls anew.
final class SharedCalls: Sendable {
  /// What makes queries equal: the body, and all headers but those that differ by nature.
  struct Key: Hashable, Sendable {
    var headers: [String]
    var body: [UInt8]
  }

  private enum Arrival: Sendable {
    case result(Result<HTTPAnswer, SourceError>)
    /// The leader was cancelled or ran out of its own time.
    case abandoned
    /// The answer is for the leader alone.
    case unshareable
    /// The follower was cancelled.
    case cancelled
  }

  private typealias Waiter = CheckedContinuation<Arrival, Never>

  private struct State {
    var table = FlightTable<Key, Waiter>()
    var nextTicket = 0
  }

  private let state = Mutex(State())

  /// Queries that come from now on share nothing with those under way, which may have read what is
  /// changed now.
  func seal() {
    state.withLock { $0.table.seal() }
  }

  /// The answer to a query.
  ///
  /// - Returns: the answer, and whether somebody else's call brought it.
  func run(
    _ key: Key,
    _ call: () async throws(SourceError) -> HTTPAnswer
  ) async throws(SourceError) -> (answer: HTTPAnswer, isShared: Bool) {
    while true {
      switch state.withLock({ $0.table.board(key) }) {
      case .leads(let flight):
        return (try await lead(flight, call), false)
      case .follows(let flight):
        switch await arrival(of: flight) {
        case .result(let result): return (try result.get(), true)
        case .unshareable: return (try await call(), false)
        case .cancelled:
          throw SourceError(code: .cancelled, message: "the request was cancelled")
        case .abandoned: continue
        }
      }
    }
  }

  private func lead(
    _ flight: Int,
    _ call: () async throws(SourceError) -> HTTPAnswer
  ) async throws(SourceError) -> HTTPAnswer {
    do throws(SourceError) {
      let answer = try await call()
      // Cookies are for one client.
      land(flight, answer.cookies.isEmpty ? .result(.success(answer)) : .unshareable)
      return answer
    } catch {
      let isOwn = error.code == .cancelled || error.code == .timeLimitExceeded
      land(flight, isOwn ? .abandoned : .result(.failure(error)))
      throw error
    }
  }

  private func land(_ flight: Int, _ arrival: Arrival) {
    for waiter in state.withLock({ $0.table.land(flight) }) { waiter.resume(returning: arrival) }
  }

  private func arrival(of flight: Int) async -> Arrival {
    let ticket = state.withLock { state in
      state.nextTicket += 1
      return state.nextTicket
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let early: Arrival? = state.withLock { state in
          // A handler that ran before this point found nobody to wake.
          if Task.isCancelled { return .cancelled }
          // A flight that has landed since would be missed: the next one is as good.
          return state.table.wait(for: flight, ticket: ticket, continuation) ? nil : .abandoned
        }
        if let early { continuation.resume(returning: early) }
      }
    } onCancel: {
      let waiter = state.withLock { $0.table.leave(flight, ticket: ticket) }
      waiter?.resume(returning: .cancelled)
    }
  }
}
