import CSQLite
import DovetailSQL

/// SQLite in memory.
final class SQLiteTestDatabase: TestDatabase {
  let dialect: any SQLDialect = SQLiteDialect()
  private var connection: OpaquePointer?

  init() throws {
    guard sqlite3_open(":memory:", &connection) == SQLITE_OK else { throw failure }
    try execute(Fixture.sqlite)
  }

  deinit {
    sqlite3_close(connection)
  }

  func execute(_ script: String) throws {
    guard sqlite3_exec(connection, script, nil, nil, nil) == SQLITE_OK else { throw failure }
  }

  func query(_ sql: String, _ parameters: [ParameterValue]) throws -> [[String?]] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else {
      throw failure
    }
    defer { sqlite3_finalize(statement) }
    for (index, parameter) in parameters.enumerated() {
      bind(parameter, at: Int32(index + 1), to: statement)
    }
    var rows: [[String?]] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        rows.append(
          (0..<sqlite3_column_count(statement)).map { column in
            sqlite3_column_text(statement, column).map { String(cString: $0) }
          }
        )
      case SQLITE_DONE: return rows
      default: throw failure
      }
    }
  }

  private func bind(_ parameter: ParameterValue, at index: Int32, to statement: OpaquePointer?) {
    switch parameter {
    case .null: sqlite3_bind_null(statement, index)
    case .integer(let value): sqlite3_bind_int64(statement, index, value)
    case .real(let value): sqlite3_bind_double(statement, index, value)
    case .bytes(let bytes):
      let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      bytes.withUnsafeBytes { buffer in
        _ = sqlite3_bind_blob(
          statement,
          index,
          buffer.baseAddress,
          Int32(buffer.count),
          copy
        )
      }
    case .text(let bytes):
      let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      bytes.withUnsafeBytes { buffer in
        let text = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
        _ = sqlite3_bind_text(statement, index, text, Int32(buffer.count), copy)
      }
    }
  }

  private var failure: DatabaseError {
    DatabaseError(description: String(cString: sqlite3_errmsg(connection)))
  }
}
