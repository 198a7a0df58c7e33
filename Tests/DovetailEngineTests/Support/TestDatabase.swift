import DovetailPostgres
import DovetailSource
import Glibc
import OrderedCollections
import OrderedJSON
import Testing

/// A database of its own on the throw-away PostgreSQL server.
final class TestDatabase: Sendable {
  /// The address with the database's name.
  let url: String
  private let pool: PostgresPool

  /// Creates the database anew and runs a script in it.
  init(_ name: String, script: String = "") async throws {
    let server = try #require(
      getenv("DOVETAIL_TEST_POSTGRES_URL").map { String(cString: $0) },
      "DOVETAIL_TEST_POSTGRES_URL is not set. Run: scripts/postgres-cluster run -- swift test"
    )
    let administration = PostgresPool(.string(server))
    defer { administration.close() }
    for statement in [
      "DROP DATABASE IF EXISTS \(name) WITH (FORCE)",
      "CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'",
    ] {
      _ = try await administration.run(SQLScript(sql: statement, isOutsideTransaction: true))
    }
    url = Self.address(server, database: name)
    pool = PostgresPool(.string(url))
    if !script.isEmpty { try await run(script) }
  }

  deinit { pool.close() }

  /// Runs a script.
  func run(_ script: String) async throws {
    _ = try await pool.run(SQLScript(sql: script))
  }

  /// The first value that a statement gives, read as JSON.
  func json(_ sql: String) async throws -> JSONValue {
    try first(of: try await pool.query(Statement(StatementText(sql), [])))
  }

  /// The first value that a statement gives that may write, read as JSON.
  func write(_ sql: String) async throws -> JSONValue {
    let results = try await pool.execute(
      [Statement(StatementText(sql), [])],
      in: TransactionMode()
    )
    return try results.first.map { try first(of: $0) } ?? .null
  }

  private func first(of rows: RowSet) throws -> JSONValue {
    guard let cell = rows.cells.first, !cell.isNull else { return .null }
    return try JSONValue(parsing: Array(rows.bytes[cell.offset..<(cell.offset + cell.length)]))
  }

  /// `postgresql://user@host:port/postgres?x=y` with another database.
  private static func address(_ server: String, database: String) -> String {
    let parts = server.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let query = parts.count > 1 ? "?" + parts[1] : ""
    let segments = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    // scheme: // authority [/ database]
    return segments.prefix(3).joined(separator: "/") + "/" + database + query
  }
}
