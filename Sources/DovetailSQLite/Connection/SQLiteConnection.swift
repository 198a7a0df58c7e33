import CSQLite
import DovetailSQL
import DovetailSource

/// A connection to a database, used by one thread only.
final class SQLiteConnection {
  let database: OpaquePointer
  let watch: StatementWatch
  private var cache: StatementCache
  /// Set when the session may differ from that of a new connection.
  var isSpoilt = false

  /// Takes over a database that is open.
  init(_ database: OpaquePointer, watch: StatementWatch, cacheSize: Int) {
    self.database = database
    self.watch = watch
    cache = StatementCache(limit: cacheSize)
    watch.attach(to: database)
  }

  deinit {
    cache.removeAll()
    sqlite3_close_v2(database)
  }

  /// Whether a transaction is open.
  var isInTransaction: Bool { sqlite3_get_autocommit(database) == 0 }

  /// Runs a statement to its end; it stays prepared for the next time, if there may be one.
  func query(_ statement: Statement) throws(SQLiteFailure) -> RowSet {
    if statement.text.isUnique {
      let handle = try prepare(statement.text.sql)
      defer { sqlite3_finalize(handle) }
      return try rows(of: handle, statement)
    }
    let handle: OpaquePointer
    if let known = cache.handle(for: statement.text) {
      handle = known
    } else {
      handle = try prepare(statement.text.sql)
      cache.add(handle, for: statement.text)
    }
    defer {
      sqlite3_reset(handle)
      sqlite3_clear_bindings(handle)
    }
    return try rows(of: handle, statement)
  }

  private func rows(
    of handle: OpaquePointer,
    _ statement: Statement
  ) throws(SQLiteFailure) -> RowSet {
    try bind(statement.values, to: handle, text: statement.text.sql)
    return try rows(
      of: handle,
      numberColumns: statement.numberColumns,
      text: statement.text.sql
    )
  }

  /// Runs one statement without parameters, whose result does not matter.
  func execute(_ sql: String) throws(SQLiteFailure) {
    guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
      throw failure(of: sql)
    }
  }

  /// Runs the closure in a transaction, which is committed when the closure returns and rolled back
  /// when it throws.
  ///
  /// If it is to write, it takes the lock at once, so that nobody else's change can make it fail.
  func inTransaction<Value>(
    isWriting: Bool = true,
    _ body: () throws(SQLiteFailure) -> Value
  ) throws(SQLiteFailure) -> Value {
    try execute(isWriting ? "BEGIN IMMEDIATE" : "BEGIN")
    do throws(SQLiteFailure) {
      let value = try body()
      try execute("COMMIT")
      return value
    } catch {
      rollback()
      throw error
    }
  }

  /// Ends a transaction that is open, whatever happens.
  func rollback() {
    guard isInTransaction else { return }
    watch.end()
    if sqlite3_exec(database, "ROLLBACK", nil, nil, nil) != SQLITE_OK { isSpoilt = true }
  }

  /// The failure of the last call, or why the watch ended it.
  func failure(of statement: String?) -> SQLiteFailure {
    var failure = SQLiteFailure(database: database, statement: statement)
    let isEnded = failure.primaryCode == SQLITE_INTERRUPT || failure.kind == .busy
    if isEnded, let reason = watch.failure {
      failure.kind = reason.kind
      failure.message = reason.message
    }
    return failure
  }

  /// Compiles the only statement of a text.
  func prepare(_ sql: String) throws(SQLiteFailure) -> OpaquePointer {
    var handle: OpaquePointer?
    let status = sqlite3_prepare_v3(
      database,
      sql,
      -1,
      UInt32(SQLITE_PREPARE_PERSISTENT),
      &handle,
      nil
    )
    guard status == SQLITE_OK else { throw failure(of: sql) }
    guard let handle else {
      throw SQLiteFailure(.statement, "there is no statement in the text", code: SQLITE_ERROR)
    }
    return handle
  }

  private func bind(
    _ values: [ParameterValue],
    to handle: OpaquePointer,
    text sql: String
  ) throws(SQLiteFailure) {
    guard sqlite3_bind_parameter_count(handle) == values.count else {
      var failure = SQLiteFailure(
        .statement,
        "the statement takes another number of values",
        code: SQLITE_RANGE
      )
      failure.statement = sql
      throw failure
    }
    for (index, value) in values.enumerated() {
      let position = Int32(truncatingIfNeeded: index + 1)
      let status =
        switch value {
        case .null: sqlite3_bind_null(handle, position)
        case .integer(let number): sqlite3_bind_int64(handle, position, number)
        case .real(let number): sqlite3_bind_double(handle, position, number)
        case .bytes(let bytes):
          bytes.withUnsafeBytes {
            dovetail_bind_blob(handle, position, $0.baseAddress, UInt64($0.count))
          }
        case .text(let bytes):
          bytes.withUnsafeBytes {
            dovetail_bind_text(handle, position, $0.baseAddress, UInt64($0.count))
          }
        }
      guard status == SQLITE_OK else { throw failure(of: sql) }
    }
  }

  /// Steps through a statement.
  func rows(
    of handle: OpaquePointer,
    numberColumns: Set<Int> = [],
    text sql: String
  ) throws(SQLiteFailure) -> RowSet {
    var status = sqlite3_step(handle)
    // Only after the first step: SQLite may compile anew, after which there are other columns.
    var builder = RowSetBuilder(
      columnCount: sqlite3_column_count(handle),
      numberColumns: numberColumns
    )
    while status == SQLITE_ROW {
      try builder.append(rowOf: handle)
      status = sqlite3_step(handle)
    }
    guard status == SQLITE_DONE else { throw failure(of: sql) }
    return builder.rows
  }
}
