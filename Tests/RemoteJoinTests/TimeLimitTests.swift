import DovetailEngine
import DovetailMetadata
import NIOCore
import OrderedCollections
import OrderedJSON
import Testing

/// An operation ends by the smallest of its limits, whatever it waits for.
@Suite("Time limits of operations", .timeLimit(.minutes(1)))
struct TimeLimitTests {
  private let user = Session(role: "user")

  /// Rows joined with a service that answers after a time, and an action that takes as long.
  private func run(
    delay milliseconds: Int64,
    operationLimit: Duration? = nil,
    roleLimit: Int? = nil,
    serviceTimeout: Int = 60,
    _ body: (JoinEngine, GraphService) async throws -> Void
  ) async throws {
    let people = try GraphService(
      People.sdl,
      delay: .milliseconds(milliseconds),
      People.resolve
    )
    let handler = try GraphService(
      handler: { _ in ["id": 3] },
      delay: .milliseconds(milliseconds)
    )
    try await handler.start()
    let options = EngineOptions(operationTimeLimit: operationLimit)
    try await JoinEngine.run(["people": people], options: options) { test in
      try await test.run(
        "update_remote_schema",
        [
          "name": "people",
          "definition": ["url": .string(people.url), "timeout_seconds": .int(serviceTimeout)],
        ]
      )
      try await test.addDatabase(
        """
        CREATE TABLE parent (id INTEGER PRIMARY KEY);
        INSERT INTO parent VALUES (1), (2), (3);
        """,
        tables: ["parent"]
      )
      try await test.run(
        "sqlite_create_select_permission",
        ["table": "parent", "role": "user", "permission": ["columns": "*", "filter": [:]]]
      )
      let toPerson = """
        {"to_remote_schema": {"remote_schema": "people", "lhs_fields": ["id"],
          "remote_field": {"person": {"arguments": {"id": "$id"}}}}}
        """
      try await test.relate("parent", "person", toPerson)
      try await test.relate(
        type: "Person",
        of: "people",
        "row",
        """
        {"to_source": {"source": "default", "table": "parent", "relationship_type": "object",
          "field_mapping": {"id": "id"}}}
        """
      )
      try await test.run(
        "set_custom_types",
        [
          "objects": [
            [
              "name": "Out", "fields": [["name": "id", "type": "Int!"]],
              "relationships": [
                ["name": "person", "definition": try JSONValue(parsing: toPerson)]
              ],
            ]
          ]
        ]
      )
      try await test.run(
        "create_action",
        [
          "name": "out",
          "definition": [
            "type": "query", "handler": .string(handler.url), "output_type": "Out",
            "arguments": [],
          ],
        ]
      )
      try await test.run("create_action_permission", ["action": "out", "role": "user"])
      if let roleLimit {
        try await test.run("set_api_limits", ["time_limit": ["global": .int(roleLimit)]])
      }
      people.forget()
      try await body(test, people)
    }
    try await handler.stop()
  }

  private static let operations = [
    "{ parent { id person { name } } }", "{ person(id: 1) { name } }", "{ out { id } }",
  ]

  @Test("The limit of all operations ends joins, remote fields and actions", arguments: operations)
  func operation(text: String) async throws {
    try await run(delay: 5_000, operationLimit: .milliseconds(200)) { test, _ in
      let response = await test.execute(text, session: user)
      #expect(response.data == nil)
      #expect(response.errors.map(\.code) == ["time-limit-exceeded"])
      #expect(response.errors.first?.message.contains("its time limit of") == true)
    }
  }

  @Test("The limit of a role does, too, and administrators have none", arguments: operations)
  func role(text: String) async throws {
    try await run(delay: 1_300, roleLimit: 1) { test, _ in
      let response = await test.execute(text, session: user)
      #expect(response.data == nil)
      #expect(response.errors.map(\.code) == ["time-limit-exceeded"])
      #expect(response.errors.first?.message.contains("the limit of 1 s") == true)
      #expect(await test.execute(text).errors.isEmpty)
    }
  }

  @Test("Levels of joins share the time: each alone would have been in time")
  func levels() async throws {
    let text = "{ out { person { row { person { name } } } } }"
    try await run(delay: 600, operationLimit: .milliseconds(1_500)) { test, _ in
      let response = await test.execute(text, session: user)
      #expect(response.data == nil)
      #expect(response.errors.map(\.code) == ["time-limit-exceeded"])
    }
    try await run(delay: 600, operationLimit: .seconds(20)) { test, _ in
      let data = try await test.query(text, session: user)
      #expect(data["out"]?["person"]?["row"]?["person"] == ["name": "p3"])
    }
  }

  @Test(
    "Of an operation's and a role's limit the smaller one counts",
    arguments: [
      (Duration.milliseconds(200), "limit of 0.2 seconds"), (.seconds(20), "limit of 1 s"),
    ]
  )
  func smaller(operationLimit: Duration, message: String) async throws {
    try await run(delay: 5_000, operationLimit: operationLimit, roleLimit: 1) { test, _ in
      let response = await test.execute(Self.operations[0], session: user)
      #expect(response.data == nil)
      #expect(response.errors.first?.message.contains(message) == true, "\(response.errors)")
      #expect(response.errors.count == 1)
    }
  }

  @Test("The timeout of a service that is smaller costs only what the service was to give")
  func service() async throws {
    try await run(
      delay: 1_500,
      operationLimit: .seconds(20),
      roleLimit: 10,
      serviceTimeout: 1
    ) { test, _ in
      let response = await test.execute(Self.operations[0], session: user)
      let data = try JSONValue(parsing: try #require(response.data))
      #expect(data["parent"]?.arrayValue?.map { $0["person"] } == [.null, .null, .null])
      #expect(response.errors.map(\.code) == ["remote-schema-error"])
    }
  }

  @Test("A service that asks for more time than the role has is not waited for")
  func patience() async throws {
    try await run(delay: 0, roleLimit: 2) { test, people in
      people.busy(for: 4)
      let response = await test.execute(Self.operations[0], session: user)
      // It is given up at once, and what there is is there.
      #expect(response.data != nil)
      #expect(response.errors.map(\.code) == ["remote-schema-error"])
      #expect(people.requests.count == 1)
    }
  }

  @Test("Operations that ended say nothing of the service: it is asked again at once")
  func health() async throws {
    try await run(delay: 1_200, roleLimit: 1) { test, people in
      for _ in 0..<2 {
        let response = await test.execute(Self.operations[1], session: user)
        #expect(response.errors.map(\.code) == ["time-limit-exceeded"])
      }
      #expect(await test.execute(Self.operations[1]).errors.isEmpty)
    }
  }
}
