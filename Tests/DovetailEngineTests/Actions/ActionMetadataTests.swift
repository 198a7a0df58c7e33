import DovetailEngine
import FoundationEssentials
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Metadata of actions and their types")
struct ActionMetadataTests {
  private static let beginning =
    "Inconsistent object: validation for the given custom types failed because "

  @Test(
    "Types that do not fit are refused with the reason",
    arguments: [
      (
        #""scalars": [{"name": "A"}], "enums": [{"name": "A", "values": [{"value": "X"}]}]"#,
        #"duplicate type names: "A""#
      ),
      (#""scalars": [{"name": "Int"}]"#, #"duplicate type names: "Int""#),
      (
        #""enums": [{"name": "E", "values": [{"value": "X"}, {"value": "X"}]}]"#,
        #"the enum type "E" has duplicate values: "X""#
      ),
      (
        #""input_objects": [{"name": "I", "fields": [{"name": "a", "type": "Nope!"}]}]"#,
        #"the type "Nope" for field "a" in input object type "I" does not exist"#
      ),
      (
        #""objects": [{"name": "O", "fields": [{"name": "a", "type": "[Nope]"}]}]"#,
        #"the type "Nope" for field "a" in  object type "O" does not exist"#
      ),
      (
        #""input_objects": [{"name": "I", "fields": [{"name": "a", "type": "Int"}]}], "#
          + #""objects": [{"name": "O", "fields": [{"name": "a", "type": "I"}]}]"#,
        #"the type "I" for field "a" in  object type "O" does not exist"#
      ),
      (
        #""objects": [{"name": "O", "fields": [{"name": "a", "type": "Int"}], "relationships": "#
          + #"[{"name": "r", "type": "object", "remote_table": "ghost", "field_mapping": {"a": "id"}}]}]"#,
        #"the remote table "ghost" for relationship "r" in object type "O" does not exist"#
      ),
      (
        #""objects": [{"name": "O", "fields": [{"name": "a", "type": "Int"}], "relationships": "#
          + #"[{"name": "r", "type": "object", "remote_table": "account", "field_mapping": {"b": "id"}}]}]"#,
        #"the field "b" for relationship "r" in object type "O" does not exist"#
      ),
      (
        #""objects": [{"name": "O", "fields": [{"name": "a", "type": "Int"}], "relationships": "#
          + #"[{"name": "r", "type": "object", "remote_table": "account", "field_mapping": {"a": "x"}}]}]"#,
        #"the column "x" of remote table "account" for relationship "r" of object type "O" does not exist"#
      ),
      (
        #""objects": [{"name": "O", "fields": [{"name": "a", "type": "Int"}], "relationships": "#
          + #"[{"name": "a", "type": "object", "remote_table": "account", "field_mapping": {"a": "id"}}]}]"#,
        #"the object type "O" has duplicate fields: "a""#
      ),
    ]
  )
  func types(_ types: String, _ reason: String) async throws {
    let test = try await ActionTests.engine()
    let before = try await test.exported()
    let error = try await test.error("{\"type\": \"set_custom_types\", \"args\": {\(types)}}")
    #expect(error?.message == Self.beginning + reason)
    #expect(error?.code == "invalid-configuration")
    #expect(try await test.exported() == before)
  }

  @Test("Several problems are listed")
  func severalProblems() async throws {
    let test = try await ActionTests.engine()
    let error = try await test.error(
      """
      {"type": "set_custom_types", "args": {"objects": [
        {"name": "O", "fields": [{"name": "a", "type": "X"}, {"name": "b", "type": "Y"}]}]}}
      """
    )
    #expect(
      error?.message
        == "Inconsistent object: validation for the given custom types failed for the following "
        + "reasons:\n • the type \"X\" for field \"a\" in  object type \"O\" does not exist\n"
        + " • the type \"Y\" for field \"b\" in  object type \"O\" does not exist\n"
    )
  }

  @Test("Types that an action uses cannot be taken away")
  func typesInUse() async throws {
    let test = try await ActionTests.engine(ActionTests.find)
    let error = try await test.error(#"{"type": "set_custom_types", "args": {}}"#)
    #expect(error?.message == "cannot continue due to new inconsistent metadata")
    #expect(try await test.inconsistent().isEmpty)
  }

  @Test(
    "Actions that do not fit are refused with the reason",
    arguments: [
      (
        ActionTests.action("a", output: "Nope"),
        "the type: \"Nope\" is not an object or scalar type defined in custom types"
      ),
      (
        ActionTests.action("a", output: "Int", arguments: [["name": "p", "type": "Person"]]),
        "the type: \"Person\" is not defined in custom types"
      ),
      (
        ActionTests.action("a", output: "Int", ("handler", "{{NOPE}}/x")),
        "environment variable 'NOPE' not set"
      ),
      (
        ActionTests.action(
          "a",
          output: "Int",
          ("request_transform", ["version": 1, "body": "{{ $body"])
        ),
        "request_transform: Parse Error: Unexpected end of the template, expected '}}' (line 1, "
          + "column 9)"
      ),
    ]
  )
  func actions(_ action: JSONValue, _ reason: String) async throws {
    let test = try await ActionTests.engine()
    let error = try await test.error(
      JSONValue.object(["type": "create_action", "args": action]).description
    )
    #expect(error?.message == "Inconsistent object: in action \"a\"; " + reason)
    #expect(error?.code == "invalid-configuration")
  }

  @Test("An action cannot have the name of a root field of a table")
  func clash() async throws {
    let test = try await ActionTests.engine()
    let error = try await test.error(
      JSONValue.object([
        "type": "create_action", "args": ActionTests.action("account", output: "Int"),
      ]).description
    )
    #expect(error?.message.contains("'account' defined in [action account, table account") == true)
    #expect(error?.status == 500)
  }

  @Test("A table to which a type is related goes only together with the relationship")
  func relatedTable() async throws {
    let test = try await ActionTests.engine(ActionTests.action("me", output: "Person"))
    let error = try await test.error(
      #"{"type": "sqlite_untrack_table", "args": {"table": "post"}}"#
    )
    #expect(error?.code == "dependency-error")
    #expect(
      error?.message
        == "cannot drop due to the following dependent objects: custom type relationship "
        + "Person.posts"
    )
    #expect(await test.failure("{ post { id } }") == nil)
    try await test.run(
      #"{"type": "sqlite_untrack_table", "args": {"table": "post", "cascade": true}}"#
    )
    #expect(try await test.inconsistent().isEmpty)
    let hidden = await test.failure("{ me { posts { id } } }")
    #expect(hidden?.message == "field 'posts' not found in type: 'Person'")
    test.connector.hooks.answer { _, _ in .json(["uid": 1]) }
    #expect(
      try await test.query("{ me { account { name } } }")
        == ["me": ["account": ["name": "Ann"]]]
    )
  }

  @Test("Types may be related to other sources in the form of tables, and are exported so")
  func otherForm() async throws {
    let test = try await ActionTests.engine()
    try await test.addSQLite(
      "other",
      script: "CREATE TABLE note (id INTEGER PRIMARY KEY, t TEXT); INSERT INTO note VALUES (1, 'x')"
    )
    try await test.run(
      #"{"type": "sqlite_track_table", "args": {"source": "other", "table": "note"}}"#
    )
    let types = try JSONValue(
      parsing: """
        {"objects": [{"name": "O", "fields": [{"name": "k", "type": "Int"}], "relationships": [
          {"name": "note", "definition": {"to_source": {"source": "other", "table": "note",
            "relationship_type": "object", "field_mapping": {"k": "id"}}}}]}]}
        """
    )
    try await test.run(["type": "set_custom_types", "args": types])
    try await test.run([
      "type": "create_action", "args": ActionTests.action("o", output: "O"),
    ])
    test.connector.hooks.answer { _, _ in .json(["k": 1]) }
    #expect(try await test.query("{ o { note { t } } }") == ["o": ["note": ["t": "x"]]])
    try await test.run(
      #"{"type": "rename_source", "args": {"name": "other", "new_name": "notes"}}"#
    )
    #expect(try await test.query("{ o { note { t } } }") == ["o": ["note": ["t": "x"]]])
    let exported = try await test.exported()["metadata"]?["custom_types"]?["objects"]
    let relationship = exported?.arrayValue?.first?["relationships"]?.arrayValue?.first
    #expect(relationship?["name"] == "note")
    #expect(relationship?["definition"]?["to_source"]?["source"] == "notes")
  }

  @Test("A source that does not answer costs only the relationships to it")
  func sourceAway() async throws {
    let folder = try TemporaryFolder()
    let first = try await TestEngine(folder: folder)
    try await first.addSQLite(
      script: "CREATE TABLE account (id INTEGER PRIMARY KEY); INSERT INTO account VALUES (1)"
    )
    try await first.run(#"{"type": "sqlite_track_table", "args": {"table": "account"}}"#)
    try await first.run(
      """
      {"type": "set_custom_types", "args": {"objects": [{"name": "O", "fields": [
        {"name": "k", "type": "Int"}], "relationships": [{"name": "account", "type": "object",
        "remote_table": "account", "field_mapping": {"k": "id"}}]}]}}
      """
    )
    try await first.run([
      "type": "create_action", "args": ActionTests.action("o", output: "O"),
    ])
    await first.engine.stop()
    try FileManager.default.removeItem(atPath: folder.file("default.db"))
    try FileManager.default.createDirectory(
      atPath: folder.file("default.db"),
      withIntermediateDirectories: true
    )

    let second = try await TestEngine(folder: folder)
    second.connector.hooks.answer { _, _ in .json(["k": 1]) }
    #expect(try await second.query("{ o { k } }") == ["o": ["k": 1]])
    // What was last known of the source is kept, so that only values are missing.
    let answer = await second.execute("{ o { account { id } } }")
    #expect(try answer.data.map { try JSONValue(parsing: $0) } == ["o": ["account": nil]])
    #expect(answer.errors.map(\.responsePath) == [["o", "account"]])
    #expect(try await second.inconsistent() == ["source default"])
  }

  @Test("Introspection shows actions with their arguments, types and descriptions")
  func introspection() async throws {
    let test = try await ActionTests.engine(ActionTests.find)
    let data = try await test.query(
      """
      { money: __type(name: "Money") { kind description }
        input: __type(name: "PersonInput") { inputFields { name type { kind name } } }
        person: __type(name: "Person") { fields { name } }
        root: __type(name: "query_root") { fields { name args { name } } } }
      """
    )
    #expect(data["money"] == ["kind": "SCALAR", "description": "An amount."])
    #expect(
      data["input"]?["inputFields"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
        == ["color", "extra", "friends", "name"]
    )
    #expect(
      data["person"]?["fields"]?.arrayValue?.compactMap { $0["name"]?.stringValue } == [
        "account", "boss", "name", "posts", "posts_aggregate", "team", "uid", "worth",
      ]
    )
    let find = data["root"]?["fields"]?.arrayValue?.first { $0["name"] == "find" }
    #expect(
      find?["args"]?.arrayValue?.compactMap { $0["name"]?.stringValue } == ["ids", "limit", "who"]
    )
  }
}
