import DovetailSource
import OrderedJSON

extension SourceError {
  static let unexpectedReply = SourceError(
    code: .unexpected,
    message: "the database connection answered another request"
  )

  /// The error of a request that carried no statement.
  init(_ failure: PostgresFailure) {
    self.init(failure, detail: ["error": failure.json])
  }

  /// The error of a statement.
  init(_ failure: PostgresFailure, statement: Statement, isPrepared: Bool) {
    self.init(
      failure,
      detail: [
        "statement": .string(statement.text.sql),
        "prepared": .bool(isPrepared),
        "error": failure.json,
        "arguments": .array(
          statement.parameters.map {
            $0.map { .string(String(decoding: $0, as: UTF8.self)) } ?? .null
          }
        ),
      ]
    )
  }

  /// The error of `run_sql`, which does not distinguish what the server objects to.
  init(scriptFailure failure: PostgresFailure, sql: String) {
    let detail: JSONValue = [
      "statement": .string(sql), "prepared": false, "error": failure.json, "arguments": [],
    ]
    guard failure.kind == .statement else {
      self.init(failure, detail: detail)
      return
    }
    self.init(
      code: .postgresError,
      message: "query execution failed",
      detail: detail,
      path: "$.args"
    )
  }

  private init(_ failure: PostgresFailure, detail: JSONValue) {
    let (code, message) = failure.codeAndMessage
    // What has a code of its own says all in its message; the contract has no detail there.
    let isPlain: Bool =
      switch code {
      case .constraintViolation, .constraintError, .dataException, .badRequest, .permissionError:
        true
      default: false
      }
    self.init(code: code, message: message, detail: isPlain ? JSONValue?.none : detail)
  }
}

extension PostgresFailure {
  /// The failure as errors show it to administrators.
  var json: JSONValue {
    [
      "exec_status": .string(status),
      "hint": hint.map { .string($0) } ?? .null,
      "message": .string(message),
      "status_code": .string(sqlState),
      "description": description.map { .string($0) } ?? .null,
    ]
  }

  fileprivate var codeAndMessage: (SourceError.Code, String) {
    switch kind {
    case .statement: statementCodeAndMessage
    case .connection: (.postgresError, "connection error")
    case .tooManyConnections: (.maxConnections, "max connections reached on postgres")
    case .poolTimeout: (.timeout, message)
    case .cancelled: (.cancelled, message)
    case .closed: (.connectionNotEstablished, message)
    case .configuration: (.invalidConfiguration, message)
    }
  }

  /// The contract's classes of SQLSTATE.
  private var statementCodeAndMessage: (SourceError.Code, String) {
    switch sqlState {
    case "23001":
      (
        .constraintViolation,
        "Can not delete or update due to data being referred. \(message)"
      )
    case "23502": (.constraintViolation, "Not-NULL violation. \(message)")
    case "23503": (.constraintViolation, "Foreign key violation. \(message)")
    case "23505": (.constraintViolation, "Uniqueness violation. \(message)")
    case "23514": (.permissionError, "Check constraint violation. \(message)")
    case "23P01": (.constraintViolation, "Exclusion violation. \(message)")
    case "22025": (.badRequest, message)
    case "42704": (.constraintError, message)
    case "42P10":
      (.constraintError, "there is no unique or exclusion constraint on target column(s)")
    case "40001": (.concurrentUpdate, "serialization failure due to concurrent update")
    default:
      if sqlState.hasPrefix("23") {
        (.constraintViolation, message)
      } else if sqlState.hasPrefix("22") {
        (.dataException, message)
      } else {
        (.unexpected, "database query error")
      }
    }
  }
}

extension SourceError.Code {
  static let badRequest = Self(rawValue: "bad-request")
}
