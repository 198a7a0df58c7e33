import DovetailSource
import OrderedJSON

extension ExecutionError {
  /// The errors that a failed root fetch (or one with errors beside its data) puts in the response.
  ///
  /// Those of a GraphQL service are passed on one by one and verbatim.
  static func ofRoot(_ error: SourceError, path: [PathStep]) -> [ExecutionError] {
    if error.upstreamErrors.isEmpty {
      return [
        ExecutionError(
          code: error.code,
          message: error.message,
          detail: error.detail,
          requestPath: error.path,
          path: path,
          status: error.status,
          extensions: error.extensions
        )
      ]
    }
    return error.upstreamErrors.map { upstream in
      ExecutionError(
        code: error.code,
        message: upstream["message"]?.stringValue ?? error.message,
        detail: error.detail,
        requestPath: error.path,
        path: path,
        upstream: upstream
      )
    }
  }

  /// The one error that a failed lookup puts in the response.
  static func ofLookup(_ error: SourceError, path: [PathStep], join: FailedJoin) -> ExecutionError {
    if error.upstreamErrors.isEmpty {
      return ExecutionError(
        code: error.code,
        message: error.message,
        detail: error.detail,
        requestPath: error.path,
        path: path,
        join: join
      )
    }
    return ExecutionError(
      code: .unexpected,
      message: "Errors from remote server",
      detail: .object(members: [("errors", .array(error.upstreamErrors))]),
      requestPath: "$",
      path: path,
      join: join
    )
  }

  /// An error that is the engine's or a source kind's own fault.
  static func broken(_ belief: String) -> SourceError {
    SourceError(code: .unexpected, message: "internal error: \(belief)")
  }
}
