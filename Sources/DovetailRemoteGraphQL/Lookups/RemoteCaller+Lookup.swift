import DovetailSource

extension RemoteCaller {
  /// Sends a lookup and reads the answer as an object.
  func lookUp(
    _ body: [UInt8],
    _ context: ExecutionContext
  ) async throws(SourceError) -> RemoteAnswer {
    let answer = try await post(body, context, isRepeatable: true)
    return try RemoteAnswer(answer.body) { reason in
      unreadableAnswer("Remote server response is not valid JSON: \(reason)", answer)
    }
  }
}
