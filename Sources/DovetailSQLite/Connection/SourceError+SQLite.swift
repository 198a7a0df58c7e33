import CSQLite
import DovetailSQL
package import DovetailSource
import OrderedJSON

extension SourceError.Code {
  /// SQLite refused a script of `run_sql`.
  package static let sqliteError = SourceError.Code(rawValue: "sqlite-error")
}

extension SourceError {
  /// The error of a request.
  init(_ failure: SQLiteFailure, values: [ParameterValue]? = nil) {
    let (code, message) = failure.codeAndMessage
    self.init(code: code, message: message, detail: failure.detail(values: values))
  }

  /// The error of `run_sql`, which does not distinguish what SQLite objects to.
  init(scriptFailure failure: SQLiteFailure) {
    guard failure.kind == .statement else {
      self.init(failure)
      return
    }
    self.init(
      code: .sqliteError,
      message: "query execution failed",
      detail: failure.detail(values: nil),
      path: "$.args"
    )
  }
}

extension SQLiteFailure {
  /// The failure as errors show it to administrators.
  fileprivate func detail(values: [ParameterValue]?) -> JSONValue {
    let error: JSONValue = [
      "message": .string(message),
      "code": .int(Int(code)),
      "description": .string(String(cString: sqlite3_errstr(code))),
    ]
    guard let statement else { return ["error": error] }
    return [
      "statement": .string(statement),
      "arguments": .array((values ?? []).map(\.json)),
      "error": error,
    ]
  }

  fileprivate var codeAndMessage: (SourceError.Code, String) {
    switch kind {
    case .statement: statementCodeAndMessage
    case .connection: (.connectionNotEstablished, message)
    case .busy: (.timeout, "timed out while another process locks the database: \(message)")
    case .timeLimit, .queueFull: (.timeout, message)
    case .cancelled: (.cancelled, message)
    case .closed: (.connectionNotEstablished, message)
    }
  }

  /// SQLite's codes in the contract's classes, with SQLite's own text behind the class.
  private var statementCodeAndMessage: (SourceError.Code, String) {
    switch code {
    case ExtendedCode.constraintUnique, ExtendedCode.constraintPrimaryKey,
      ExtendedCode.constraintRowid:
      return (.constraintViolation, "Uniqueness violation. \(message)")
    case ExtendedCode.constraintForeignKey:
      return (.constraintViolation, "Foreign key violation. \(message)")
    case ExtendedCode.constraintNotNull:
      return (.constraintViolation, "Not-NULL violation. \(message)")
    case ExtendedCode.constraintCheck:
      return (.permissionError, "Check constraint violation. \(message)")
    case ExtendedCode.constraintDatatype:
      return (.dataException, message)
    default:
      break
    }
    switch primaryCode {
    case SQLITE_CONSTRAINT: return (.constraintViolation, message)
    case SQLITE_MISMATCH, SQLITE_TOOBIG: return (.dataException, message)
    case SQLITE_ERROR where message.isAboutData: return (.dataException, message)
    default: return (.unexpected, "database query error")
    }
  }
}

extension String {
  /// Whether a message without a code of its own blames a value and not the statement.
  fileprivate var isAboutData: Bool {
    self == "malformed JSON" || self == "integer overflow" || hasPrefix("bad JSON path")
      || hasPrefix("JSON path error") || hasPrefix("JSON cannot hold BLOB")
  }
}

extension ParameterValue {
  fileprivate var json: JSONValue {
    switch self {
    case .null: .null
    case .text(let bytes): .string(String(decoding: bytes, as: UTF8.self))
    case .bytes(let bytes): .string("\(bytes.count) bytes")
    case .integer(let number): .number(JSONNumber(unchecked: String(number)))
    case .real(let number): number.isFinite ? .number(JSONNumber(unchecked: "\(number)")) : .null
    }
  }
}
