import DovetailDemo
import DovetailEngine
import OrderedCollections
import OrderedJSON
import Testing

/// Remote schemas that are read again by themselves.
@Suite("Remote schemas that change without telling", .timeLimit(.minutes(1)))
struct RefreshTests {
  private let old = "type Query { person(id: Int!): Person } type Person { id: Int! name: String }"
  private let new = """
    type Query { person(id: Int!): Person team: String }
    type Person { id: Int! name: String! nick: String }
    """
  private let broken = "type Query { team: String }"

  private func service() throws -> GraphService {
    try GraphService(old) { (field, arguments) throws(ResolverError) in
      guard field == "person" else { return .leaf("t") }
      return .object(Node("Person", ["id": 1, "name": "a", "nick": "n"]))
    }
  }

  private func run(
    interval: Duration?,
    own: Int? = nil,
    _ body: (JoinEngine, GraphService, LogRecord) async throws -> Void
  ) async throws {
    let people = try service()
    let log = LogRecord()
    let options = EngineOptions(remoteSchemaRefreshInterval: interval)
    try await JoinEngine.run(["people": people], options: options, log: log.logger) { test in
      if let own {
        try await test.run(
          "update_remote_schema",
          [
            "name": "people",
            "definition": [
              "url": .string(people.url), "refresh_interval_seconds": .int(own),
            ],
          ]
        )
      }
      try await test.addDatabase(
        "CREATE TABLE parent (id INTEGER PRIMARY KEY); INSERT INTO parent VALUES (1);",
        tables: ["parent"]
      )
      try await test.relate(
        "parent",
        "person",
        """
        {"to_remote_schema": {"remote_schema": "people", "lhs_fields": ["id"],
          "remote_field": {"person": {"arguments": {"id": "$id"}}}}}
        """
      )
      // Cancelled with the group when the body is done.
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await test.engine.maintain(followingEvery: nil) }
        try await body(test, people, log)
        group.cancelAll()
      }
    }
  }

  /// Waits until something is so; the time limit of the suite ends a wait in vain.
  private func wait(until condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(10)) }
  }

  @Test("They are taken over within the interval, joins too, and the log tells the difference")
  func interval() async throws {
    try await run(interval: .milliseconds(40)) { test, people, log in
      let query = "{ parent { person { name nick } } team }"
      #expect(await test.execute(query).errors.first?.code == "validation-failed")
      try people.become(new)
      try await wait { await test.execute(query).errors.isEmpty }
      #expect(
        try await test.query(query)
          == ["parent": [["person": ["name": "a", "nick": "n"]]], "team": "t"]
      )
      let change = log.lines.first { $0.contains("a remote schema has changed") }
      #expect(change?.contains("remote_schema=people") == true, "\(log.lines)")
      #expect(change?.contains(#"the field "Person.nick" was added"#) == true)
      #expect(change?.contains(#"the field "Query.team" was added"#) == true)
      #expect(change?.hasPrefix("info: ") == true)
      #expect(change?.contains("breaking=0") == true)
    }
  }

  @Test("What breaks is a warning, the relationship is inconsistent, and well again afterwards")
  func breaking() async throws {
    try await run(interval: .milliseconds(40)) { test, people, log in
      let inconsistencies = {
        try await test.run("get_inconsistent_metadata", [:])["inconsistent_objects"]?.arrayValue
          ?? []
      }
      try people.become(broken)
      try await wait { try await !inconsistencies().isEmpty }
      #expect(
        try await inconsistencies().first?["reason"]?.stringValue?.contains(
          #"remote field with name "person" and type "Query" not found"#
        ) == true
      )
      #expect(await test.execute("{ parent { id } team }").errors.isEmpty)
      #expect(
        await test.execute("{ parent { person { id } } }").errors.first?.code
          == "validation-failed"
      )
      let change = log.lines.first { $0.contains("in ways that break clients") }
      #expect(change?.hasPrefix("warning: ") == true, "\(log.lines)")
      #expect(change?.contains(#"the field "Query.person" was removed"#) == true)
      #expect(
        log.lines.contains {
          $0.hasPrefix("warning: inconsistent metadata since a remote schema has changed")
            && $0.contains("remote_schema=people")
        }
      )
      try people.become(old)
      try await wait { try await inconsistencies().isEmpty }
      let data = try await test.query("{ parent { person { id } } }")
      #expect(data == ["parent": [["person": ["id": 1]]]])
    }
  }

  @Test("The definition's own interval counts, and 0 means never")
  func own() async throws {
    try await run(interval: nil, own: 1) { test, people, _ in
      try people.become(new)
      try await wait { await test.execute("{ team }").errors.isEmpty }
    }
    try await run(interval: .milliseconds(20), own: 0) { test, people, log in
      try people.become(new)
      try await Task.sleep(for: .milliseconds(400))
      #expect(await test.execute("{ team }").errors.first?.code == "validation-failed")
      // By command it is read all the same, and the answer tells what is new.
      let answer = try await test.run("reload_remote_schema", ["name": "people"])
      #expect(
        answer["schema_changes"]?.arrayValue?.compactMap { $0["coordinate"]?.stringValue }.contains(
          "Query.team"
        ) == true
      )
      #expect(await test.execute("{ team }").errors.isEmpty)
    }
  }

  @Test("A service that is away, or stays the same, changes nothing")
  func unchanged() async throws {
    try await run(interval: .milliseconds(20)) { test, people, log in
      let version = try await test.run("export_metadata", [:])
      try await Task.sleep(for: .milliseconds(300))
      try await people.stop()
      try await Task.sleep(for: .milliseconds(300))
      #expect(log.lines.allSatisfy { !$0.contains("has changed") }, "\(log.lines)")
      #expect(try await test.run("export_metadata", [:]) == version)
      #expect(try await test.query("{ parent { id } }") == ["parent": [["id": 1]]])
      try await people.start()
    }
  }
}
