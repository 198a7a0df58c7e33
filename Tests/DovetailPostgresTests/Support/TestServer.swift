import DovetailPostgres
import DovetailSource
import Glibc
import Testing

/// All tests that talk to the throw-away server, one after the other: some of them restart it.
@Suite("PostgreSQL", .serialized)
enum ServerTests {}

/// The throw-away server.
enum TestServer {
  /// Its address.
  static func target() throws -> ConnectionTarget {
    .string(try url())
  }

  static func url() throws -> String {
    try variable("DOVETAIL_TEST_POSTGRES_URL")
  }

  /// The address of the pooler before the server.
  static func poolerURL() throws -> String {
    try variable("DOVETAIL_TEST_POSTGRES_POOLER_URL")
  }

  /// A pool, closed after the closure.
  static func withPool<Value>(
    _ settings: PoolSettings = PoolSettings(),
    _ body: (PostgresPool) async throws -> Value
  ) async throws -> Value {
    let pool = PostgresPool(try target(), settings: settings)
    defer { pool.close() }
    return try await body(pool)
  }

  /// Drops and creates schemas, and runs the script.
  static func reset(_ schemas: [String], _ script: String, with pool: PostgresPool) async throws {
    let drops = schemas.map { "DROP SCHEMA IF EXISTS \"\($0)\" CASCADE; CREATE SCHEMA \"\($0)\";" }
    _ = try await pool.run(SQLScript(sql: drops.joined() + script))
  }

  /// Stops or starts the server.
  static func control(_ command: String) throws {
    let path = try variable("DOVETAIL_TEST_POSTGRES_CONTROL")
    var process = pid_t()
    var arguments = [strdup(path), strdup(command), nil]
    defer { arguments.forEach { free($0) } }
    try #require(posix_spawn(&process, path, nil, nil, &arguments, environ) == 0)
    var status: Int32 = 0
    try #require(waitpid(process, &status, 0) == process)
    #expect(status == 0, "the server does not \(command)")
  }

  private static func variable(_ name: String) throws -> String {
    try #require(
      getenv(name).map { String(cString: $0) },
      "\(name) is not set. Run: scripts/postgres-cluster run -- swift test (or make test)"
    )
  }
}

extension PostgresPool {
  /// The first value of a statement, as text.
  func value(_ sql: String, _ parameters: String?...) async throws -> String? {
    let rows = try await query(Statement(StatementText(sql), parameters))
    guard let cell = rows.cells.first, !cell.isNull else { return nil }
    return String(decoding: rows.bytes[cell.offset..<cell.offset + cell.length], as: UTF8.self)
  }

  /// The error of a statement.
  func failure(_ sql: String, _ parameters: String?...) async -> SourceError? {
    do {
      _ = try await query(Statement(StatementText(sql), parameters))
      return nil
    } catch {
      return error
    }
  }
}
