import CPostgres

/// Why a request failed, as libpq or the server told it.
struct PostgresFailure: Error, Sendable {
  /// What kind of failure it is, which decides about repetition and the error code.
  enum Kind: Sendable, Hashable {
    /// The server refused the statement.
    case statement
    /// No connection could be had, or it broke.
    case connection
    /// The server has no connection to spare.
    case tooManyConnections
    /// No connection became free in time.
    case poolTimeout
    /// The task was cancelled.
    case cancelled
    /// The pool is closed.
    case closed
    /// The connection cannot be described: missing variable, unreadable file.
    case configuration
  }

  var kind: Kind
  var message: String
  var sqlState: String = ""
  var description: String?
  var hint: String?
  var status: String = "FatalError"
  /// Which statement of a batch failed.
  var statementIndex: Int?

  init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// Reads the failure of a result.
  init(result: OpaquePointer) {
    func field(_ code: Int32) -> String? {
      PQresultErrorField(result, code).map { String(cString: $0) }
    }
    sqlState = field(dovetail_diag_sqlstate) ?? ""
    message =
      field(dovetail_diag_message) ?? PQresultErrorMessage(result).map { String(cString: $0) }
      ?? ""
    description = field(dovetail_diag_detail)
    hint = field(dovetail_diag_hint)
    // 57P01–57P05: the server ends the connection; 08: so does the protocol.
    let endsConnection = sqlState.hasPrefix("57P0") || sqlState.hasPrefix("08")
    kind = sqlState == "53300" ? .tooManyConnections : endsConnection ? .connection : .statement
  }

  /// Whether the statement's plan at the server is outdated, so that preparing it again helps.
  var isStalePlan: Bool {
    switch sqlState {
    case "26000": true
    case "0A000": message.contains("cached plan")
    default: false
    }
  }
}
