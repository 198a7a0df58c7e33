import DovetailSource

/// Runs work that is cancelled when it takes longer than a limit; nil for no limit.
///
/// - Throws: what the work throws, or `timeout`.
func withPatience<Value: Sendable>(
  _ limit: Duration?,
  _ work: @escaping @Sendable () async throws(SourceError) -> Value
) async throws(SourceError) -> Value {
  guard let limit else { return try await work() }
  let result = await withTaskGroup(of: Result<Value, SourceError>?.self) { group in
    group.addTask {
      do throws(SourceError) {
        return .success(try await work())
      } catch {
        return .failure(error)
      }
    }
    group.addTask {
      do {
        try await Task.sleep(for: limit, clock: .continuous)
        return .failure(
          SourceError(code: .timeout, message: "no answer within \(limit)")
        )
      } catch {
        return nil
      }
    }
    let first = await group.next()
    group.cancelAll()
    return first ?? nil
  }
  guard let result else {
    throw SourceError(code: .cancelled, message: "the request was cancelled")
  }
  return try result.get()
}
