import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("What sources have")
struct InspectionTests {
  /// Authors, articles with two keys to them, profiles with a unique one, and a tag nobody tracks.
  private func engine() async throws -> TestEngine {
    let test = try await TestEngine()
    try await test.addSQLite(
      script: """
        CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'x');
        CREATE TABLE article (id INTEGER PRIMARY KEY,
          author_id INTEGER REFERENCES author(id), editor_id INTEGER REFERENCES author(id));
        CREATE TABLE profile (author_id INTEGER PRIMARY KEY REFERENCES author(id));
        CREATE TABLE tag (id INTEGER PRIMARY KEY, article_id INTEGER REFERENCES article(id));
        """
    )
    try await test.run(
      """
      {"type": "sqlite_track_tables", "args": {"tables": [
        {"table": "author"}, {"table": "article"}, {"table": "profile"}]}}
      """
    )
    return test
  }

  private func suggestions(
    _ test: TestEngine,
    _ arguments: String = "{}"
  ) async throws -> [String] {
    let answer = try await test.run(
      #"{"type": "sqlite_suggest_relationships", "args": \#(arguments)}"#
    )
    return (answer["relationships"]?.arrayValue ?? []).map { suggestion in
      func end(_ key: String) -> String {
        let columns = suggestion[key]?["columns"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let table = suggestion[key]?["table"]
        let name = table?.stringValue ?? table?["name"]?.stringValue ?? "?"
        return "\(name).\(columns.joined(separator: ","))"
      }
      return "\(suggestion["type"]?.stringValue ?? "?") \(end("from")) \(end("to"))"
    }
  }

  @Test("Keys between tracked tables are suggested both ways, unique ones as objects")
  func suggest() async throws {
    let test = try await engine()
    #expect(
      Set(try await suggestions(test)) == [
        "object article.author_id author.id", "array author.id article.author_id",
        "object article.editor_id author.id", "array author.id article.editor_id",
        "object profile.author_id author.id", "object author.id profile.author_id",
      ]
    )
    #expect(
      try await suggestions(test, #"{"tables": ["profile"]}"#)
        == ["object profile.author_id author.id"]
    )
    await test.engine.stop()
  }

  @Test("Relationships that exist are left out on demand, in whatever form they are written")
  func omitTracked() async throws {
    let test = try await engine()
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "sqlite_create_object_relationship", "args": {"table": "article",
          "name": "author", "using": {"foreign_key_constraint_on": "author_id"}}},
        {"type": "sqlite_create_array_relationship", "args": {"table": "author", "name": "edited",
          "using": {"manual_configuration":
            {"remote_table": "article", "column_mapping": {"id": "editor_id"}}}}},
        {"type": "sqlite_create_object_relationship", "args": {"table": "author",
          "name": "profile", "using": {"foreign_key_constraint_on":
            {"table": "profile", "column": "author_id"}}}}]}
      """
    )
    #expect(
      Set(try await suggestions(test, #"{"omit_tracked": true}"#)) == [
        "array author.id article.author_id", "object article.editor_id author.id",
        "object profile.author_id author.id",
      ]
    )
    let error = try await test.error(
      #"{"type": "sqlite_suggest_relationships", "args": {"version": 2}}"#
    )
    #expect(error?.code == "parse-failed")
    await test.engine.stop()
  }

  @Test("A table tells its columns and keys, tracked or not")
  func tableInfo() async throws {
    let test = try await engine()
    let info = try await test.run(
      #"{"type": "sqlite_get_table_info", "args": {"source": "default", "table": "tag"}}"#
    )
    #expect(info["type"] == "table")
    #expect(info["primary_key"]?["columns"] == ["id"])
    let columns = info["columns"]?.arrayValue ?? []
    #expect(columns.map { $0["name"] } == ["id", "article_id"])
    #expect(columns.last?["nullable"] == true)
    #expect(info["foreign_keys"]?.arrayValue?.first?["column_mapping"] == ["article_id": "id"])
    let error = try await test.error(
      #"{"type": "sqlite_get_table_info", "args": {"table": "ghost"}}"#
    )
    #expect(error?.code == "not-exists")
    #expect(error?.message == "no such table/view exists in source: \"ghost\"")
    await test.engine.stop()
  }

  @Test("A source tells what could be tracked; one that does not exist is named")
  func trackables() async throws {
    let test = try await engine()
    let answer = try await test.run(#"{"type": "sqlite_get_source_trackables", "args": {}}"#)
    #expect(answer["tables"]?.arrayValue?.count == 4)
    #expect(answer["functions"] == [])
    let error = try await test.error(
      #"{"type": "sqlite_get_source_trackables", "args": {"source": "none"}}"#
    )
    #expect(error?.code == "not-exists")
    await test.engine.stop()
  }

  @Test("A command for another kind of source is refused")
  func kind() async throws {
    let test = try await engine()
    for command in [
      #"{"type": "pg_get_source_tables", "args": {}}"#,
      #"{"type": "pg_suggest_relationships", "args": {}}"#,
    ] {
      let error = try await test.error(command)
      #expect(error?.code == "not-exists")
      #expect(
        error?.message == "source with name \"default\" is of kind \"sqlite\", not \"postgres\""
      )
    }
    let script = #"{"type": "pg_run_sql", "args": {"sql": "SELECT 1"}}"#
    #expect(try await test.error(script, api: .v2Query)?.code == "not-exists")
    await test.engine.stop()
  }

  @Test("Kinds of sources are listed with what they can do")
  func kinds() async throws {
    let test = try await TestEngine()
    let list = try await test.run(#"{"type": "list_source_kinds", "args": {}}"#)
    let kind: JSONValue = [
      "available": true, "builtin": true, "display_name": "sqlite", "kind": "sqlite",
    ]
    #expect(list["sources"]?.arrayValue?.contains(kind) == true)
    let sqlite = try await test.run(
      #"{"type": "get_source_kind_capabilities", "args": {"name": "sqlite"}}"#
    )
    #expect(sqlite["comparisons"]?.arrayValue?.contains("_eq") == true)
    #expect(sqlite["aggregates"]?.arrayValue?.contains("count") == true)
    let error = try await test.error(
      #"{"type": "get_source_kind_capabilities", "args": {"name": "oracle"}}"#
    )
    #expect(error?.code == "not-exists")
    await test.engine.stop()
  }

  @Test("The dump shows tables, roles and what is wrong, and no connection")
  func dump() async throws {
    let test = try await engine()
    try await test.run(
      """
      {"type": "sqlite_create_select_permission", "args": {"table": "author", "role": "user",
        "permission": {"columns": "*", "filter": {}}}}
      """
    )
    let state = try await test.run(#"{"type": "dump_internal_state", "args": {}}"#)
    let source = state["sources"]?["default"]
    #expect(source?["status"] == "connected")
    #expect(source?["tables"]?["author"]?["roles"] == ["user"])
    #expect(state["inconsistent_objects"] == [])
    #expect(!state.serializedText.contains(test.folder.path))
    await test.engine.stop()
  }
}
