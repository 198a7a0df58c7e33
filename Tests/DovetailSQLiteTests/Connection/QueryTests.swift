import DovetailSQL
import DovetailSQLite
import DovetailSource
import OrderedJSON
import Testing

@Suite("Queries")
struct QueryTests {
  let folder: TemporaryFolder
  let pool: SQLitePool

  init() async throws {
    folder = try TemporaryFolder()
    pool = try await folder.pool(
      script: """
        CREATE TABLE pets (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, weight REAL,
          CHECK (weight > 0));
        CREATE TABLE toys (id INTEGER PRIMARY KEY, pet INTEGER NOT NULL REFERENCES pets);
        INSERT INTO pets VALUES (1, 'Ada', 4.5), (2, 'Bo', NULL);
        """
    )
  }

  @Test(
    "A value becomes the text that JSON can take",
    arguments: [
      ("0", "0"), ("-7", "-7"), ("9223372036854775807", "9223372036854775807"),
      ("-9223372036854775808", "-9223372036854775808"), ("1.5", "1.5"), ("2.0", "2.0"),
      ("1e300", "1.0e+300"), ("0.99 + 0.99", "1.98"), ("9e999", "Infinity"),
      ("-9e999", "-Infinity"), ("NULL", nil), ("''", ""), ("'grün'", "grün"),
      ("x'00ff'", #"\x00ff"#), ("x''", #"\x"#), ("'a' || char(0) || 'b'", "a\0b"),
      ("CAST(x'41ff' AS TEXT)", "A\u{FFFD}"),
    ]
  )
  func valueTexts(sql: String, text: String?) async throws {
    let rows = try await pool.query(Statement(StatementText("SELECT \(sql)")))
    #expect(rows.texts == [[text]])
  }

  @Test("Values are bound by their storage class")
  func binding() async throws {
    let rows = try await pool.query(
      Statement(
        "SELECT typeof(?1), typeof(?2), typeof(?3), typeof(?4), typeof(?5), ?5",
        [.null, .integer(3), .real(0.5), .text("x"), .text("")]
      )
    )
    #expect(rows.texts == [["null", "integer", "real", "text", "text", ""]])
  }

  @Test("A statement without rows has its columns")
  func noRows() async throws {
    let rows = try await pool.query(Statement("SELECT id, name FROM pets WHERE id = 99"))
    #expect(rows.columnCount == 2)
    #expect(rows.rowCount == 0)
  }

  @Test("A statement with the wrong number of values is refused")
  func wrongNumberOfValues() async {
    let error = await failure { () async throws(SourceError) in
      try await pool.query(Statement("SELECT ?1", []))
    }
    #expect(error?.code == .unexpected)
  }

  @Test("Readers cannot write")
  func readersCannotWrite() async {
    let error = await failure { () async throws(SourceError) in
      try await pool.query(Statement("INSERT INTO pets VALUES (3, 'Cy', 1)"))
    }
    #expect(error?.message == "database query error")
    #expect(
      error?.detail?["error"]?["message"]?.stringValue == "attempt to write a readonly database"
    )
  }

  @Test("A statement is compiled anew when a table has changed")
  func changedTable() async throws {
    let statement = Statement("SELECT * FROM toys")
    #expect(try await pool.query(statement).columnCount == 2)
    _ = try await pool.run(SQLScript(sql: "ALTER TABLE toys ADD COLUMN colour TEXT"))
    #expect(try await pool.query(statement).columnCount == 3)
  }

  @Test("More statements than the cache holds work")
  func manyStatements() async throws {
    let small = try await folder.pool(change: { $0.statementCacheSize = 4 })
    for round in 0..<3 {
      for number in 0..<20 {
        let rows = try await small.query(Statement(StatementText("SELECT \(number)")))
        #expect(rows.texts == [["\(number)"]], "round \(round)")
      }
    }
    await small.close()
  }

  @Test(
    "Constraint violations have the contract's code and SQLite's text",
    arguments: [
      (
        "INSERT INTO pets VALUES (3, 'Ada', 1)", "constraint-violation",
        "Uniqueness violation. UNIQUE constraint failed: pets.name"
      ),
      (
        "INSERT INTO pets VALUES (1, 'Cy', 1)", "constraint-violation",
        "Uniqueness violation. UNIQUE constraint failed: pets.id"
      ),
      (
        "INSERT INTO pets VALUES (3, NULL, 1)", "constraint-violation",
        "Not-NULL violation. NOT NULL constraint failed: pets.name"
      ),
      (
        "INSERT INTO toys VALUES (1, 99)", "constraint-violation",
        "Foreign key violation. FOREIGN KEY constraint failed"
      ),
      (
        "INSERT INTO pets VALUES (3, 'Cy', -1)", "permission-error",
        "Check constraint violation. CHECK constraint failed: weight > 0"
      ),
      (
        "INSERT INTO pets (id, name) VALUES ('x', 'Cy')", "data-exception", "datatype mismatch"
      ),
      ("SELECT json('{')", "data-exception", "malformed JSON"),
      ("SELECT nothing", "unexpected", "database query error"),
    ]
  )
  func constraints(sql: String, code: String, message: String) async {
    let error = await failure { () async throws(SourceError) in
      try await pool.execute([Statement(StatementText(sql))])
    }
    #expect(error?.code.rawValue == code)
    #expect(error?.message == message)
    #expect(error?.detail?["statement"] == .string(sql))
  }

  @Test("A failing statement rolls back those before it")
  func rollback() async throws {
    let error = await failure { () async throws(SourceError) in
      try await pool.execute([
        Statement("INSERT INTO pets VALUES (?1, ?2, 1)", [.integer(3), .text("Cy")]),
        Statement("INSERT INTO pets VALUES (?1, ?2, 1)", [.integer(4), .text("Ada")]),
      ])
    }
    #expect(error?.code == .constraintViolation)
    #expect(error?.detail?["arguments"] == [4, "Ada"])
    let rows = try await pool.query(Statement("SELECT count(*) FROM pets"))
    #expect(rows.texts == [["2"]])
  }

  @Test("A transaction gives the rows of each statement, and is seen at once")
  func transaction() async throws {
    let results = try await pool.execute([
      Statement("INSERT INTO pets VALUES (3, 'Cy', 1) RETURNING id, name"),
      Statement("UPDATE pets SET weight = 2 WHERE id > 1 RETURNING id"),
    ])
    #expect(results.map(\.texts) == [[["3", "Cy"]], [["2"], ["3"]]])
    let rows = try await pool.query(Statement("SELECT count(*) FROM pets WHERE weight = 2"))
    #expect(rows.texts == [["2"]])
  }

  @Test("A text in a number's place is an error only where it looks like a number")
  func textAsNumber() async throws {
    func select(_ sql: String) async throws(SourceError) -> [[String?]] {
      try await pool.query(
        Statement(StatementText("SELECT \(sql)"), numberColumns: [0])
      ).texts
    }
    #expect(try await select("'n/a'") == [["n/a"]])
    #expect(try await select("'-1.5e3'") == [["-1.5e3"]])
    for text in ["12abc", "1.", "007", "-3x", "1e"] {
      let error = await failure { () async throws(SourceError) in try await select("'\(text)'") }
      #expect(error?.code == .dataException)
      #expect(error?.message == "a column of a numeric type holds the text \"\(text)\"")
    }
  }
}
