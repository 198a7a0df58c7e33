import DovetailSource

extension FetchNode {
  /// Sends the request, and records it if that is wanted.
  func send(
    _ context: ExecutionContext,
    trace: ExecutionTrace?
  ) async throws(SourceError) -> FetchResult {
    guard let trace else { return try await prepared.run(context) }
    let start = ContinuousClock.now
    do throws(SourceError) {
      let result = try await prepared.run(context)
      trace.record(.of(self, result), startedAt: start)
      return result
    } catch {
      trace.record(.of(self, failure: error), startedAt: start)
      throw error
    }
  }
}
