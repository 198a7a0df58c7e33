import CPostgres
import DovetailSQL
import Glibc
import Testing

/// A transaction on the PostgreSQL of `DOVETAIL_TEST_POSTGRES_URL` that is never committed.
final class PostgresTestDatabase: TestDatabase {
  let dialect: any SQLDialect = PostgresDialect()
  private var connection: OpaquePointer?

  private static let extensions = Result<Void, any Error> {
    let database = try PostgresTestDatabase(isSetUp: ())
    for name in ["citext", "hstore", "ltree", "postgis", "postgis_raster"] {
      try database.execute("CREATE EXTENSION IF NOT EXISTS \(name) SCHEMA public")
    }
  }

  /// A connection with the fixture tables, and extensions (installed once for all) if wanted.
  init(extensions: Bool = false) throws {
    if extensions { try Self.extensions.get() }
    try connect()
    let schema = "fixture_\(UInt64.random(in: 0...UInt64.max))"
    try execute("BEGIN; CREATE SCHEMA \(schema)")
    try execute("SET LOCAL search_path = \(schema), public; SET LOCAL TimeZone = 'UTC'")
    try execute(Fixture.postgres)
  }

  private init(isSetUp: Void) throws {
    try connect()
  }

  private func connect() throws {
    let url = try #require(
      getenv("DOVETAIL_TEST_POSTGRES_URL"),
      "make test sets DOVETAIL_TEST_POSTGRES_URL"
    )
    connection = PQconnectdb(url)
    guard PQstatus(connection) == CONNECTION_OK else { throw failure }
    try execute("SET client_min_messages = warning")
  }

  deinit {
    PQfinish(connection)
  }

  func execute(_ script: String) throws {
    let result = PQexec(connection, script)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure }
  }

  func query(_ sql: String, _ parameters: [ParameterValue]) throws -> [[String?]] {
    let texts = try parameters.map { parameter -> UnsafeMutablePointer<CChar>? in
      switch parameter {
      case .null: return nil
      case .text(let bytes): return strdup(String(decoding: bytes, as: UTF8.self))
      case .bytes, .integer, .real: throw DatabaseError(description: "a parameter that is no text")
      }
    }
    defer { for text in texts { free(text) } }
    let values = texts.map { UnsafePointer($0) }
    let result = PQexecParams(
      connection,
      sql,
      Int32(values.count),
      nil,
      values,
      nil,
      nil,
      0
    )
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_TUPLES_OK else { throw failure }
    return (0..<PQntuples(result)).map { row in
      (0..<PQnfields(result)).map { column in
        PQgetisnull(result, row, column) == 1
          ? nil : PQgetvalue(result, row, column).map { String(cString: $0) }
      }
    }
  }

  private var failure: DatabaseError {
    DatabaseError(description: String(cString: PQerrorMessage(connection)))
  }
}
