import DovetailCatalog
import Synchronization

/// A thread with a script that is not committed yet, and the task that decides about it.
final class ScriptReview: Sendable {
  private struct State {
    var facts: RelationalFacts?
    var isOver = false
    var continuation: UnsafeContinuation<RelationalFacts?, Never>?
  }

  private let state = Mutex(State())
  private let verdict = Monitor<Bool?>(nil)

  /// Offers the facts, and blocks this thread until they are accepted or refused.
  func propose(_ facts: RelationalFacts) -> Bool {
    let continuation = state.withLock { state in
      state.facts = facts
      return state.continuation.take()
    }
    continuation?.resume(returning: facts)
    return verdict.wait { $0 } ?? false
  }

  /// The facts after the script; nil if it failed.
  func facts() async -> RelationalFacts? {
    // SAFETY: whoever takes the continuation out of the state resumes it, so it happens once.
    await withUnsafeContinuation {
      (continuation: UnsafeContinuation<RelationalFacts?, Never>) in
      let (isKnown, facts) = state.withLock { state in
        let isKnown = state.isOver || state.facts != nil
        if !isKnown { state.continuation = continuation }
        return (isKnown, state.facts)
      }
      if isKnown { continuation.resume(returning: facts) }
    }
  }

  func decide(isAccepted: Bool) {
    verdict.withLock { $0 = isAccepted }
    verdict.wakeAll()
  }

  /// Tells whoever waits for facts that there won't be any.
  func end() {
    let continuation = state.withLock { state in
      state.isOver = true
      return state.continuation.take()
    }
    continuation?.resume(returning: nil)
  }
}
