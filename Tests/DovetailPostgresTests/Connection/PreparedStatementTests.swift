import DovetailPostgres
import DovetailSource
import OrderedJSON
import Testing

extension ServerTests {
  @Suite("Prepared statements")
  struct PreparedStatementTests {
    private static let preparedCount = "SELECT count(*) FROM pg_prepared_statements"

    @Test("A statement is prepared once for each connection")
    func once() async throws {
      try await TestServer.withPool(PoolSettings(maxConnections: 1)) { (pool) async throws in
        let text = StatementText("SELECT $1::int")
        for number in 0..<5 {
          _ = try await pool.query(Statement(text, ["\(number)"]))
          // Another object with the same text is the same statement.
          _ = try await pool.query(Statement("SELECT $1::int", ["\(number)"]))
        }
        #expect(try await pool.value(Self.preparedCount) == "2")
      }
    }

    @Test("Nothing is prepared if the settings say so")
    func never() async throws {
      try await TestServer.withPool(PoolSettings(maxConnections: 1, preparation: .never)) {
        (pool) async throws in
        _ = try await pool.value("SELECT $1::int", "1")
        #expect(try await pool.value(Self.preparedCount) == "0")
      }
    }

    @Test("The least used statements are given up beyond the limit")
    func eviction() async throws {
      try await TestServer.withPool(PoolSettings(maxConnections: 1)) { (pool) async throws in
        let kept = StatementText("SELECT 'kept'")
        for number in 0..<700 {
          #expect(try await pool.value("SELECT \(number)") == "\(number)")
          _ = try await pool.query(Statement(kept))
        }
        let count = try await pool.value(Self.preparedCount).flatMap { Int($0) } ?? 0
        #expect(count <= 512 && count > 400)
        #expect(
          try await pool.value(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT ''kept'''"
          ) == "1"
        )
        #expect(try await pool.value("SELECT 0") == "0")
      }
    }

    @Test("A statement whose result type changed is prepared again")
    func invalidation() async throws {
      try await TestServer.withPool(PoolSettings(maxConnections: 1)) { (pool) async throws in
        try await TestServer.withPool { (admin) async throws in
          try await TestServer.reset(
            ["stale"],
            "CREATE TABLE stale.t (a int); INSERT INTO stale.t VALUES (1)",
            with: admin
          )
          let select: StatementText = "SELECT * FROM stale.t"
          #expect(try await pool.query(Statement(select)).columnCount == 1)
          _ = try await admin.run(SQLScript(sql: "ALTER TABLE stale.t ADD COLUMN b text"))
          #expect(try await pool.query(Statement(select)).columnCount == 2)
          _ = try await admin.run(SQLScript(sql: "ALTER TABLE stale.t ALTER COLUMN a TYPE text"))
          let rows = try await pool.execute([Statement(select)], in: TransactionMode())
          #expect(rows.first?.columnCount == 2)
          #expect(pool.connectionCount == 1)
        }
      }
    }

    @Test("A statement that another deallocated is prepared again")
    func deallocated() async throws {
      try await TestServer.withPool(PoolSettings(maxConnections: 1)) { (pool) async throws in
        let select: StatementText = "SELECT 'x'"
        _ = try await pool.query(Statement(select))
        _ = try await pool.query(Statement("DEALLOCATE ALL"))
        #expect(try await pool.query(Statement(select)).rowCount == 1)
      }
    }

    @Test("A statement that cannot be prepared fails each time, and leaves the connection sound")
    func broken() async throws {
      try await TestServer.withPool(PoolSettings(maxConnections: 1)) { (pool) async throws in
        for _ in 0..<3 {
          let error = await pool.failure("SELECT nonsense")
          #expect(error?.code == .unexpected)
          #expect(error?.detail?["error"]?["status_code"] == "42703")
        }
        #expect(try await pool.value("SELECT 1") == "1")
      }
    }
  }
}
