import DovetailEngine
import DovetailMetadata
import DovetailSource
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Validation of input by webhooks")
struct InputValidationTests {
  static let user = Session(role: "user", variables: ["x-hasura-user-id": "7"])

  /// An engine on two tables that `user` may write if the webhook agrees.
  static func engine(validation: JSONValue? = nil) async throws -> TestEngine {
    let test = try await TestEngine()
    try await test.addSQLite(
      script: """
        CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT, owner TEXT);
        CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT,
          author_id INTEGER REFERENCES author (id));
        INSERT INTO author VALUES (1, 'Ann', '7');
        """
    )
    for table in ["author", "article"] {
      try await test.run(["type": "sqlite_track_table", "args": ["table": .string(table)]])
    }
    try await test.run(
      """
      {"type": "sqlite_create_array_relationship", "args": {"table": "author", "name": "articles",
        "using": {"foreign_key_constraint_on": {"table": "article", "column": "author_id"}}}}
      """
    )
    let hook: JSONValue =
      validation ?? [
        "type": "http",
        "definition": [
          "url": "{{HOOK}}/check",
          "headers": [["name": "X-Key", "value_from_env": "SECRET"]],
        ],
      ]
    let permissions: [(String, String, JSONValue)] = [
      ("select", "author", ["columns": "*", "filter": [:]]),
      ("select", "article", ["columns": "*", "filter": [:]]),
      (
        "insert", "author",
        ["check": [:], "set": ["owner": "x-hasura-user-id"], "validate_input": hook]
      ),
      ("insert", "article", ["check": [:], "validate_input": hook]),
      ("update", "author", ["columns": ["name"], "filter": [:], "validate_input": hook]),
      ("delete", "author", ["filter": [:], "validate_input": hook]),
    ]
    for (kind, table, permission) in permissions {
      try await test.run([
        "type": .string("sqlite_create_\(kind)_permission"),
        "args": ["table": .string(table), "role": "user", "permission": permission],
      ])
    }
    return test
  }

  @Test("The time limit of a role covers the webhook, too, and nothing is written")
  func timeLimit() async throws {
    let test = try await Self.engine()
    try await test.run(#"{"type": "set_api_limits", "args": {"time_limit": {"global": 1}}}"#)
    test.connector.hooks.answer { _, _ in .silence }
    let error = await test.failure(
      #"mutation { insert_article_one(object: {title: "One"}) { id } }"#,
      session: Self.user
    )
    #expect(error?.code == "time-limit-exceeded")
    #expect(test.connector.hooks.requests.count == 1)
    let data = try await test.query(#"{ article(where: {title: {_eq: "One"}}) { id } }"#)
    #expect(data == ["article": []])
  }

  @Test("A webhook sees the rows as the client gave them, once for each level of an insert")
  func nestedInsert() async throws {
    let test = try await Self.engine()
    let data = try await test.query(
      """
      mutation ($title: String, $more: [article_insert_input!]!) { insert_author(objects: [
        {name: "Bob", articles: {data: [{title: $title}]}}, {name: "Cid", articles: {data: $more}}
      ]) { affected_rows } }
      """,
      variables: ["title": "One", "more": [["title": "Two"], ["title": "Three"]]],
      session: Self.user
    )
    #expect(data == ["insert_author": ["affected_rows": 5]])
    let bodies = test.connector.hooks.bodies
    #expect(bodies.count == 2)
    #expect(
      bodies.first == [
        "version": 1, "role": "user",
        "session_variables": ["x-hasura-role": "user", "x-hasura-user-id": "7"],
        "data": [
          "input": [
            ["name": "Bob", "articles": ["data": [["title": "One"]]]],
            ["name": "Cid", "articles": ["data": [["title": "Two"], ["title": "Three"]]]],
          ]
        ],
      ]
    )
    #expect(
      bodies.last?["data"] == [
        "input": [["title": "One"], ["title": "Two"], ["title": "Three"]]
      ]
    )
    let request = try #require(test.connector.hooks.requests.first)
    #expect(request.url == "http://hook/check")
    #expect(request.method == "POST")
    #expect(request.timeout == 10)
    #expect(request.headers.contains(.init(name: "X-Key", value: "s3cret")))
  }

  @Test(
    "Updates and deletes show their arguments, without presets",
    arguments: [
      (
        #"update_author(where: {id: {_eq: 1}}, _set: {name: "Al"}) { affected_rows }"#,
        #"[{"where":{"id":{"_eq":1}},"_set":{"name":"Al"}}]"#
      ),
      (
        #"update_author_by_pk(pk_columns: {id: 1}, _set: {name: "Al"}) { id }"#,
        #"[{"pk_columns":{"id":1},"_set":{"name":"Al"}}]"#
      ),
      (
        #"update_author_many(updates: [{where: {}, _set: {name: "A"}}, {where: {id: {_gt: 3}}, "#
          + #"_set: {name: "B"}}]) { affected_rows }"#,
        #"[{"where":{},"_set":{"name":"A"}},{"where":{"id":{"_gt":3}},"_set":{"name":"B"}}]"#
      ),
      ("delete_author(where: {id: {_eq: 1}}) { affected_rows }", #"[{"where":{"id":{"_eq":1}}}]"#),
      ("delete_author_by_pk(id: 1) { id }", #"[{"pk_columns":{"id":1}}]"#),
      (
        #"insert_author_one(object: {name: "Di"}) { id }"#, #"[{"name":"Di"}]"#
      ),
    ]
  )
  func shapes(_ field: String, _ input: String) async throws {
    let test = try await Self.engine()
    _ = try await test.query("mutation { \(field) }", session: Self.user)
    let bodies = test.connector.hooks.bodies
    #expect(bodies.map { $0["data"]?["input"]?.description } == [input])
  }

  @Test("What a webhook refuses is not written, not even by other fields of the request")
  func refused() async throws {
    let test = try await Self.engine()
    test.connector.hooks.answer { _, body in
      body["data"]?["input"]?.arrayValue?.first?["name"] == "Bad"
        ? .json(["message": "no bad names", "code": "x"], status: 400) : .json([:])
    }
    let error = await test.failure(
      """
      mutation { delete_author(where: {}) { affected_rows }
        insert_author(objects: [{name: "Bad"}]) { affected_rows } }
      """,
      session: Self.user
    )
    #expect(error?.code == "validation-failed")
    #expect(error?.message == "no bad names")
    #expect(try await test.query("{ author { name } }") == ["author": [["name": "Ann"]]])
  }

  @Test(
    "An answer that is no answer is an error of its own",
    arguments: [
      (TestWebhooks.Answer.json(nil, status: 500), "internal error when validating input data"),
      (.json([:], status: 204), "internal error when validating input data"),
      (.text("oops", status: 400), "received invalid response from input validation webhook"),
      (
        .json(["error": "x"], status: 400),
        "received invalid response from input validation webhook"
      ),
      (.failure("Response timeout"), "http exception when validating input data"),
    ]
  )
  func broken(_ answer: TestWebhooks.Answer, _ message: String) async throws {
    let test = try await Self.engine()
    test.connector.hooks.answer { _, _ in answer }
    let error = await test.failure(
      #"mutation { insert_author(objects: [{name: "Bob"}]) { affected_rows } }"#,
      session: Self.user
    )
    #expect(error?.message == message)
    #expect(error?.code == "unexpected")
    #expect(error?.status == 500)
    #expect(try await test.query("{ author { name } }") == ["author": [["name": "Ann"]]])
  }

  @Test("Administrators, and mutations that change nothing, are not checked")
  func unchecked() async throws {
    let test = try await Self.engine()
    _ = try await test.query(
      #"mutation { insert_author(objects: [{name: "Bob"}]) { affected_rows } }"#
    )
    _ = try await test.query(
      "mutation { update_author(where: {}) { affected_rows } }",
      session: Self.user
    )
    #expect(test.connector.hooks.requests.isEmpty)
  }

  @Test("The older language of data is checked, too")
  func dataCommands() async throws {
    let test = try await Self.engine()
    test.connector.hooks.answer { _, _ in .json(["message": "never"], status: 400) }
    for command in [
      #"{"type": "insert", "args": {"table": "author", "objects": [{"name": "Bob"}]}}"#,
      #"{"type": "update", "args": {"table": "author", "where": {"id": 1}, "$set": {"name": "x"}}}"#,
      #"{"type": "delete", "args": {"table": "author", "where": {"id": 1}}}"#,
    ] {
      let error = try await test.error(command, api: .v2Query, session: Self.user)
      #expect(error?.message == "never", "\(command)")
    }
    #expect(
      test.connector.hooks.bodies.map { $0["data"]?["input"]?.description } == [
        #"[{"name":"Bob"}]"#, #"[{"where":{"id":1},"_set":{"name":"x"}}]"#,
        #"[{"where":{"id":1}}]"#,
      ]
    )
  }

  @Test("A permission whose webhook has no address is refused")
  func unsetVariable() async throws {
    let test = try await TestEngine()
    try await test.addSQLite(script: "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT)")
    try await test.run(#"{"type": "sqlite_track_table", "args": {"table": "author"}}"#)
    let error = try await test.error(
      """
      {"type": "sqlite_create_delete_permission", "args": {"table": "author", "role": "user",
        "permission": {"filter": {}, "validate_input":
          {"type": "http", "definition": {"url": "{{NOBODY}}/x"}}}}}
      """
    )
    #expect(error?.message.hasSuffix("environment variable 'NOBODY' not set") == true)
  }
}
