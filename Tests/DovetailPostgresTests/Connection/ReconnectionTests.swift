import DovetailPostgres
import DovetailSource
import Testing

extension ServerTests {
  @Suite("Reconnection")
  struct ReconnectionTests {
    private static let killOthers = """
      SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
      WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
      """

    @Test("A query on a terminated idle connection is repeated on a new one")
    func idle() async throws {
      try await TestServer.withPool { (pool) async throws in
        try await TestServer.withPool { (killer) async throws in
          for _ in 0..<20 {
            _ = try await pool.value("SELECT 1")
            _ = try await killer.value(Self.killOthers)
            #expect(try await pool.value("SELECT 2") == "2")
          }
        }
      }
    }

    @Test("A query that was running on a terminated connection is repeated")
    func running() async throws {
      try await TestServer.withPool { (pool) async throws in
        let task = Task { try await pool.value("SELECT 'slept' FROM pg_sleep(0.3)") }
        try await TestServer.withPool { (killer) async throws in
          while try await killer.value(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%0.3)'"
          )
            != "1"
          {}
          _ = try await killer.value(Self.killOthers)
        }
        #expect(try await task.value == "slept")
      }
    }

    @Test("A write is not sent to a dead idle connection, and not repeated when it was running")
    func writes() async throws {
      try await TestServer.withPool { (pool) async throws in
        try await TestServer.reset(["kill"], "CREATE TABLE kill.t (id int)", with: pool)
        let insert = Statement("INSERT INTO kill.t VALUES (1)")
        try await TestServer.withPool { (killer) async throws in
          for _ in 0..<20 {
            _ = try await pool.execute([insert], in: TransactionMode())
            _ = try await killer.value(Self.killOthers)
            _ = try await pool.execute([insert], in: TransactionMode())
          }
          #expect(try await pool.value("SELECT count(*) FROM kill.t") == "40")

          let task = Task {
            try await pool.execute(
              [insert, Statement("SELECT pg_sleep(62)")],
              in: TransactionMode()
            )
          }
          while try await killer.value(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%(62)'"
          )
            != "1"
          {}
          _ = try await killer.value(Self.killOthers)
          let error = await #expect(throws: SourceError.self) { try await task.value }
          #expect(error?.code == .postgresError)
          #expect(error?.message == "connection error")
        }
        #expect(try await pool.value("SELECT count(*) FROM kill.t") == "40")
      }
    }

    @Test("The pool recovers by itself from a restart of the server")
    func restart() async throws {
      try await TestServer.withPool { (pool) async throws in
        _ = try await pool.value("SELECT 1")
        try TestServer.control("stop")
        let error = await pool.failure("SELECT 2")
        #expect(error?.code == .postgresError)
        #expect(error?.message == "connection error")
        try TestServer.control("start")
        #expect(try await pool.value("SELECT 3") == "3")
      }
    }

    @Test(
      "A server that cannot be reached is a connection error",
      arguments: [
        "postgresql://nobody@127.0.0.1:1/none", "postgresql://nobody@/none?host=/nonexistent",
      ]
    )
    func unreachable(url: String) async throws {
      let pool = PostgresPool(.string(url), settings: PoolSettings(retries: 0))
      defer { pool.close() }
      let errors = await withTaskGroup(of: SourceError?.self) { group in
        for _ in 0..<8 { group.addTask { await pool.failure("SELECT 1") } }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(errors.allSatisfy { $0?.code == .postgresError && $0?.message == "connection error" })
    }

    @Test("A wrong password is a connection error that does not show the password")
    func password() async throws {
      let url = try TestServer.url().replacing(#/:[0-9a-f]+@/#, with: ":geheim@")
      let pool = PostgresPool(.string(url), settings: PoolSettings(retries: 0))
      defer { pool.close() }
      let error = try #require(await pool.failure("SELECT 1"))
      #expect(error.code == .postgresError)
      #expect(!"\(error)".contains("geheim"))
      #expect("\(error)".contains("password authentication failed"))
    }

    @Test("A server without free connections is told apart")
    func tooMany() async throws {
      try await TestServer.withPool { (admin) async throws in
        try await TestServer.reset(
          [],
          "DROP ROLE IF EXISTS lonely; CREATE ROLE lonely LOGIN PASSWORD 'x' CONNECTION LIMIT 1",
          with: admin
        )
        let url = try TestServer.url().replacing(#/dovetail:[0-9a-f]+@/#, with: "lonely:x@")
        let first = PostgresPool(.string(url))
        let second = PostgresPool(.string(url), settings: PoolSettings(retries: 0))
        defer {
          first.close()
          second.close()
        }
        #expect(try await first.value("SELECT 1") == "1")
        let error = await second.failure("SELECT 1")
        #expect(error?.code == .maxConnections)
        #expect(error?.message == "max connections reached on postgres")
        // With one connection at hand, requests wait for it instead.
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<8 {
            group.addTask { _ = try await first.value("SELECT pg_sleep(0.02)") }
          }
          try await group.waitForAll()
        }
        #expect(first.connectionCount == 1)
      }
    }
  }
}
