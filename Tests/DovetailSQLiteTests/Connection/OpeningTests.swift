import DovetailSQLite
import DovetailSource
import FoundationEssentials
import Testing

@Suite("Opening")
struct OpeningTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func openingError(
    _ path: String,
    createsFile: Bool = true
  ) async -> SourceError? {
    let source = SQLiteSource(
      SQLiteSettings(location: .file(path: path), createsFile: createsFile)
    )
    let error = await failure { () async throws(SourceError) in try await source.checkHealth() }
    await source.close()
    return error
  }

  @Test("A missing file is created, in WAL mode")
  func creates() async throws {
    let pool = try await folder.pool()
    let rows = try await pool.query(Statement("SELECT journal_mode FROM pragma_journal_mode"))
    #expect(rows.texts == [["wal"]])
    #expect(FileManager.default.fileExists(atPath: folder.file("test.db")))
    await pool.close()
  }

  @Test("A missing file is an error if it must exist, and is not created")
  func missing() async {
    let path = folder.file("no.db")
    let error = await openingError(path, createsFile: false)
    #expect(error?.code == .connectionNotEstablished)
    #expect(
      error?.message
        == "the database file \"\(path)\" does not exist, and its source has \"create\": false"
    )
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("A file that is no database is named")
  func noDatabase() async throws {
    try folder.write(String(repeating: "plain text\n", count: 200), to: "text.db")
    let path = folder.file("text.db")
    let error = await openingError(path)
    #expect(error?.code == .connectionNotEstablished)
    #expect(error?.message == "\"\(path)\" is not a SQLite database")
  }

  @Test("A damaged database is an error of its request, and reading goes on elsewhere")
  func damaged() async throws {
    let pool = try await folder.pool(
      script: """
        CREATE TABLE a (x); INSERT INTO a VALUES (1);
        CREATE TABLE b (x);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000)
        INSERT INTO b SELECT hex(randomblob(100)) FROM n;
        """
    )
    _ = try await pool.run(
      SQLScript(
        sql: "PRAGMA wal_checkpoint(TRUNCATE)",
        isReadOnly: false,
        isOutsideTransaction: true
      )
    )
    let root = try await pool.query(
      Statement("SELECT rootpage FROM sqlite_schema WHERE name = 'b'")
    )
    await pool.close()
    let page = try #require(root.texts.first?.first.flatMap { $0 }.flatMap { Int($0) })
    var data = try Data(contentsOf: URL(filePath: folder.file("test.db")))
    let start = (page - 1) * 4096
    try #require(data.count > start + 4096)
    data.replaceSubrange(start..<start + 4096, with: Data(repeating: 0xA5, count: 4096))
    try data.write(to: URL(filePath: folder.file("test.db")))

    let reopened = try await folder.pool()
    let error = await failure { () async throws(SourceError) in
      try await reopened.query(Statement("SELECT count(x) FROM b"))
    }
    #expect(error?.code == .connectionNotEstablished)
    #expect(error?.message.contains("malformed") == true)
    #expect(try await reopened.query(Statement("SELECT x FROM a")).texts == [["1"]])
    await reopened.close()
  }

  @Test("A folder and a path below a file are named")
  func paths() async throws {
    #expect(
      await openingError(folder.path)?.message
        == "\"\(folder.path)\" is a folder, not a SQLite database"
    )
    try folder.write("x", to: "file")
    let path = folder.file("file/test.db")
    let error = await openingError(path)
    #expect(error?.code == .connectionNotEstablished)
    #expect(
      error?.message
        == "the database file \"\(path)\" cannot be opened: \"\(folder.file("file"))\": "
        + "Not a directory"
    )
    let missing = folder.file("none/test.db")
    #expect(
      await openingError(missing)?.message
        == "the database file \"\(missing)\" cannot be opened: \"\(folder.file("none"))\": "
        + "No such file or directory"
    )
  }

  @Test("A source works once its file is there")
  func laterFile() async throws {
    let path = folder.file("later.db")
    let source = SQLiteSource(SQLiteSettings(location: .file(path: path), createsFile: false))
    #expect(
      await failure { () async throws(SourceError) in try await source.checkHealth() } != nil
    )
    let other = try await folder.pool("later.db", script: "CREATE TABLE t (x)")
    await other.close()
    try await source.checkHealth()
    await source.close()
  }

  @Test("A database in memory has one connection, for readers and writers")
  func memory() async throws {
    let pool = SQLitePool(SQLiteSettings(location: .memory))
    _ = try await pool.run(SQLScript(sql: "CREATE TABLE t (x); INSERT INTO t VALUES (1)"))
    _ = try await pool.execute([Statement("INSERT INTO t VALUES (2)")])
    #expect(try await pool.query(Statement("SELECT sum(x) FROM t")).texts == [["3"]])
    let read = try await pool.run(SQLScript(sql: "SELECT count(*) AS n FROM t", isReadOnly: true))
    #expect(read == .tuples([["n"], ["2"]]))
    #expect(pool.threadCount == 1)
    await pool.close()
  }

  @Test("A closed pool refuses, and has closed its connections")
  func closed() async throws {
    let pool = try await folder.pool(script: "CREATE TABLE t (x)")
    _ = try await pool.query(Statement("SELECT 1"))
    await pool.close()
    #expect(pool.threadCount == 0)
    // The last connection that closes removes the write-ahead log.
    #expect(!FileManager.default.fileExists(atPath: folder.file("test.db-wal")))
    let error = await failure { () async throws(SourceError) in
      try await pool.query(Statement("SELECT 1"))
    }
    #expect(error?.code == .connectionNotEstablished)
  }
}
