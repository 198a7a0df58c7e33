import DovetailCatalog
import DovetailMetadata
import DovetailSQLite
import DovetailSource
import OrderedJSON
import Synchronization
import Testing

@Suite("run_sql")
struct RunScriptTests {
  let folder: TemporaryFolder
  let pool: SQLitePool

  init() async throws {
    folder = try TemporaryFolder()
    pool = try await folder.pool(
      script: "CREATE TABLE t (x INTEGER UNIQUE); INSERT INTO t VALUES (1)"
    )
  }

  private func run(
    _ sql: String,
    isReadOnly: Bool = false,
    isOutsideTransaction: Bool = false
  ) async throws(SourceError) -> SQLScriptResult {
    try await pool.run(
      SQLScript(sql: sql, isReadOnly: isReadOnly, isOutsideTransaction: isOutsideTransaction)
    )
  }

  private func values() async throws -> [String?] {
    try await pool.query(Statement("SELECT x FROM t ORDER BY x")).texts.flatMap { $0 }
  }

  @Test(
    "The last statement's result counts, null as NULL",
    arguments: [
      ("SELECT 1 AS a, NULL AS b", SQLScriptResult.tuples([["a", "b"], ["1", "NULL"]])),
      ("INSERT INTO t VALUES (5); SELECT x FROM t WHERE x > 1", .tuples([["x"], ["5"]])),
      ("SELECT 1; INSERT INTO t VALUES (5)", .command),
      ("INSERT INTO t VALUES (5) RETURNING x", .tuples([["x"], ["5"]])),
      ("SELECT x FROM t WHERE x > 9", .tuples([["x"]])),
      ("", .command), (" ; -- nothing\n /* at all */ ;", .command),
      ("SELECT 'a;b' AS \"c;d\"; ", .tuples([["c;d"], ["a;b"]])),
    ]
  )
  func results(sql: String, expected: SQLScriptResult) async throws {
    #expect(try await run(sql) == expected)
  }

  @Test("An error rolls all back, and names the statement")
  func rollback() async throws {
    let error = await failure { () async throws(SourceError) in
      try await run("INSERT INTO t VALUES (2); INSERT INTO t VALUES (1); INSERT INTO t VALUES (3)")
    }
    #expect(error?.code == .sqliteError)
    #expect(error?.message == "query execution failed")
    #expect(error?.path == "$.args")
    #expect(error?.detail?["statement"] == " INSERT INTO t VALUES (1);")
    #expect(error?.detail?["error"]?["message"] == "UNIQUE constraint failed: t.x")
    #expect(try await values() == ["1"])
  }

  @Test("Outside of a transaction, statements before the error stay")
  func outside() async throws {
    _ = await failure { () async throws(SourceError) in
      try await run(
        "INSERT INTO t VALUES (2); INSERT INTO t VALUES (1)",
        isOutsideTransaction: true
      )
    }
    #expect(try await values() == ["1", "2"])
    #expect(try await run("VACUUM", isOutsideTransaction: true) == .command)
    #expect(try await run("VACUUM") == .command)
  }

  @Test("A transaction left open outside of ours is rolled back, and nobody else is in it")
  func leftOpen() async throws {
    _ = try await run("BEGIN; INSERT INTO t VALUES (2)", isOutsideTransaction: true)
    #expect(try await values() == ["1"])
    _ = try await run("INSERT INTO t VALUES (3)")
    #expect(try await values() == ["1", "3"])
  }

  @Test("Dumps of SQLite's shell can be loaded")
  func dump() async throws {
    let result = try await run(
      """
      PRAGMA foreign_keys=OFF;
      BEGIN TRANSACTION;
      CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent);
      INSERT INTO child VALUES(1,7);
      CREATE TABLE parent (id INTEGER PRIMARY KEY);
      INSERT INTO parent VALUES(7);
      CREATE TRIGGER noted AFTER INSERT ON child BEGIN SELECT 1; SELECT 2; END;
      COMMIT;
      """
    )
    #expect(result == .command)
    #expect(try await pool.query(Statement("SELECT parent FROM child")).texts == [["7"]])
    // Foreign keys count again.
    let error = await failure { () async throws(SourceError) in
      try await pool.execute([Statement("INSERT INTO child VALUES (2, 8)")])
    }
    #expect(error?.code == .constraintViolation)
  }

  @Test("A script's own ROLLBACK is obeyed")
  func ownRollback() async throws {
    _ = try await run("BEGIN; INSERT INTO t VALUES (2); ROLLBACK; INSERT INTO t VALUES (3)")
    #expect(try await values() == ["1", "3"])
  }

  @Test(
    "A script that is to read only cannot write",
    arguments: [
      "INSERT INTO t VALUES (2)", "CREATE TABLE u (x)", "PRAGMA query_only = OFF; DELETE FROM t",
      "ATTACH 'other.db' AS other", "SELECT 1; DROP TABLE t", "VACUUM",
    ]
  )
  func readOnly(sql: String) async throws {
    let error = await failure { () async throws(SourceError) in try await run(sql, isReadOnly: true)
    }
    #expect(error?.code == .sqliteError)
    #expect(try await values() == ["1"])
    #expect(try await run("SELECT x FROM t", isReadOnly: true) == .tuples([["x"], ["1"]]))
  }

  @Test(
    "Zero bytes and broken statements are errors",
    arguments: ["SELECT 1\0; SELECT 2", "SELEC"]
  )
  func broken(sql: String) async {
    let error = await failure { () async throws(SourceError) in try await run(sql) }
    #expect(error?.code == .sqliteError)
  }

  @Test("A script is checked with its tables before it is committed")
  func check() async throws {
    let seen = Mutex<[String]>([])
    let result = try await pool.run(
      SQLScript(sql: "CREATE TABLE u (y)") { (facts, _) throws(SourceError) in
        seen.withLock { $0 = facts.tables.keys.map(\.name).sorted() }
      }
    )
    #expect(result == .command)
    #expect(seen.withLock(\.self) == ["t", "u"])
    #expect(try await pool.introspect().tables.count == 2)
  }

  @Test("A refused script is rolled back, and the refusal is the error", arguments: [true, false])
  func refused(isInMemory: Bool) async throws {
    let pool = isInMemory ? SQLitePool(SQLiteSettings(location: .memory)) : pool
    if isInMemory { _ = try await pool.run(SQLScript(sql: "CREATE TABLE t (x)")) }
    let error = await failure { () async throws(SourceError) in
      try await pool.run(
        SQLScript(sql: "DROP TABLE t") { (facts, _) throws(SourceError) in
          throw SourceError(code: .notSupported, message: "\(facts.tables.count) tables")
        }
      )
    }
    #expect(error?.message == "0 tables")
    #expect(try await pool.introspect().tables.keys.map(\.name) == ["t"])
  }

  @Test("Failing scripts, and those outside of a transaction, are not checked")
  func unchecked() async throws {
    let check: SQLScript.Check = {
      (_, _) throws(SourceError) in
      throw SourceError(code: .notSupported, message: "checked")
    }
    let error = await failure { () async throws(SourceError) in
      try await pool.run(SQLScript(sql: "DROP TABLE nothing", check: check))
    }
    #expect(error?.code == .sqliteError)
    _ = try await pool.run(
      SQLScript(sql: "DROP TABLE t", isOutsideTransaction: true, check: check)
    )
    #expect(try await pool.introspect().tables.isEmpty)
  }
}
