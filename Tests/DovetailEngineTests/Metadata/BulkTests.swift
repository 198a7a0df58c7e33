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

  @Test("Commands that change nothing make no version")
  func reading() async throws {
    let test = try await TrackingTests.blog()
    let before = try await test.exported()
    try await test.run(#"{"type": "reload_metadata", "args": {}}"#)
    try await test.run(#"{"type": "get_inconsistent_metadata", "args": {}}"#)
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
