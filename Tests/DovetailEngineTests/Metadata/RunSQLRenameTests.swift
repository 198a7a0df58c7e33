import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

/// What `run_sql` renames on PostgreSQL, seen from everything that uses the names.
@Suite("Renames by run_sql")
struct RunSQLRenameTests {
  /// Authors and articles in PostgreSQL, and reviews in SQLite that lead to authors.
  private func engine(_ database: TestDatabase) async throws -> TestEngine {
    let test = try await TestEngine()
    try await test.addPostgres(database)
    try await test.addSQLite(
      "lite",
      script: """
        CREATE TABLE review (id INTEGER PRIMARY KEY, author_id INTEGER);
        INSERT INTO review VALUES (1, 1);
        """
    )
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "pg_track_tables", "args": {"tables": [
          {"table": "author", "configuration": {"column_config": {"name": {"comment": "who"}}}},
          {"table": "article"}]}},
        {"type": "sqlite_track_table", "args": {"source": "lite", "table": "review"}},
        {"type": "pg_create_object_relationship", "args": {"table": "article", "name": "author",
          "using": {"foreign_key_constraint_on": "author_id"}}},
        {"type": "pg_create_array_relationship", "args": {"table": "author", "name": "articles",
          "using": {"foreign_key_constraint_on": {"table": "article", "column": "author_id"}}}},
        {"type": "pg_create_array_relationship", "args": {"table": "author", "name": "namesakes",
          "using": {"manual_configuration": {"remote_table": "article",
            "column_mapping": {"name": "title"}}}}},
        {"type": "pg_create_remote_relationship", "args": {"table": "author", "name": "reviews",
          "definition": {"to_source": {"source": "lite", "table": "review",
            "relationship_type": "array", "field_mapping": {"id": "author_id"}}}}},
        {"type": "sqlite_create_remote_relationship", "args": {"source": "lite",
          "table": "review", "name": "author", "definition": {"to_source": {"source": "default",
            "table": "author", "relationship_type": "object",
            "field_mapping": {"author_id": "id"}}}}},
        {"type": "pg_create_select_permission", "args": {"table": "article", "role": "user",
          "permission": {"columns": ["id", "title"], "filter": {"_or": [
            {"author": {"name": {"_eq": "X-Hasura-Name"}}},
            {"_exists": {"_table": "author", "_where": {"name": {"_ceq": "id_text"}}}}]}}}},
        {"type": "pg_create_select_permission", "args": {"table": "author", "role": "user",
          "permission": {"columns": ["id", "name"], "filter": {}}}},
        {"type": "pg_create_insert_permission", "args": {"table": "author", "role": "user",
          "permission": {"columns": ["id"], "check": {"name": {"_ne": "x"}},
            "set": {"name": "X-Hasura-Name"}}}}]}
      """
    )
    return test
  }

  private let script = """
    CREATE TABLE author (id integer PRIMARY KEY, name text, id_text text);
    CREATE TABLE article (id integer PRIMARY KEY, title text,
      author_id integer REFERENCES author(id));
    INSERT INTO author VALUES (1, 'Ann', 'x');
    INSERT INTO article VALUES (1, 'Ann', 1);
    """

  @Test("Columns: permissions, presets, relationships of both sources and settings follow")
  func columns() async throws {
    let database = try await TestDatabase("rename_columns", script: script)
    let test = try await engine(database)
    try await test.run(
      """
      {"type": "run_sql", "args": {"sql": "ALTER TABLE author RENAME COLUMN name TO full_name;
        ALTER TABLE author RENAME COLUMN id TO number;
        ALTER TABLE article RENAME COLUMN author_id TO writer;
        ALTER TABLE article RENAME COLUMN title TO headline;"}}
      """.split(separator: "\n").joined(),
      api: .v2Query
    )
    #expect(try await test.inconsistent() == [])
    let document = try await test.exported().serializedText
    #expect(!document.contains(#""name":{"_"#), "\(document)")
    #expect(document.contains(#""set":{"full_name":"X-Hasura-Name"}"#), "\(document)")
    #expect(document.contains(#""column_config":{"full_name":{"comment":"who"}}"#))
    let query = """
      { author { number full_name articles { headline } namesakes { id } reviews { id } }
        review { author { full_name } } }
      """
    #expect(
      try await test.query(query) == [
        "author": [
          [
            "number": 1, "full_name": "Ann", "articles": [["headline": "Ann"]],
            "namesakes": [["id": 1]], "reviews": [["id": 1]],
          ]
        ],
        "review": [["author": ["full_name": "Ann"]]],
      ]
    )
    let user = Session(role: "user", variables: ["x-hasura-name": "Ann"])
    #expect(
      try await test.query("{ article { headline } }", session: user)
        == ["article": [["headline": "Ann"]]]
    )
    await test.engine.stop()
  }

  @Test("Tables: everything that leads to them follows, another schema included")
  func tables() async throws {
    let database = try await TestDatabase("rename_tables", script: script)
    let test = try await engine(database)
    try await test.run(
      """
      {"type": "run_sql", "args": {"sql": "CREATE SCHEMA people; ALTER TABLE author SET SCHEMA people; \
      ALTER TABLE people.author RENAME TO writer; ALTER TABLE article RENAME TO piece"}}
      """,
      api: .v2Query
    )
    #expect(try await test.inconsistent() == [])
    #expect(
      try await test.query("{ people_writer { articles { id } namesakes { id } reviews { id } } }")
        == [
          "people_writer": [
            ["articles": [["id": 1]], "namesakes": [["id": 1]], "reviews": [["id": 1]]]
          ]
        ]
    )
    #expect(
      try await test.query("{ review { author { name } } piece { author { id } } }") == [
        "review": [["author": ["name": "Ann"]]], "piece": [["author": ["id": 1]]],
      ]
    )
    let user = Session(role: "user", variables: ["x-hasura-name": "Ann"])
    #expect(try await test.query("{ piece { id } }", session: user) == ["piece": [["id": 1]]])
    await test.engine.stop()
  }

  @Test("What another source leads to is not dropped without cascade")
  func dropped() async throws {
    let database = try await TestDatabase("rename_dropped", script: script)
    let test = try await engine(database)
    func drop(_ more: String) -> String {
      #"{"type": "run_sql", "args": {"sql": "DROP TABLE author CASCADE"\#(more)}}"#
    }
    let error = try await test.error(drop(""), api: .v2Query)
    #expect(error?.code == "dependency-error")
    #expect(
      error?.message.contains("remote relationship review.author in source \"lite\"") == true,
      "\(error?.message ?? "")"
    )
    #expect(await test.failure("{ author { id } }") == nil)
    try await test.run(drop(#", "cascade": true"#), api: .v2Query)
    #expect(try await test.inconsistent() == [])
    #expect(await test.failure("{ review { author { name } } }") != nil)
    #expect(try await test.query("{ review { id } }") == ["review": [["id": 1]]])
    await test.engine.stop()
  }

  @Test("A script after which something would not fit is undone")
  func undone() async throws {
    let database = try await TestDatabase("rename_undone", script: script)
    let test = try await engine(database)
    let before = try await test.exported()
    let error = try await test.error(
      #"{"type": "run_sql", "args": {"sql": "ALTER TABLE article DROP CONSTRAINT article_author_id_fkey"}}"#,
      api: .v2Query
    )
    #expect(error?.status == 500)
    #expect(
      error?.message == "cannot continue due to newly found inconsistent metadata"
    )
    #expect(
      error?.detail?.arrayValue?.contains { $0["type"] == "object_relation" } == true,
      "\(error?.detail ?? .null)"
    )
    #expect(try await test.exported() == before)
    #expect(
      try await database.json(
        "SELECT count(*) FROM pg_constraint WHERE conname = 'article_author_id_fkey'"
      ) == 1
    )
    #expect(await test.failure("{ article { author { id } } }") == nil)
    await test.engine.stop()
  }

  @Test("An enum table keeps its values under a new name")
  func enumTable() async throws {
    let database = try await TestDatabase(
      "rename_enum",
      script: """
        CREATE TABLE color (value text PRIMARY KEY);
        INSERT INTO color VALUES ('red');
        CREATE TABLE car (id integer PRIMARY KEY, color text REFERENCES color);
        INSERT INTO car VALUES (1, 'red');
        """
    )
    let test = try await TestEngine()
    try await test.addPostgres(database)
    try await test.run(
      #"{"type": "pg_track_tables", "args": {"tables": [{"table": "color", "is_enum": true}, {"table": "car"}]}}"#
    )
    try await test.run(
      #"{"type": "run_sql", "args": {"sql": "ALTER TABLE color RENAME TO paint"}}"#,
      api: .v2Query
    )
    #expect(try await test.inconsistent() == [])
    #expect(
      try await test.query("{ car(where: {color: {_eq: red}}) { color } }")
        == ["car": [["color": "red"]]]
    )
    await test.engine.stop()
  }

  @Test("Relationships of types of actions follow, and keep their table from being dropped")
  func customTypes() async throws {
    let database = try await TestDatabase("rename_types", script: script)
    let test = try await engine(database)
    try await test.run(
      """
      {"type": "set_custom_types", "args": {"objects": [{"name": "Receipt",
        "fields": [{"name": "buyer", "type": "Int!"}],
        "relationships": [{"name": "author", "type": "object", "remote_table": "author",
          "field_mapping": {"buyer": "id"}}]}]}}
      """
    )
    try await test.run(
      #"{"type": "run_sql", "args": {"sql": "ALTER TABLE author RENAME TO writer; ALTER TABLE writer RENAME id TO no"}}"#,
      api: .v2Query
    )
    let relationship = try await test.exported()["metadata"]?["custom_types"]?["objects"]?
      .arrayValue?.first?["relationships"]?.arrayValue?.first
    #expect(relationship?["remote_table"]?["name"] == "writer")
    #expect(relationship?["field_mapping"] == ["buyer": "no"])
    func untrack(_ cascades: Bool) -> String {
      #"{"type": "pg_untrack_table", "args": {"table": "writer", "cascade": \#(cascades)}}"#
    }
    let error = try await test.error(untrack(false))
    #expect(error?.code == "dependency-error")
    #expect(
      error?.message.contains("custom type relationship Receipt.author") == true,
      "\(error?.message ?? "")"
    )
    try await test.run(untrack(true))
    #expect(try await test.inconsistent() == [])
    let types = try await test.exported()["metadata"]?["custom_types"]?["objects"]
    #expect(types?.arrayValue?.first?["name"] == "Receipt")
    #expect(types?.arrayValue?.first?["relationships"]?.arrayValue?.isEmpty ?? true)
    await test.engine.stop()
  }
}
