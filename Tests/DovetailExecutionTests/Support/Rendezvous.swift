import Synchronization

/// Lets tasks go on only when all of them have arrived, which they can only do concurrently.
final class Rendezvous: Sendable {
  private let state: Mutex<(missing: Int, waiting: [CheckedContinuation<Void, Never>])>

  init(of count: Int) {
    state = Mutex((count, []))
  }

  func arrive() async {
    await withCheckedContinuation { continuation in
      let ready = state.withLock { state in
        state.missing -= 1
        state.waiting.append(continuation)
        guard state.missing <= 0 else { return [] as [CheckedContinuation<Void, Never>] }
        defer { state.waiting = [] }
        return state.waiting
      }
      for continuation in ready { continuation.resume() }
    }
  }
}
