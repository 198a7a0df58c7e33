import DovetailCatalog
import DovetailMetadata
import DovetailSQLite
import DovetailSource
import OrderedJSON
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
  func verify() async throws {
    var seen: [String] = []
    let result = try await pool.run(SQLScript(sql: "CREATE TABLE u (y)")) {
      (facts) async throws(SourceError) in
      seen = facts.tables.keys.map(\.name).sorted()
      // Readers see the database without the script meanwhile.
      let rows = try await pool.query(Statement("SELECT count(*) FROM sqlite_schema"))
      #expect(rows.texts == [["2"]])
    }
    #expect(result == .command)
    #expect(seen == ["t", "u"])
    #expect(try await pool.introspect().tables.keys.count == 2)
  }

  @Test("A refused script is rolled back, and the refusal is the error")
  func refused() async throws {
    let error = await failure { () async throws(SourceError) in
      try await pool.run(SQLScript(sql: "DROP TABLE t")) { (_) async throws(SourceError) in
        throw SourceError(code: .notSupported, message: "no")
      }
    }
    #expect(error?.message == "no")
    #expect(try await values() == ["1"])
  }

  @Test("A failing script is not checked")
  func failingScript() async throws {
    let error = await failure { () async throws(SourceError) in
      try await pool.run(SQLScript(sql: "DROP TABLE nothing")) { (_) async throws(SourceError) in
        Issue.record("checked")
      }
    }
    #expect(error?.code == .sqliteError)
  }

  @Test("The check of a script on a database in memory may read", arguments: [true, false])
  func memory(isAccepted: Bool) async throws {
    let pool = SQLitePool(SQLiteSettings(location: .memory))
    _ = try await pool.run(SQLScript(sql: "CREATE TABLE t (x); INSERT INTO t VALUES (1)"))
    let script = SQLScript(sql: "ALTER TABLE t RENAME TO u; INSERT INTO u VALUES (2)")
    _ = await failure { () async throws(SourceError) in
      try await pool.run(script) { (facts) async throws(SourceError) in
        #expect(facts.tables.keys.map(\.name) == ["u"])
        #expect(try await pool.query(Statement("SELECT x FROM t")).texts == [["1"]])
        if !isAccepted { throw SourceError(code: .notSupported, message: "no") }
      }
    }
    let rows = try await pool.query(Statement(isAccepted ? "SELECT x FROM u" : "SELECT x FROM t"))
    #expect(rows.rowCount == (isAccepted ? 2 : 1))
    await pool.close()
  }
}
