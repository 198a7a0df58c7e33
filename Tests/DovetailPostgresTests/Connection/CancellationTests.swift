import DovetailPostgres
import DovetailSource
import Testing

extension ServerTests {
  @Suite("Cancellation")
  struct CancellationTests {
    private static let active = """
      SELECT count(*) FROM pg_stat_activity
      WHERE state = 'active' AND query LIKE 'SELECT pg_sleep(61)%'
      """

    @Test("A cancelled task ends the statement at the server, and its connection is used again")
    func running() async throws {
      try await TestServer.withPool(PoolSettings(maxConnections: 1)) { (pool) async throws in
        try await TestServer.withPool { (observer) async throws in
          let pid = try await pool.value("SELECT pg_backend_pid()")
          let task = Task { await pool.failure("SELECT pg_sleep(61)") }
          while try await observer.value(Self.active) != "1" {}
          task.cancel()
          #expect(await task.value?.code == .cancelled)
          #expect(try await pool.value("SELECT pg_backend_pid()") == pid)
          #expect(try await observer.value(Self.active) == "0")
        }
      }
    }

    @Test("A waiting request that is cancelled leaves the queue")
    func waiting() async throws {
      try await TestServer.withPool(PoolSettings(maxConnections: 1)) { (pool) async throws in
        let holder = Task { await pool.failure("SELECT pg_sleep(61)") }
        try await TestServer.withPool { (observer) async throws in
          while try await observer.value(Self.active) != "1" {}
        }
        let waiting = Task { await pool.failure("SELECT 1") }
        waiting.cancel()
        #expect(await waiting.value?.code == .cancelled)
        holder.cancel()
        _ = await holder.value
        #expect(try await pool.value("SELECT 3") == "3")
      }
    }

    @Test("A task that is cancelled before it asks gets no connection")
    func before() async throws {
      try await TestServer.withPool { (pool) async throws in
        let task = Task {
          while !Task.isCancelled { await Task.yield() }
          return await pool.failure("SELECT 1")
        }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        #expect(pool.connectionCount == 0)
      }
    }

    @Test("A cancelled transaction is rolled back")
    func transaction() async throws {
      try await TestServer.withPool { (pool) async throws in
        try await TestServer.reset(["cancelled"], "CREATE TABLE cancelled.t (id int)", with: pool)
        let task = Task {
          try await pool.withTransaction(TransactionMode()) {
            (transaction) async throws(SourceError) in
            _ = try await transaction.query(Statement("INSERT INTO cancelled.t VALUES (1)"))
            _ = try await transaction.query(Statement("SELECT pg_sleep(61)"))
          }
        }
        try await TestServer.withPool { (observer) async throws in
          while try await observer.value(Self.active) != "1" {}
          task.cancel()
          await #expect(throws: SourceError.self) { try await task.value }
          while try await observer.value(Self.active) != "0" {}
        }
        #expect(try await pool.value("SELECT count(*) FROM cancelled.t") == "0")
      }
    }

    @Test("Cancelling in the midst of many requests hits no other")
    func storm() async throws {
      try await TestServer.withPool(PoolSettings(maxConnections: 4)) { (pool) async throws in
        await withTaskGroup(of: String?.self) { group in
          for round in 0..<200 {
            group.addTask {
              let task = Task { await pool.failure("SELECT pg_sleep(0.002)") }
              if round.isMultiple(of: 2) { task.cancel() }
              let code = await task.value?.code.rawValue
              return round.isMultiple(of: 2) && code == "cancelled" ? nil : code
            }
          }
          for await code in group { #expect(code == nil) }
        }
      }
    }
  }
}
