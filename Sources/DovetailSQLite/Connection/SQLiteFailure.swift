import CSQLite

/// Why a request failed, as SQLite told it.
struct SQLiteFailure: Error, Sendable {
  /// What kind of failure it is, which decides about the error code.
  enum Kind: Sendable, Hashable {
    /// SQLite refused or gave up the statement.
    case statement
    /// The database cannot be opened: missing file, no permission, not a database.
    case connection
    /// A lock of another process was not released in time.
    case busy
    /// The statement took longer than allowed.
    case timeLimit
    /// Too many requests wait already.
    case queueFull
    /// The task was cancelled.
    case cancelled
    /// The pool is closed.
    case closed
  }

  var kind: Kind
  var message: String
  /// The extended result code; 0 for failures that SQLite does not know of.
  var code: Int32 = 0
  /// The statement that failed.
  var statement: String?
  /// Which statement of several failed.
  var statementIndex: Int?

  init(_ kind: Kind, _ message: String, code: Int32 = 0) {
    self.kind = kind
    self.message = message
    self.code = code
  }

  /// Reads the last failure of a connection.
  init(database: OpaquePointer, statement: String? = nil) {
    code = sqlite3_extended_errcode(database)
    message = sqlite3_errmsg(database).map { String(cString: $0) } ?? "unknown error"
    self.statement = statement
    kind =
      switch code & 0xFF {
      case SQLITE_BUSY, SQLITE_LOCKED: .busy
      case SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_CORRUPT: .connection
      default: .statement
      }
  }

  /// The result code without its extension.
  var primaryCode: Int32 { code & 0xFF }

  static let cancelled = SQLiteFailure(.cancelled, "the request was cancelled")
  static let closed = SQLiteFailure(.closed, "the database is closed")
}

/// Result codes that SQLite's header composes of others, which Swift does not import.
enum ExtendedCode {
  static let constraintCheck = SQLITE_CONSTRAINT | 1 << 8
  static let constraintForeignKey = SQLITE_CONSTRAINT | 3 << 8
  static let constraintNotNull = SQLITE_CONSTRAINT | 5 << 8
  static let constraintPrimaryKey = SQLITE_CONSTRAINT | 6 << 8
  static let constraintUnique = SQLITE_CONSTRAINT | 8 << 8
  static let constraintRowid = SQLITE_CONSTRAINT | 10 << 8
  static let constraintDatatype = SQLITE_CONSTRAINT | 12 << 8
}

extension SQLiteFailure {
  /// The result code of statements that don't fit the database.
  static let generalError = SQLITE_ERROR
}
