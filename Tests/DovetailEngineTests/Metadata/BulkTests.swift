import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Several commands at once, and versions")
struct BulkTests {
  @Test("A bulk that fails leaves nothing behind")
  func rollback() async throws {
    let test = try await TrackingTests.blog()
    let before = try await test.exported()
    let error = try await test.error(
      """
      {"type": "bulk", "args": [
        {"type": "sqlite_create_select_permission", "args": {"table": "author", "role": "user",
          "permission": {"columns": ["id"], "filter": {}}}},
        {"type": "sqlite_untrack_table", "args": {"table": "article", "cascade": true}},
        {"type": "sqlite_track_table", "args": {"table": "ghost"}}]}
      """
    )
    #expect(error?.code == "invalid-configuration")
    #expect(error?.path.hasPrefix("$.args[2]") == true, "\(error?.path ?? "")")
    #expect(try await test.exported() == before)
    #expect(await test.failure("{ article { author { name } } }") == nil)
    #expect(await test.failure("{ author { id } }", session: Session(role: "user")) != nil)
  }

  @Test("A bulk that keeps going reports each failure in its place and keeps the rest")
  func keepGoing() async throws {
    let test = try await TrackingTests.blog()
    let answers = try await test.run(
      """
      {"type": "bulk_keep_going", "args": [
        {"type": "sqlite_track_table", "args": {"table": "ghost"}},
        {"type": "sqlite_untrack_table", "args": {"table": "article", "cascade": true}},
        {"type": "sqlite_untrack_table", "args": {"table": "article"}}]}
      """
    )
    let list = answers.arrayValue ?? []
    #expect(list.count == 3)
    #expect(list.first?["code"] == "invalid-configuration")
    #expect(list.dropFirst().first == ["message": "success"])
    #expect(list.last?["code"] == "already-untracked")
    #expect(await test.failure("{ article { id } }") != nil)
    #expect(await test.failure("{ author { id } }") == nil)
  }

  @Test("A change on top of an old version is a conflict; a change on the current one is not")
  func resourceVersion() async throws {
    let test = try await TrackingTests.blog()
    let version = try #require(try await test.exported()["resource_version"]?.intValue)
    func command(_ version: Int) -> String {
      """
      {"type": "sqlite_create_select_permission", "resource_version": \(version), "args":
        {"table": "author", "role": "user", "permission": {"columns": ["id"], "filter": {}}}}
      """
    }
    let error = try await test.error(command(version - 1))
    #expect(error?.code == "conflict")
    #expect(error?.status == 409)
    #expect(
      error?.message
        == "metadata resource version referenced (\(version - 1)) did not match current version"
    )
    #expect(try await test.error(command(version)) == nil)
    #expect(try await test.exported()["resource_version"]?.intValue == version + 1)
  }

  @Test("Commands that only read make no version; those that may change something make one")
  func versions() async throws {
    let test = try await TrackingTests.blog()
    let before = try await test.exported()
    for command in ["get_inconsistent_metadata", "dump_internal_state", "get_catalog_state"] {
      try await test.run(#"{"type": "\#(command)", "args": {}}"#)
    }
    try await test.run(
      #"{"type": "run_sql", "args": {"sql": "UPDATE author SET secret = 'z'"}}"#,
      api: .v2Query
    )
    #expect(try await test.exported() == before)
    let version = try #require(before["resource_version"]?.intValue)
    try await test.run(#"{"type": "reload_metadata", "args": {}}"#)
    #expect(try await test.exported()["resource_version"]?.intValue == version + 1)
    let document = try #require(before["metadata"])
    try await test.run(["type": "replace_metadata", "args": document])
    #expect(try await test.exported()["resource_version"]?.intValue == version + 2)
    _ = try await test.error(#"{"type": "sqlite_track_table", "args": {"table": "author"}}"#)
    #expect(try await test.exported()["resource_version"]?.intValue == version + 2)
  }

  @Test("An atomic bulk needs only its outcome to be consistent")
  func atomic() async throws {
    let test = try await TrackingTests.blog()
    let answer = try await test.run(
      """
      {"type": "bulk_atomic", "args": [
        {"type": "sqlite_create_object_relationship", "args": {"table": "article",
          "name": "writer", "using": {"foreign_key_constraint_on": "title"}}},
        {"type": "sqlite_drop_relationship", "args": {"table": "article",
          "relationship": "writer"}},
        {"type": "sqlite_create_object_relationship", "args": {"table": "article",
          "name": "writer", "using": {"foreign_key_constraint_on": "author_id"}}}]}
      """
    )
    #expect(answer == ["message": "success"])
    #expect(await test.failure("{ article { writer { name } } }") == nil)
  }

  @Test("An atomic bulk with an inconsistent outcome changes nothing")
  func atomicFailure() async throws {
    let test = try await TrackingTests.blog()
    let before = try await test.exported()
    let error = try await test.error(
      """
      {"type": "bulk_atomic", "args": [
        {"type": "sqlite_create_object_relationship", "args": {"table": "article",
          "name": "writer", "using": {"foreign_key_constraint_on": "author_id"}}},
        {"type": "sqlite_create_object_relationship", "args": {"table": "article",
          "name": "other", "using": {"foreign_key_constraint_on": "title"}}}]}
      """
    )
    #expect(error?.code == "bad-request")
    #expect(error?.message == "Schema inconsistency")
    #expect(error?.status == 400)
    #expect(
      error?.detail?.arrayValue?.compactMap { $0["type"]?.stringValue } == ["object_relation"]
    )
    let unsupported = try await test.error(
      #"{"type": "bulk_atomic", "args": [{"type": "sqlite_track_table", "args": {"table": "t"}}]}"#
    )
    #expect(unsupported?.message == "Bulk atomic does not support this command")
    #expect(unsupported?.status == 500)
    #expect(try await test.exported() == before)
  }

  @Test("A concurrent bulk answers in order and takes nothing that writes")
  func concurrent() async throws {
    let test = try await TrackingTests.blog()
    let read = #"{"type": "run_sql", "args": {"sql": "SELECT 1 AS a", "read_only": true}}"#
    let select = #"{"type": "select", "args": {"table": "author", "columns": ["id"]}}"#
    let answer = try await test.run(
      #"{"type": "concurrent_bulk", "args": [\#(read), \#(select), \#(read)]}"#,
      api: .v2Query
    )
    let rows: JSONValue = ["result_type": "TuplesOk", "result": [["a"], ["1"]]]
    #expect(answer == [rows, [["id": 1], ["id": 2]], rows])
    for writing in [
      #"{"type": "run_sql", "args": {"sql": "SELECT 1"}}"#,
      #"{"type": "delete", "args": {"table": "article", "where": {}}}"#,
    ] {
      let error = try await test.error(
        #"{"type": "concurrent_bulk", "args": [\#(read), \#(writing)]}"#,
        api: .v2Query
      )
      #expect(error?.message == "Only read-only queries are allowed in a concurrent_bulk")
      #expect(error?.status == 500)
    }
    #expect(try await test.query("{ article { id } }")["article"]?.arrayValue?.count == 3)
    let wrong = #"{"type": "select", "args": {"table": "author", "columns": ["none"]}}"#
    let error = try await test.error(
      #"{"type": "concurrent_bulk", "args": [\#(read), \#(wrong)]}"#,
      api: .v2Query
    )
    #expect(error?.path.hasPrefix("$.args[1]") == true, "\(error?.path ?? "")")
  }

  @Test("Tables that cannot be tracked are warnings beside those that can")
  func trackTables() async throws {
    let test = try await TestEngine()
    try await test.addSQLite(script: "CREATE TABLE a (id INTEGER); CREATE TABLE b (id INTEGER);")
    let answer = try await test.run(
      """
      {"type": "sqlite_track_tables", "args": {"tables": [
        {"table": "a"}, {"table": "ghost"}, {"table": "a"},
        {"table": "b", "configuration": {"custom_name": "a"}}]}}
      """
    )
    #expect(answer["message"] == "success")
    let warnings = answer["warnings"]?.arrayValue ?? []
    #expect(warnings.allSatisfy { $0["code"] == "track-table-failed" && $0["type"] == "table" })
    #expect(
      warnings.compactMap { $0["name"]?.stringValue }.sorted() == [
        "table a in source default", "table b in source default", "table ghost in source default",
      ]
    )
    #expect(await test.failure("{ a { id } }") == nil)
    #expect(try await test.inconsistent() == [])
  }

  @Test("Where no table can be tracked, or no warning is wanted, nothing is")
  func trackTablesFails() async throws {
    let test = try await TestEngine()
    try await test.addSQLite(script: "CREATE TABLE a (id INTEGER)")
    let before = try await test.exported()
    let all = try await test.error(
      #"{"type": "sqlite_track_tables", "args": {"tables": [{"table": "x"}, {"table": "y"}]}}"#
    )
    #expect(all?.code == "invalid-configuration")
    #expect(all?.status == 400)
    #expect(all?.detail?.arrayValue?.count == 2)
    let some = try await test.error(
      """
      {"type": "sqlite_track_tables", "args": {"allow_warnings": false,
        "tables": [{"table": "a"}, {"table": "y"}]}}
      """
    )
    #expect(some?.code == "metadata-warnings")
    #expect(try await test.exported() == before)
  }

  @Test("An exported document can be cleared and put back, and answers as before")
  func replace() async throws {
    let test = try await TrackingTests.blog()
    let document = try #require(try await test.exported()["metadata"])
    try await test.run(#"{"type": "clear_metadata", "args": {}}"#)
    #expect(await test.failure("{ author { id } }") != nil)
    let answer = try await test.run(
      ["type": "replace_metadata", "version": 2, "args": ["metadata": document]])
    #expect(answer == ["is_consistent": true, "inconsistent_objects": []])
    #expect(await test.failure("{ author { articles { id } } }") == nil)
    #expect(try await test.exported()["metadata"] == document)
  }

  @Test("A document with something wrong is refused, or taken with a list of it")
  func replaceInconsistent() async throws {
    let test = try await TrackingTests.blog()
    var document = try #require(try await test.exported()["metadata"]?.objectValue)
    var source = try #require(document["sources"]?.arrayValue?.first?.objectValue)
    source["tables"] = .array((source["tables"]?.arrayValue ?? []) + [["table": "ghost"]])
    document["sources"] = [.object(source)]
    func command(_ allows: Bool) -> JSONValue {
      [
        "type": "replace_metadata", "version": 2,
        "args": [
          "metadata": .object(document), "allow_inconsistent_metadata": .bool(allows),
        ],
      ]
    }
    let error = try await test.error(command(false).serializedText)
    #expect(error?.code == "unexpected")
    #expect(error?.message == "cannot continue due to inconsistent metadata")
    let answer = try await test.run(command(true))
    #expect(answer["is_consistent"] == false)
    #expect(try await test.inconsistent() == ["table ghost in source default"])
    // What is inconsistent already does not keep others from being changed.
    try await test.run(
      #"{"type": "sqlite_untrack_table", "args": {"table": "article", "cascade": true}}"#
    )
    try await test.run(#"{"type": "drop_inconsistent_metadata", "args": {}}"#)
    #expect(try await test.inconsistent() == [])
    #expect(await test.failure("{ author { id } }") == nil)
  }

  @Test("Metadata outlives the engine")
  func restart() async throws {
    let first = try await TrackingTests.blog()
    let document = try await first.exported()
    await first.engine.stop()
    let second = try await TestEngine(folder: first.folder)
    #expect(try await second.exported() == document)
    #expect(await second.failure("{ author { articles { id } } }") == nil)
    await second.engine.stop()
  }

  @Test("Of two engines on one store, the slower writer gets a conflict")
  func twoEngines() async throws {
    let one = try await TrackingTests.blog()
    let other = try await TestEngine(folder: one.folder)
    try await one.run(
      #"{"type": "sqlite_untrack_table", "args": {"table": "article", "cascade": true}}"#
    )
    let error = try await other.error(
      #"{"type": "sqlite_untrack_table", "args": {"table": "author", "cascade": true}}"#
    )
    #expect(error?.code == "conflict")
    #expect(error?.status == 409)
    #expect(await other.failure("{ author { id } }") == nil)
  }
}

extension JSONValue {
  /// The JSON text.
  var serializedText: String { String(decoding: serialized(), as: UTF8.self) }
}
