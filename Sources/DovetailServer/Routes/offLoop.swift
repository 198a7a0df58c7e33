/// Runs work on a body away from the event loop if the body is so long that all connections of the
/// loop would feel it.
func offLoop<Value: Sendable>(
  ifLong length: Int,
  _ work: @Sendable () -> Value
) async -> Value {
  guard length > 65_536 else { return work() }
  return await withTaskExecutorPreference(globalConcurrentExecutor) {
    await runConcurrently(work)
  }
}

/// Runs work on the executor that the task prefers.
@concurrent private func runConcurrently<Value: Sendable>(
  _ work: @Sendable () -> Value
) async -> Value {
  work()
}
