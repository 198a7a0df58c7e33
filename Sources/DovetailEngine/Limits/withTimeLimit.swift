/// Does work for so many seconds at most; nil if it is not done by then.
///
/// Work that takes longer is cancelled, and its end waited for.
func withTimeLimit<Value: Sendable>(
  seconds: Int,
  _ work: @escaping @Sendable () async -> Value
) async -> Value? {
  await withTaskGroup(of: Value?.self) { group in
    group.addTask { await work() }
    group.addTask {
      // A cancelled sleep means that the work is done, or that nobody waits for it any more.
      try? await Task.sleep(for: .seconds(min(max(seconds, 0), 1_000_000_000)))
      return nil
    }
    let first = await group.next() ?? nil
    group.cancelAll()
    return first
  }
}
