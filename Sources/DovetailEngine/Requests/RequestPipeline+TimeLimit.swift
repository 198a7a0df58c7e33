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
    let response = await withTaskGroup(of: GraphQLOperationResponse?.self) { group in
      group.addTask { await self.run(request, trace: trace, deadline: deadline) }
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
    if let response, !response.errors.contains(where: { $0.code == code }) { return response }
    return GraphQLOperationResponse(
      data: nil,
      errors: [
        EngineError(
          code: code,
          message: "the operation took longer than its time limit of \(limit)"
        )
      ]
    )
  }
}
