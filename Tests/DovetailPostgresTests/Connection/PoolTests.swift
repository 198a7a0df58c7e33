import DovetailPostgres
import DovetailSource
import OrderedJSON
import Testing

extension ServerTests {
  @Suite("Connection pool")
  struct PoolTests {
    @Test("A query returns its rows as texts")
    func rows() async throws {
      try await TestServer.withPool { (pool) async throws in
        let rows = try await pool.query(
          Statement("SELECT i, NULL, 'é' || $1::text FROM generate_series(1, 2) i", ["x"])
        )
        #expect(rows.rowCount == 2)
        #expect(rows.columnCount == 3)
        #expect(String(decoding: rows.bytes, as: UTF8.self) == "1éx2éx")
        #expect(rows.cells.map(\.length) == [1, -1, 3, 1, -1, 3])
        #expect(rows.cells[5].offset == 5)
      }
    }

    @Test("Parameters arrive as they are", arguments: ["", "a'b\\", "€ 𝄞", nil])
    func parameters(text: String?) async throws {
      try await TestServer.withPool { (pool) async throws in
        #expect(try await pool.value("SELECT $1::text", text) == text)
        let two = try await pool.value("SELECT $1::text || coalesce($2::text, '-')", "x", text)
        #expect(two == "x" + (text ?? "-"))
      }
    }

    @Test("A parameter with a zero byte is a data exception and harms nothing")
    func zeroByte() async throws {
      try await TestServer.withPool { (pool) async throws in
        let error = await pool.failure("SELECT $1::text", "a\0b")
        #expect(error?.code == .dataException)
        #expect(try await pool.value("SELECT 1") == "1")
        #expect(pool.connectionCount == 1)
      }
    }

    @Test("Large parameters and results pass", arguments: [true, false])
    func large(isPrepared: Bool) async throws {
      let settings = PoolSettings(preparation: isPrepared ? .always : .never)
      try await TestServer.withPool(settings) { (pool) async throws in
        let text = String(repeating: "0123456789", count: 3_000_000)
        #expect(try await pool.value("SELECT md5($1::text)", text)?.count == 32)
        #expect(try await pool.value("SELECT $1::text", text) == text)
      }
    }

    @Test("Never more connections than allowed are open, and all requests are served")
    func bounds() async throws {
      try await TestServer.withPool(PoolSettings(maxConnections: 3)) { (pool) async throws in
        let greatest = try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<40 {
            group.addTask {
              _ = try await pool.value("SELECT pg_sleep(0.01)")
              return pool.connectionCount
            }
          }
          return try await group.reduce(0, max)
        }
        #expect(greatest == 3)
      }
    }

    @Test("Slow statements get a connection each")
    func growth() async throws {
      try await TestServer.withPool(PoolSettings(maxConnections: 12)) { (pool) async throws in
        let begin = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<12 {
            group.addTask { _ = try await pool.value("SELECT pg_sleep(0.5)") }
          }
          try await group.waitForAll()
        }
        #expect(pool.connectionCount == 12)
        #expect(ContinuousClock.now - begin < .seconds(3))
      }
    }

    @Test("A request that waits too long for a connection times out")
    func poolTimeout() async throws {
      let settings = PoolSettings(maxConnections: 1, poolTimeout: .milliseconds(500))
      try await TestServer.withPool(settings) { (pool) async throws in
        let slow = Task { await pool.failure("SELECT pg_sleep(63)") }
        while pool.connectionCount == 0 { await Task.yield() }
        let error = await pool.failure("SELECT 1")
        #expect(error?.code == .timeout)
        slow.cancel()
        #expect(await slow.value?.code == .cancelled)
        #expect(try await pool.value("SELECT 2") == "2")
      }
    }

    @Test("Idle and old connections are closed")
    func idleTimeout() async throws {
      try await TestServer.withPool(PoolSettings(idleTimeout: .milliseconds(20))) {
        (pool) async throws in
        _ = try await pool.value("SELECT 1")
        let deadline = ContinuousClock.now + .seconds(5)
        while pool.connectionCount > 0, ContinuousClock.now < deadline { await Task.yield() }
        #expect(pool.connectionCount == 0)
      }
      try await TestServer.withPool(PoolSettings(connectionLifetime: .nanoseconds(1))) {
        (pool) async throws in
        let first = try await pool.value("SELECT pg_backend_pid()")
        let second = try await pool.value("SELECT pg_backend_pid()")
        #expect(first != second)
      }
    }

    @Test(
      "Reads are read-only and in the chosen isolation level, prepared or not",
      arguments: [PoolSettings.Preparation.always, .never, .automatic]
    )
    func readOnly(preparation: PoolSettings.Preparation) async throws {
      let settings = PoolSettings(preparation: preparation, isolation: .repeatableRead)
      try await TestServer.withPool(settings) { (pool) async throws in
        #expect(try await pool.value("SHOW transaction_read_only") == "on")
        #expect(try await pool.value("SHOW transaction_isolation") == "repeatable read")
        let error = await pool.failure("CREATE TABLE never (id int)")
        #expect(error?.code == .unexpected)
        #expect(error?.message == "database query error")
        #expect(error?.detail?["error"]?["status_code"] == "25006")
        // The transaction that failed is over.
        #expect(try await pool.value("SELECT 1") == "1")
        #expect(pool.connectionCount == 1)
      }
    }

    @Test("Connections say who they are and speak UTF-8 and ISO")
    func session() async throws {
      try await TestServer.withPool { (pool) async throws in
        #expect(try await pool.value("SHOW application_name") == "dovetail")
        #expect(try await pool.value("SHOW client_encoding") == "UTF8")
        #expect(try await pool.value("SHOW datestyle") == "ISO, MDY")
      }
    }

    @Test("A connection string's own options count")
    func options() async throws {
      let url = try TestServer.url() + "?options=-c%20statement_timeout%3D50&application_name=me"
      let pool = PostgresPool(.string(url))
      defer { pool.close() }
      #expect(try await pool.value("SHOW application_name") == "me")
      let error = await pool.failure("SELECT pg_sleep(10)")
      #expect(error?.detail?["error"]?["status_code"] == "57014")
      #expect(try await pool.value("SELECT 1") == "1")
    }

    @Test("Statements run in one transaction, all or nothing")
    func batch() async throws {
      try await TestServer.withPool { (pool) async throws in
        try await TestServer.reset(["batch"], "CREATE TABLE batch.t (id int UNIQUE)", with: pool)
        let insert: StatementText = "INSERT INTO batch.t VALUES ($1::int) RETURNING id"
        let rows = try await pool.execute(
          [Statement(insert, ["1"]), Statement(insert, ["2"])],
          in: TransactionMode()
        )
        #expect(rows.map { String(decoding: $0.bytes, as: UTF8.self) } == ["1", "2"])
        await #expect(throws: SourceError.self) {
          try await pool.execute(
            [Statement(insert, ["3"]), Statement(insert, ["1"]), Statement(insert, ["4"])],
            in: TransactionMode()
          )
        }
        #expect(try await pool.value("SELECT count(*) FROM batch.t") == "2")
      }
    }

    @Test("The failing statement of a batch is the one in the error")
    func batchError() async throws {
      try await TestServer.withPool { (pool) async throws in
        let error = await #expect(throws: SourceError.self) {
          try await pool.execute(
            [Statement("SELECT 1"), Statement("SELECT $1::int FROM nowhere", ["7"])],
            in: TransactionMode()
          )
        }
        #expect(error?.code == .unexpected)
        #expect(error?.detail?["statement"] == "SELECT $1::int FROM nowhere")
        #expect(error?.detail?["arguments"] == ["7"])
      }
    }

    @Test("A transaction commits when its closure returns and rolls back when it throws")
    func transaction() async throws {
      try await TestServer.withPool { (pool) async throws in
        try await TestServer.reset(["tx"], "CREATE TABLE tx.t (id int)", with: pool)
        try await pool.withTransaction(TransactionMode()) {
          (transaction) async throws(SourceError) in
          _ = try await transaction.query(Statement("INSERT INTO tx.t VALUES (1)"))
        }
        await #expect(throws: SourceError.self) {
          try await pool.withTransaction(TransactionMode()) {
            (transaction) async throws(SourceError) in
            _ = try await transaction.query(Statement("INSERT INTO tx.t VALUES (2)"))
            throw SourceError(code: .unexpected, message: "no")
          }
        }
        #expect(try await pool.value("SELECT string_agg(id::text, ',') FROM tx.t") == "1")
      }
    }

    @Test("A closed pool refuses requests, and ends those in progress")
    func close() async throws {
      let pool = PostgresPool(try TestServer.target())
      _ = try await pool.value("SELECT 1")
      let sleeping = Task { await pool.failure("SELECT pg_sleep(60)") }
      let other = PostgresPool(try TestServer.target())
      defer { other.close() }
      while try await other.value(
        "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'"
      ) != "1" {}
      pool.close()
      #expect(await sleeping.value?.code == .connectionNotEstablished)
      #expect(await pool.failure("SELECT 1")?.code == .connectionNotEstablished)
    }
  }
}
