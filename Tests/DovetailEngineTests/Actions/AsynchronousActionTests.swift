import DovetailEngine
import DovetailMetadata
import DovetailSource
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Asynchronous actions")
struct AsynchronousActionTests {
  private static let flat: JSONValue = [
    "objects": [
      [
        "name": "Done",
        "fields": [["name": "uid", "type": "Int!"], ["name": "name", "type": "String"]],
        "relationships": [
          [
            "name": "account", "type": "object", "remote_table": "account",
            "field_mapping": ["uid": "id"],
          ]
        ],
      ]
    ]
  ]

  /// An engine with an asynchronous action `later(n: Int): Done!` that `user` may call.
  private static func engine(_ more: (String, JSONValue)...) async throws -> TestEngine {
    let test = try await ActionTests.engine()
    try await test.run(["type": "set_custom_types", "args": flat])
    var definition: JSONObject = [
      "type": "mutation", "kind": "asynchronous", "handler": "{{HOOK}}/later",
      "output_type": "Done!", "arguments": [["name": "n", "type": "Int"]],
    ]
    for (key, value) in more { definition[key] = value }
    try await test.run([
      "type": "create_action", "args": ["name": "later", "definition": .object(definition)],
    ])
    try await test.run(
      #"{"type": "create_action_permission", "args": {"action": "later", "role": "user"}}"#
    )
    try await test.run(
      """
      {"type": "sqlite_create_select_permission", "args": {"table": "account", "role": "user",
        "permission": {"columns": "*", "filter": {}}}}
      """
    )
    return test
  }

  private static func enqueue(
    _ test: TestEngine,
    _ n: Int = 1,
    _ session: Session = ActionTests.user
  ) async throws -> String {
    let data = try await test.query("mutation { later(n: \(n)) }", session: session)
    return try #require(data["later"]?.stringValue)
  }

  private static let result =
    "query ($id: uuid!) { later(id: $id) { id created_at errors output { uid account { name } } } }"

  @Test("A handler that refuses with our own code of cancelled calls is asked once")
  func cancelledByHandler() async throws {
    let test = try await Self.engine()
    let id = try await Self.enqueue(test)
    test.connector.hooks.answer { _, _ in
      .json(["message": "the order was cancelled", "code": "cancelled"], status: 400)
    }
    #expect(await test.engine.answerActionCalls(limit: 10) == 1)
    #expect(await test.engine.answerActionCalls(limit: 10) == 0)
    let data = try await test.query(
      "query ($id: uuid!) { later(id: $id) { errors } }",
      variables: ["id": .string(id)],
      session: ActionTests.user
    )
    #expect(data["later"]?["errors"]?["error"] == "the order was cancelled")
  }

  @Test("A call has an identity at once, no output at first, and what the handler answers later")
  func life() async throws {
    let test = try await Self.engine()
    let id = try await Self.enqueue(test, 5)
    #expect(id.count == 36)
    #expect(test.connector.hooks.requests.isEmpty)
    let before = try await test.query(
      Self.result,
      variables: ["id": .string(id)],
      session: ActionTests.user
    )["later"]
    #expect(before?["id"] == .string(id))
    #expect(before?["output"] == .some(nil))
    #expect(before?["errors"] == .some(nil))
    #expect(before?["created_at"]?.stringValue?.hasPrefix("20") == true)

    test.connector.hooks.answer { _, _ in .json(["uid": 2, "more": 1]) }
    #expect(await test.engine.answerActionCalls(limit: 10) == 1)
    #expect(await test.engine.answerActionCalls(limit: 10) == 0)
    #expect(
      test.connector.hooks.bodies == [
        [
          "action": ["name": "later"], "input": ["n": 5],
          "session_variables": ["x-hasura-role": "user", "x-hasura-user-id": "7"],
          "request_query": nil,
        ]
      ]
    )
    let after = try await test.query(
      Self.result,
      variables: ["id": .string(id)],
      session: ActionTests.user
    )["later"]
    #expect(after?["output"] == ["uid": 2, "account": ["name": "Bob"]])
    #expect(after?["errors"] == .some(nil))
  }

  @Test("Only who made a call, and administrators, see what became of it")
  func visibility() async throws {
    let test = try await Self.engine()
    let id = try await Self.enqueue(test)
    let variables: JSONObject = ["id": .string(id)]
    let other = Session(role: "user", variables: ["x-hasura-user-id": "8"])
    let less = Session(role: "user")
    for session in [other, less] {
      #expect(
        try await test.query(Self.result, variables: variables, session: session)
          == ["later": nil]
      )
    }
    #expect(try await test.query(Self.result, variables: variables)["later"]?["id"] != nil)
    #expect(
      try await test.query(
        Self.result,
        variables: ["id": "00000000-0000-4000-8000-000000000000"]
      ) == ["later": nil]
    )
  }

  @Test("A failed call has an error, whose detail only administrators see")
  func failure() async throws {
    let test = try await Self.engine()
    let id = try await Self.enqueue(test)
    test.connector.hooks.answer { _, _ in .json(["message": "no", "code": "c"], status: 400) }
    await test.engine.answerActionCalls(limit: 10)
    let query = "query ($id: uuid!) { later(id: $id) { errors output { uid } } }"
    let own = try await test.query(
      query,
      variables: ["id": .string(id)],
      session: ActionTests.user
    )["later"]
    #expect(own == ["errors": ["code": "c", "path": "$", "error": "no"], "output": nil])
    let all = try await test.query(query, variables: ["id": .string(id)])["later"]?["errors"]
    #expect(all?["internal"]?["response"]?["status"] == 400)

    let second = try await Self.enqueue(test)
    test.connector.hooks.answer { _, _ in .json(["uid": nil]) }
    await test.engine.answerActionCalls(limit: 10)
    let wrong = try await test.query(query, variables: ["id": .string(second)])["later"]
    #expect(wrong?["errors"]?["error"] == "expecting not null value for field \"uid\"")
  }

  @Test("Calls are taken oldest first, so many at once, each by one engine only")
  func batches() async throws {
    let test = try await Self.engine()
    for n in 1...5 { _ = try await Self.enqueue(test, n) }
    test.connector.hooks.answer { _, _ in .json(["uid": 1]) }
    #expect(await test.engine.answerActionCalls(limit: 2) == 2)
    #expect(
      Set(test.connector.hooks.bodies.compactMap { $0["input"]?["n"]?.intValue }) == [1, 2]
    )
    async let one = test.engine.answerActionCalls(limit: 3)
    async let other = test.engine.answerActionCalls(limit: 3)
    #expect(await one + other == 3)
    #expect(
      test.connector.hooks.bodies.compactMap { $0["input"]?["n"]?.intValue }.sorted()
        == [1, 2, 3, 4, 5]
    )
  }

  @Test("Headers are kept only if they are forwarded, and never the admin secret")
  func headers() async throws {
    let test = try await Self.engine(("forward_client_headers", true))
    _ = await test.engine.execute(
      GraphQLOperationRequest(
        text: "mutation { later }",
        session: ActionTests.user,
        headers: [
          .init(name: "authorization", value: "t"),
          .init(name: "x-hasura-admin-secret", value: "s"),
        ]
      )
    )
    test.connector.hooks.answer { _, _ in .json(["uid": 1]) }
    await test.engine.answerActionCalls(limit: 1)
    let sent = try #require(test.connector.hooks.requests.first).headers
    #expect(sent.contains(.init(name: "authorization", value: "t")))
    #expect(!sent.contains { $0.name == "x-hasura-admin-secret" })
  }

  @Test("Dropping an action forgets its calls, unless they shall be kept")
  func drop() async throws {
    let test = try await Self.engine()
    let id = try await Self.enqueue(test)
    func drop(_ clears: Bool) async throws {
      try await test.run([
        "type": "drop_action", "args": ["name": "later", "clear_data": .bool(clears)],
      ])
      try await test.run([
        "type": "create_action",
        "args": [
          "name": "later",
          "definition": [
            "kind": "asynchronous", "handler": "{{HOOK}}/later", "output_type": "Done",
          ],
        ],
      ])
    }
    let query = "query ($id: uuid!) { later(id: $id) { id } }"
    try await drop(false)
    #expect(try await test.query(query, variables: ["id": .string(id)])["later"]?["id"] != nil)
    try await drop(true)
    #expect(try await test.query(query, variables: ["id": .string(id)]) == ["later": nil])
  }

  @Test("Relationships and fields that are objects do not go together")
  func nested() async throws {
    let test = try await ActionTests.engine()
    let error = try await test.error(
      """
      {"type": "create_action", "args": {"name": "a", "definition": {"kind": "asynchronous",
        "handler": "http://x", "output_type": "Person"}}}
      """
    )
    #expect(
      error?.message
        == "Inconsistent object: in action \"a\"; Async action relations cannot be used with "
        + "object fields: \"boss\", \"team\""
    )
  }
}
