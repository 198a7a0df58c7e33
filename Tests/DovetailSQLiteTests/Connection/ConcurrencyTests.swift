import DovetailSQL
import DovetailSQLite
import DovetailSource
import Testing

@Suite("Concurrency")
struct ConcurrencyTests {
  /// A statement that runs for minutes unless it is ended.
  private static let endless: StatementText = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000000)
    SELECT count(*) FROM n
    """

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("Cancelling a task ends its statement, and no other")
  func cancellation() async throws {
    let pool = try await folder.pool(
      script: "CREATE TABLE t (x)",
      change: { $0.readerCount = 1 }
    )
    for _ in 0..<20 {
      let started = ContinuousClock.now
      let task = Task { () async -> SourceError? in
        await failure { () async throws(SourceError) in
          try await pool.query(Statement(Self.endless))
        }
      }
      // Waits behind the endless statement, on the same connection.
      let next = Task { try await pool.query(Statement("SELECT 7")).texts }
      try await Task.sleep(for: .milliseconds(5))
      task.cancel()
      #expect(await task.value?.code == .cancelled)
      #expect(try await next.value == [["7"]])
      #expect(ContinuousClock.now - started < .seconds(5))
    }
    await pool.close()
  }

  @Test("A task that is cancelled before it asks sends nothing")
  func cancelledBefore() async throws {
    let pool = try await folder.pool()
    let task = Task { () async -> SourceError? in
      while !Task.isCancelled { await Task.yield() }
      return await failure { () async throws(SourceError) in
        try await pool.query(Statement(Self.endless))
      }
    }
    task.cancel()
    #expect(await task.value?.code == .cancelled)
    #expect(pool.threadCount == 0)
    await pool.close()
  }

  @Test("Cancelling a task that writes rolls its transaction back")
  func cancelledWriter() async throws {
    let pool = try await folder.pool(script: "CREATE TABLE t (x)")
    let task = Task { () async -> SourceError? in
      await failure { () async throws(SourceError) in
        try await pool.execute([Statement("INSERT INTO t VALUES (1)"), Statement(Self.endless)])
      }
    }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    #expect(await task.value?.code == .cancelled)
    #expect(try await pool.query(Statement("SELECT count(*) FROM t")).texts == [["0"]])
    _ = try await pool.execute([Statement("INSERT INTO t VALUES (2)")])
    await pool.close()
  }

  @Test("A statement is ended after its time limit")
  func timeLimit() async throws {
    let pool = try await folder.pool(change: { $0.statementTimeout = .milliseconds(30) })
    let error = await failure { () async throws(SourceError) in
      try await pool.query(Statement(Self.endless))
    }
    #expect(error?.code == .timeout)
    #expect(error?.message == "the statement took longer than its time limit")
    #expect(try await pool.query(Statement("SELECT 1")).texts == [["1"]])
    await pool.close()
  }

  @Test("Readers read while a writer writes, each seeing whole transactions")
  func readersAndWriter() async throws {
    let pool = try await folder.pool(
      script: "CREATE TABLE t (a INTEGER, b INTEGER); INSERT INTO t VALUES (0, 0)"
    )
    try await withThrowingTaskGroup { group in
      group.addTask {
        for _ in 0..<200 {
          _ = try await pool.execute([
            Statement("UPDATE t SET a = a + 1"), Statement("UPDATE t SET b = b + 1"),
          ])
        }
      }
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<200 {
            let rows = try await pool.query(Statement("SELECT a - b FROM t"))
            #expect(rows.texts == [["0"]])
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await pool.query(Statement("SELECT a, b FROM t")).texts == [["200", "200"]])
    #expect(pool.threadCount <= 4)
    await pool.close()
  }

  @Test("A slow statement does not keep other readers waiting")
  func slowReader() async throws {
    let pool = try await folder.pool(change: { $0.readerCount = 2 })
    let slow = Task { () async -> SourceError? in
      await failure { () async throws(SourceError) in
        try await pool.query(Statement(Self.endless))
      }
    }
    for number in 0..<50 {
      let rows = try await pool.query(Statement("SELECT ?1", [.integer(Int64(number))]))
      #expect(rows.texts == [["\(number)"]])
    }
    slow.cancel()
    #expect(await slow.value?.code == .cancelled)
    await pool.close()
  }

  @Test("Many writers at once all succeed")
  func manyWriters() async throws {
    let pool = try await folder.pool(script: "CREATE TABLE t (x)")
    try await withThrowingTaskGroup { group in
      for number in 0..<100 {
        group.addTask {
          _ = try await pool.execute([
            Statement("INSERT INTO t VALUES (?1)", [.integer(Int64(number))])
          ])
        }
      }
      try await group.waitForAll()
    }
    #expect(try await pool.query(Statement("SELECT count(*) FROM t")).texts == [["100"]])
    await pool.close()
  }

  @Test("A database that another process locks is waited for, then reported")
  func locked() async throws {
    let pool = try await folder.pool(
      script: "CREATE TABLE t (x)",
      change: { $0.busyTimeout = .milliseconds(100) }
    )
    let lock = try await DatabaseLock(folder, table: "t")
    let error = await failure { () async throws(SourceError) in
      try await pool.execute([Statement("INSERT INTO t VALUES (2)")])
    }
    #expect(error?.code == .timeout)
    #expect(
      error?.message == "timed out while another process locks the database: database is locked"
    )
    #expect(try await pool.query(Statement("SELECT count(*) FROM t")).texts == [["0"]])
    try await lock.release()
    _ = try await pool.execute([Statement("INSERT INTO t VALUES (2)")])
    #expect(try await pool.query(Statement("SELECT count(*) FROM t")).texts == [["2"]])
    await pool.close()
  }

  @Test("A task that waits for a lock can be cancelled")
  func cancelledWhileLocked() async throws {
    let pool = try await folder.pool(
      script: "CREATE TABLE t (x)",
      change: { $0.busyTimeout = .seconds(600) }
    )
    let lock = try await DatabaseLock(folder, table: "t")
    let waiting = Task { () async -> SourceError? in
      await failure { () async throws(SourceError) in
        try await pool.execute([Statement("INSERT INTO t VALUES (2)")])
      }
    }
    try await Task.sleep(for: .milliseconds(50))
    waiting.cancel()
    #expect(await waiting.value?.code == .cancelled)
    try await lock.release()
    #expect(try await pool.query(Statement("SELECT x FROM t")).texts == [["1"]])
    await pool.close()
  }

  @Test("Requests beyond the limit of the queue are refused")
  func fullQueue() async throws {
    let pool = try await folder.pool(
      change: {
        $0.readerCount = 1
        $0.queueLimit = 2
      })
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask { () async -> SourceError? in
          await failure { () async throws(SourceError) in
            try await pool.query(Statement(Self.endless))
          }
        }
      }
      // One runs and two wait, or two wait for the thread to start.
      for _ in 0..<5 {
        let error = await group.next()?.flatMap { $0 }
        #expect(error?.code == .timeout)
        #expect(error?.message == "too many requests wait for the database (limit 2)")
      }
      group.cancelAll()
      let codes = await group.reduce(into: []) { $0.append($1?.code) }
      #expect(codes.count == 3)
      #expect(codes.count { $0 == .cancelled } >= 2)
    }
    await pool.close()
  }

  @Test("Closing ends running statements and those that wait")
  func closing() async throws {
    let pool = try await folder.pool(change: { $0.readerCount = 1 })
    let tasks = (0..<3).map { _ in
      Task { () async -> SourceError? in
        await failure { () async throws(SourceError) in
          try await pool.query(Statement(Self.endless))
        }
      }
    }
    try await Task.sleep(for: .milliseconds(30))
    await pool.close()
    for task in tasks { #expect(await task.value?.code == .connectionNotEstablished) }
    #expect(pool.threadCount == 0)
  }

  @Test("Idle connections are closed, and opened again when needed")
  func idle() async throws {
    let pool = try await folder.pool(change: { $0.idleTimeout = .milliseconds(20) })
    _ = try await pool.query(Statement("SELECT 1"))
    for _ in 0..<200 where pool.threadCount > 0 {
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(pool.threadCount == 0)
    #expect(try await pool.query(Statement("SELECT 2")).texts == [["2"]])
    await pool.close()
  }
}
