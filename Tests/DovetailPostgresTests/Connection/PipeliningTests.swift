import DovetailPostgres
import DovetailSource
import Testing

extension ServerTests {
  @Suite("Brief requests on one connection")
  struct PipeliningTests {
    private static let sleep: StatementText = "SELECT $2::text FROM pg_sleep($1::float8)"

    /// A pool in which `sleep` is known to be brief.
    private func withWarmPool(
      connections: Int,
      _ body: @Sendable (PostgresPool) async throws -> Void
    ) async throws {
      try await TestServer.withPool(PoolSettings(maxConnections: connections)) {
        (pool) async throws in
        for _ in 0..<50 { _ = try await pool.query(Statement(Self.sleep, ["0", "warm"])) }
        try await body(pool)
      }
    }

    @Test("Each request gets its own result")
    func results() async throws {
      try await withWarmPool(connections: 2) { (pool) async throws in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 0..<500 {
            group.addTask {
              let rows = try await pool.query(Statement(Self.sleep, ["0", "n\(number)"]))
              #expect(String(decoding: rows.bytes, as: UTF8.self) == "n\(number)")
            }
          }
          try await group.waitForAll()
        }
        #expect(pool.connectionCount <= 2)
      }
    }

    @Test("An error hits only the request that caused it")
    func errors() async throws {
      try await withWarmPool(connections: 1) { (pool) async throws in
        await withTaskGroup(of: Void.self) { group in
          for number in 0..<200 {
            group.addTask {
              let isBad = number.isMultiple(of: 3)
              let statement = Statement(Self.sleep, [isBad ? "x" : "0", "n\(number)"])
              let rows = try? await pool.query(statement)
              #expect((rows == nil) == isBad)
            }
          }
        }
      }
    }

    @Test("Requests do not wait behind one that takes long after all")
    func stall() async throws {
      try await withWarmPool(connections: 2) { (pool) async throws in
        let begin = ContinuousClock.now
        let long = Task { try await pool.query(Statement(Self.sleep, ["60", "long"])) }
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<100 {
            group.addTask { _ = try await pool.query(Statement(Self.sleep, ["0", "short"])) }
          }
          try await group.waitForAll()
        }
        #expect(ContinuousClock.now - begin < .seconds(10))
        long.cancel()
        await #expect(throws: SourceError.self) { try await long.value }
      }
    }

    @Test("Cancelling one request leaves those behind it alone")
    func cancellation() async throws {
      try await withWarmPool(connections: 2) { (pool) async throws in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 0..<300 {
            group.addTask {
              let isCancelled = number.isMultiple(of: 5)
              let task = Task {
                try await pool.query(Statement(Self.sleep, [isCancelled ? "0.02" : "0", "x"]))
              }
              if isCancelled {
                task.cancel()
                _ = try? await task.value
              } else {
                let rows = try await task.value
                #expect(rows.rowCount == 1)
              }
            }
          }
          try await group.waitForAll()
        }
        #expect(try await pool.value("SELECT 1") == "1")
      }
    }

    @Test("Requests survive the end of the connection that they share")
    func termination() async throws {
      try await withWarmPool(connections: 2) { (pool) async throws in
        try await TestServer.withPool { (killer) async throws in
          try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
              group.addTask {
                if number == 150 {
                  _ = try await killer.value(
                    """
                    SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
                    WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
                    """
                  )
                }
                let rows = try await pool.query(Statement(Self.sleep, ["0", "x"]))
                #expect(rows.rowCount == 1)
              }
            }
            try await group.waitForAll()
          }
        }
      }
    }
  }
}
