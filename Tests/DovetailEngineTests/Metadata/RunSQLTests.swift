import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("run_sql on SQLite and what it does to metadata")
struct RunSQLTests {
  private func sql(_ text: String, more: String = "") -> String {
    #"{"type": "run_sql", "args": {"source": "default", "sql": "\#(text)"\#(more)}}"#
  }

  @Test("The last statement's rows come back as texts")
  func rows() async throws {
    let test = try await TrackingTests.blog()
    #expect(
      try await test.run(sql("SELECT id, secret FROM author ORDER BY id"), api: .v2Query)
        == ["result_type": "TuplesOk", "result": [["id", "secret"], ["1", "x"], ["2", "NULL"]]]
    )
    #expect(
      try await test.run(sql("UPDATE author SET secret = 'y'"), api: .v2Query)
        == ["result_type": "CommandOk", "result": nil]
    )
  }

  @Test("Wrong SQL is a clear error, and the engine goes on")
  func wrong() async throws {
    let test = try await TrackingTests.blog()
    let error = try await test.error(sql("SELEC 1"), api: .v2Query)
    #expect(error?.code == "sqlite-error")
    #expect(error?.message == "query execution failed")
    #expect(error?.status == 400)
    #expect(await test.failure("{ author { id } }") == nil)
  }

  @Test("A source that does not exist is named")
  func unknownSource() async throws {
    let test = try await TrackingTests.blog()
    let error = try await test.error(
      #"{"type": "run_sql", "args": {"source": "none", "sql": "SELECT 1"}}"#,
      api: .v2Query
    )
    #expect(error?.code == "not-exists")
    #expect(error?.message == "source with name \"none\" does not exist")
  }

  @Test("A table on which others depend cannot be dropped, and is still there")
  func dropWithDependents() async throws {
    let test = try await TrackingTests.blog()
    let error = try await test.error(
      sql("PRAGMA foreign_keys=OFF; DROP TABLE author"),
      api: .v2Query
    )
    #expect(error?.code == "dependency-error", "\(String(describing: error))")
    #expect(await test.failure("{ author { id } article { author { id } } }") == nil)
  }

  @Test("With cascade, what depends on the dropped table goes with it")
  func dropCascading() async throws {
    let test = try await TrackingTests.blog()
    try await test.run(
      sql("DROP TABLE article; DROP TABLE author", more: #", "cascade": true"#),
      api: .v2Query
    )
    #expect(try await test.inconsistent() == [])
    #expect(await test.failure("{ author { id } }") != nil)
    #expect(await test.failure("{ article { id } }") != nil)
  }

  @Test("A dropped column goes from the schema; one that a permission names stays")
  func dropColumn() async throws {
    let test = try await TrackingTests.blog()
    try await test.run(
      """
      {"type": "sqlite_create_select_permission", "args": {"table": "author", "role": "user",
        "permission": {"columns": ["id"], "filter": {"secret": {"_is_null": true}}}}}
      """
    )
    let error = try await test.error(sql("ALTER TABLE author DROP COLUMN secret"), api: .v2Query)
    #expect(error?.code == "dependency-error")
    #expect(await test.failure("{ author { secret } }") == nil)
    try await test.run(sql("ALTER TABLE article DROP COLUMN title"), api: .v2Query)
    #expect(
      await test.failure("{ article { title } }")?.message
        == "field 'title' not found in type: 'article'"
    )
  }

  @Test("Renamed tables and columns keep their metadata under the new names")
  func renames() async throws {
    let test = try await TrackingTests.blog()
    try await test.run(
      """
      {"type": "sqlite_create_select_permission", "args": {"table": "author", "role": "user",
        "permission": {"columns": ["id", "secret"], "filter": {"secret": {"_is_null": true}}}}}
      """
    )
    try await test.run(
      sql("ALTER TABLE author RENAME COLUMN secret TO hidden; ALTER TABLE author RENAME TO writer"),
      api: .v2Query
    )
    #expect(try await test.inconsistent() == [])
    #expect(
      await test.failure("{ writer { hidden articles { id } } article { author { id } } }") == nil
    )
    let document = try await test.exported().serializedText
    #expect(document.contains(#""columns":["id","hidden"],"filter":{"hidden":{"_is_null":true}}"#))
  }

  @Test("A table that takes the place of a dropped one is not taken for the same, renamed")
  func replacement() async throws {
    let test = try await TestEngine()
    try await test.addSQLite(script: "CREATE TABLE first (id INTEGER PRIMARY KEY, name TEXT)")
    try await test.run(#"{"type": "sqlite_track_table", "args": {"table": "first"}}"#)
    try await test.run(
      sql("DROP TABLE first; CREATE TABLE second (id INTEGER PRIMARY KEY, name TEXT)"),
      api: .v2Query
    )
    let tables = try await test.exported()["metadata"]?["sources"]?.arrayValue?.first?["tables"]
    #expect(tables == [])
  }

  @Test("A new column is there at once, a new table is not tracked by itself")
  func additions() async throws {
    let test = try await TrackingTests.blog()
    try await test.run(
      sql("ALTER TABLE author ADD COLUMN age INTEGER; CREATE TABLE extra (id INTEGER)"),
      api: .v2Query
    )
    #expect(await test.failure("{ author { age } }") == nil)
    #expect(await test.failure("{ extra { id } }") != nil)
  }
}

@Suite(
  "run_sql on PostgreSQL and what it does to metadata"
)
struct PostgresRunSQLTests {
  private func engine(_ name: String) async throws -> TestEngine {
    let database = try await TestDatabase(
      name,
      script: """
        CREATE TABLE author (id integer PRIMARY KEY, name text NOT NULL);
        CREATE TABLE article (id integer PRIMARY KEY, title text,
          author_id integer NOT NULL REFERENCES author(id));
        INSERT INTO author VALUES (1, 'Ann');
        INSERT INTO article VALUES (1, 'One', 1);
        """
    )
    let test = try await TestEngine()
    try await test.addPostgres(database)
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "pg_track_table", "args": {"table": "author"}},
        {"type": "pg_track_table", "args": {"table": "article"}},
        {"type": "pg_create_object_relationship", "args": {"table": "article",
          "name": "author", "using": {"foreign_key_constraint_on": "author_id"}}},
        {"type": "pg_create_select_permission", "args": {"table": "article", "role": "user",
          "permission": {"columns": ["id", "title"],
            "filter": {"author": {"name": {"_eq": "Ann"}}}}}},
        {"type": "pg_create_select_permission", "args": {"table": "author", "role": "user",
          "permission": {"columns": ["id", "name"], "filter": {}}}}]}
      """
    )
    return test
  }

  private func sql(_ text: String, more: String = "") -> String {
    #"{"type": "run_sql", "args": {"sql": "\#(text)"\#(more)}}"#
  }

  @Test("Renamed tables and columns keep their metadata under the new names")
  func renames() async throws {
    let test = try await engine("dovetail_renames")
    let user = Session(role: "user")
    try await test.run(
      sql("ALTER TABLE author RENAME TO writer; ALTER TABLE writer RENAME COLUMN name TO title"),
      api: .v2Query
    )
    #expect(try await test.inconsistent() == [])
    #expect(
      try await test.query("{ article { id author { title } } writer { title } }", session: user)
        == [
          "article": [["id": 1, "author": ["title": "Ann"]]], "writer": [["title": "Ann"]],
        ]
    )
    #expect(await test.failure("{ author { id } }") != nil)
    await test.engine.stop()
  }

  @Test("A script that would break dependents is undone in the database, too")
  func undone() async throws {
    let test = try await engine("dovetail_undone")
    let error = try await test.error(
      sql("UPDATE author SET name = 'Zoe'; DROP TABLE author CASCADE"),
      api: .v2Query
    )
    #expect(error?.code == "dependency-error")
    #expect(try await test.query("{ author { name } }") == ["author": [["name": "Ann"]]])
    await test.engine.stop()
  }

  @Test("With cascade, relationships and permissions that depend on the table are dropped")
  func cascade() async throws {
    let test = try await engine("dovetail_cascade")
    try await test.run(
      sql("DROP TABLE author CASCADE", more: #", "cascade": true"#),
      api: .v2Query
    )
    #expect(try await test.inconsistent() == [])
    #expect(try await test.query("{ article { id } }") == ["article": [["id": 1]]])
    #expect(await test.failure("{ article { author { id } } }") != nil)
    #expect(await test.failure("{ article { id } }", session: Session(role: "user")) != nil)
    await test.engine.stop()
  }

  @Test("A read-only script cannot write")
  func readOnly() async throws {
    let test = try await engine("dovetail_readonly")
    let error = try await test.error(
      sql("DELETE FROM article", more: #", "read_only": true"#),
      api: .v2Query
    )
    #expect(error?.code == "postgres-error")
    #expect(try await test.query("{ article { id } }") == ["article": [["id": 1]]])
    await test.engine.stop()
  }
}
