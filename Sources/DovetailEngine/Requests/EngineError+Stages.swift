import DovetailExecution
import DovetailMetadata
import DovetailPlanner
import DovetailSource
import OrderedJSON

extension EngineError {
  init(_ error: PlannerError) {
    self.init(
      code: error.code.rawValue,
      message: error.message,
      path: error.path,
      detail: error.detail
    )
  }

  init(_ error: SourceError) {
    self.init(
      code: error.code.rawValue,
      message: error.message,
      path: error.path ?? "$",
      status: error.status ?? Self.status(of: error.code),
      detail: error.detail,
      replacedExtensions: error.extensions
    )
  }

  init(_ error: MetadataError) {
    self.init(
      code: error.code.value,
      message: error.message,
      path: error.path.description,
      status: error.code == .conflict ? 409 : error.code == .unexpected ? 500 : 400,
      detail: error.internal
    )
  }

  init(_ error: ExecutionError) {
    self.init(
      code: error.code.rawValue,
      message: error.message,
      path: error.requestPath ?? "$",
      status: error.status ?? Self.status(of: error.code),
      detail: error.detail,
      responsePath: error.path.map(\.json),
      verbatim: error.upstream,
      replacedExtensions: error.extensions
    )
    if let join = error.join {
      extensions["relationship"] = .string(join.relationship)
      extensions["source"] = .string(join.source)
      extensions["count"] = .int(join.count)
    } else if let source = error.source {
      extensions["source"] = .string(source)
    } else {
      responsePath = []
    }
  }

  private static func status(of code: SourceError.Code) -> Int {
    switch code {
    case .unexpected, .timeout, .maxConnections, .connectionNotEstablished: 500
    default: 400
    }
  }
}
