import DovetailPostgres
import DovetailSource
import OrderedJSON
import Testing

extension ServerTests {
  @Suite("Errors")
  struct ErrorTests {
    @Test(
      "No piece of a connection string that cannot be read is in the error",
      arguments: [
        "postgres://u:sek%ret@127.0.0.1/db", "postgres://u:pa/sekret@127.0.0.1/db",
        "postgres://u:p@sekret@127.0.0.1/db", "postgres://u:p@[sekret/db",
        "host=127.0.0.1 password=a sekret",
        "host=127.0.0.1 sekret=b", "password='sekret",
      ]
    )
    func secrets(url: String) async throws {
      let pool = PostgresPool(.string(url), settings: PoolSettings(retries: 0))
      defer { pool.close() }
      let error = try #require(await pool.failure("SELECT 1"))
      let text = "\(error.message) \(error.detail?.description ?? "")"
      #expect(text.contains("the connection string cannot be used"))
      for piece in ["sek", "ret", "pa/", "p@"] { #expect(!text.contains(piece)) }
    }

    @Test(
      "SQLSTATEs have the contract's codes and texts",
      arguments: [
        ("23001", "constraint-violation", "Can not delete or update due to data being referred. m"),
        ("23502", "constraint-violation", "Not-NULL violation. m"),
        ("23503", "constraint-violation", "Foreign key violation. m"),
        ("23505", "constraint-violation", "Uniqueness violation. m"),
        ("23514", "permission-error", "Check constraint violation. m"),
        ("23P01", "constraint-violation", "Exclusion violation. m"),
        ("22007", "data-exception", "m"), ("22023", "data-exception", "m"),
        ("22025", "bad-request", "m"), ("42704", "constraint-error", "m"),
        (
          "42P10", "constraint-error",
          "there is no unique or exclusion constraint on target column(s)"
        ),
        ("40001", "concurrent-update", "serialization failure due to concurrent update"),
        ("P0001", "unexpected", "database query error"),
        ("42P01", "unexpected", "database query error"),
      ]
    )
    func mapping(state: String, code: String, message: String) async throws {
      try await TestServer.withPool { (pool) async throws in
        let statement = """
          DO $$ BEGIN
            RAISE EXCEPTION 'm' USING ERRCODE = '\(state)', DETAIL = 'the detail', HINT = 'a hint';
          END $$
          """
        let error = try #require(await pool.failure(statement))
        #expect(error.code.rawValue == code)
        #expect(error.message == message)
        #expect(error.path == nil)
        // Whatever has a code of its own says all in its message.
        let isPlain = ["22", "23", "42704", "42P10"].contains { state.hasPrefix($0) }
        let detail: JSONValue = [
          "statement": .string(statement), "prepared": true,
          "error": [
            "exec_status": "FatalError", "hint": "a hint", "message": "m",
            "status_code": .string(state), "description": "the detail",
          ],
          "arguments": [],
        ]
        #expect(error.detail == (isPlain ? nil : .some(detail)))
      }
    }
  }
}
