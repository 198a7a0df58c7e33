import DovetailExecution
import DovetailSource

extension RequestPipeline {
  /// Answers a request within a time, or with an error; what is under way then is cancelled, in the
  /// engine and at the upstreams.
  func run(
    _ request: GraphQLOperationRequest,
    trace: ExecutionTrace?,
    within limit: Duration
  ) async -> GraphQLOperationResponse {
    let deadline = ContinuousClock.now.advanced(by: limit)
    let failure = EngineError(
      code: SourceError.Code.timeLimitExceeded.rawValue,
      message: "the operation took longer than its time limit of \(limit)"
    )
    return await respond(by: deadline, else: failure) {
      await self.run(request, trace: trace, deadline: deadline)
    }
  }

  /// The response that work leads to by a time, or else the error.
  ///
  /// The work knows the time, too, and may find first that it has come; what it has by then is half
  /// an answer, which is none.
  func respond(
    by deadline: ContinuousClock.Instant,
    else failure: EngineError,
    _ work: @escaping @Sendable () async -> GraphQLOperationResponse
  ) async -> GraphQLOperationResponse {
    let response = await withTaskGroup(of: GraphQLOperationResponse?.self) { group in
      group.addTask { await work() }
      group.addTask {
        // Ends early only when the group does.
        try? await Task.sleep(until: deadline, clock: .continuous)
        return nil
      }
      let first = await group.next()
      group.cancelAll()
      return first ?? nil
    }
    let code = SourceError.Code.timeLimitExceeded.rawValue
    let isLate = ContinuousClock.now >= deadline
    if let response, !(isLate && response.errors.contains { $0.code == code }) {
      return response
    }
    return GraphQLOperationResponse(data: nil, errors: [failure])
  }
}
