import DovetailPostgres
import DovetailSource
import Glibc
import Testing

/// A database of its own on the throw-away PostgreSQL server.
struct PostgresDatabase {
  /// The address with the database's name.
  let url: String

  /// Creates the database anew and runs a script in it.
  init(_ name: String, script: String) async throws {
    let server = try #require(
      getenv("DOVETAIL_TEST_POSTGRES_URL").map { String(cString: $0) },
      "DOVETAIL_TEST_POSTGRES_URL is not set. Run: scripts/postgres-cluster run -- swift test"
    )
    let administration = PostgresPool(.string(server))
    defer { administration.close() }
    for statement in [
      "DROP DATABASE IF EXISTS \(name) WITH (FORCE)", "CREATE DATABASE \(name) TEMPLATE template0",
    ] {
      _ = try await administration.run(SQLScript(sql: statement, isOutsideTransaction: true))
    }
    // scheme: // authority [/ database] [? parameters]
    let parts = server.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let authority = parts[0].split(separator: "/", omittingEmptySubsequences: false).prefix(3)
    url =
      authority.joined(separator: "/") + "/" + name + (parts.count > 1 ? "?" + parts[1] : "")
    let pool = PostgresPool(.string(url))
    defer { pool.close() }
    _ = try await pool.run(SQLScript(sql: script))
  }
}
