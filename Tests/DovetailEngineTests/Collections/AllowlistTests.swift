import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("The allow list")
struct AllowlistTests {
  private let test: TestEngine

  /// `{ author { id name } }` is for everyone, the article query for `editor`.
  init() async throws {
    test = try await TestEngine(options: EngineOptions(isAllowlistEnabled: true))
    try await test.addSQLite(
      script: """
        CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        INSERT INTO author VALUES (1, 'Ann');
        """
    )
    let permissions = ["user", "editor"].map { role in
      """
      {"type": "sqlite_create_select_permission", "args": {"table": "author", "role": "\(role)",
        "permission": {"columns": "*", "filter": {}}}}
      """
    }
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "sqlite_track_table", "args": {"table": "author"}},
        \(permissions.joined(separator: ",")),
        {"type": "create_query_collection", "args": {"name": "all", "definition": {"queries": [
          {"name": "authors", "query": "query { author { id __typename name } }"}]}}},
        {"type": "create_query_collection", "args": {"name": "some", "definition": {"queries": [
          {"name": "names", "query": "query N($n: Int) { author(limit: $n) { name } }"}]}}},
        {"type": "add_collection_to_allowlist", "args": {"collection": "all"}},
        {"type": "add_collection_to_allowlist", "args": {"collection": "some",
          "scope": {"global": false, "roles": ["editor"]}}}]}
      """
    )
  }

  private func message(_ text: String, role: RoleName) async -> String? {
    await test.failure(text, session: Session(role: role))?.message
  }

  @Test(
    "Layout, comments and __typename do not matter",
    arguments: [
      "query { author { id name } }", "{author{id,name}}",
      "{ __typename author { __typename id name t: __typename } } # comment",
    ]
  )
  func sameDocument(text: String) async {
    #expect(await message(text, role: "user") == nil)
  }

  @Test(
    "Fields, their order, names, arguments and aliases do",
    arguments: [
      "{ author { name id } }", "{ author { id } }", "query A { author { id name } }",
      "{ author(limit: 1) { id name } }", "{ a: author { id name } }",
    ]
  )
  func otherDocument(text: String) async {
    let error = await test.failure(text, session: Session(role: "user"))
    #expect(error?.message == "query is not allowed")
    #expect(error?.code == "validation-failed")
    #expect(error?.detail == ["message": "query is not in any of the allowlists"])
  }

  @Test("A scope holds for its roles only")
  func scope() async {
    let text = "query N($n: Int) { author(limit: $n) { name } }"
    #expect(await message(text, role: "editor") == nil)
    #expect(await message(text, role: "user") == "query is not allowed")
    #expect(await message("{ author { id name } }", role: "editor") == nil)
  }

  @Test("Administrators may ask for anything")
  func administrators() async throws {
    #expect(try await test.query("{ author { name } }") == ["author": [["name": "Ann"]]])
  }

  @Test("What is taken off the list is refused from then on")
  func dropped() async throws {
    #expect(await message("{ author { id name } }", role: "user") == nil)
    try await test.run(
      #"{"type": "drop_collection_from_allowlist", "args": {"collection": "all"}}"#
    )
    #expect(await message("{ author { id name } }", role: "user") == "query is not allowed")
  }

  @Test("Without the option everything may be asked for")
  func disabled() async throws {
    let open = try await TrackingTests.blog()
    #expect(try await open.query("{ author_by_pk(id: 1) { id } }") == ["author_by_pk": ["id": 1]])
  }

  @Test(
    "The older language of data is no way around the list",
    arguments: [
      #"{"type": "select", "args": {"table": "author", "columns": ["id", "name"]}}"#,
      #"{"type": "count", "args": {"table": "author"}}"#,
      #"{"type": "bulk", "args": [{"type": "count", "args": {"table": "author"}}]}"#,
    ]
  )
  func dataCommands(command: String) async throws {
    let error = try await test.error(command, api: .v1Query, session: Session(role: "user"))
    #expect(error?.code == "validation-failed")
    #expect(error?.message == "query is not allowed")
    #expect(try await test.error(command, api: .v1Query) == nil)
  }
}
