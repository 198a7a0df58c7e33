import DovetailEngine
import DovetailMetadata
import FoundationEssentials
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Upstreams that come, go, and do not answer")
struct UpstreamTests {
  @Test("A remote schema that cannot be reached is refused, and nothing is left behind")
  func unreachableSchema() async throws {
    let test = try await TrackingTests.blog()
    let before = try await test.exported()
    let open = test.connector.state.open
    let error = try await test.error(
      """
      {"type": "add_remote_schema",
       "args": {"name": "far", "definition": {"url": "http://localhost:1/"}}}
      """
    )
    #expect(error?.code == "remote-schema-error")
    #expect(error?.message.contains("connection refused") == true)
    #expect(try await test.exported() == before)
    #expect(test.connector.state.open == open)
    #expect(await test.failure("{ author { id } }") == nil)
  }

  @Test(
    "A source that cannot be used is refused, and nothing is left behind",
    arguments: [
      #"{"connection_info": {"database": "/nowhere/at/all.db"}}"#,
      #"{"connection_info": {"file": "x"}}"#,
      "{}",
    ]
  )
  func unusableSource(configuration: String) async throws {
    let test = try await TrackingTests.blog()
    let before = try await test.exported()
    let open = test.connector.state.open
    let error = try #require(
      try await test.error(
        """
        {"type": "sqlite_add_source", "args": {"name": "bad", "configuration": \(configuration)}}
        """
      )
    )
    #expect(error.code == "invalid-configuration", "\(error)")
    #expect(try await test.exported() == before)
    #expect(test.connector.state.open == open)
  }

  @Test("A source of an unknown kind is refused")
  func unknownKind() async throws {
    let test = try await TestEngine()
    let error = try await test.error(
      #"{"type": "mssql_add_source", "args": {"name": "m", "configuration": {}}}"#
    )
    #expect(error != nil)
  }

  @Test("Dropped sources are closed, and their root fields are gone")
  func dropSource() async throws {
    let test = try await TrackingTests.blog()
    #expect(test.connector.state.open == 1)
    try await test.run(
      #"{"type": "sqlite_drop_source", "args": {"name": "default", "cascade": true}}"#
    )
    #expect(test.connector.state.open == 0)
    #expect(await test.failure("{ author { id } }") != nil)
    #expect(
      try await test.query("{ no_queries_available }")["no_queries_available"]?.stringValue?
        .hasPrefix("There are no queries available") == true
    )
  }

  @Test("A source that is dropped and added in one bulk is connected once in the end")
  func replacedSource() async throws {
    let test = try await TrackingTests.blog()
    let path = JSONValue.string(test.folder.file("default.db"))
    try await test.run(
      [
        "type": "bulk",
        "args": [
          ["type": "sqlite_drop_source", "args": ["name": "default", "cascade": true]],
          [
            "type": "sqlite_add_source",
            "args": [
              "name": "default",
              "configuration": ["connection_info": ["database": path, "create": true]],
            ],
          ],
          ["type": "sqlite_track_table", "args": ["table": "author"]],
        ],
      ])
    #expect(test.connector.state.open == 1)
    #expect(await test.failure("{ author { id } }") == nil)
  }

  @Test("Stopping closes everything")
  func stop() async throws {
    let test = try await TrackingTests.blog()
    await test.engine.stop()
    #expect(test.connector.state.open == 0)
  }

  @Test("A database that changed behind the engine's back is seen after a reload")
  func reload() async throws {
    let test = try await TrackingTests.blog()
    // No word of this script looks as if it changed the schema.
    try await test.run(
      """
      {"type": "run_sql", "args": {"source": "default", "check_metadata_consistency": false,
        "sql": "ALTER TABLE author ADD COLUMN age INTEGER; DROP TABLE article"}}
      """,
      api: .v2Query
    )
    #expect(await test.failure("{ author { age } }") != nil)
    let answer = try await test.run(#"{"type": "reload_metadata", "args": {}}"#)
    #expect(answer["message"] == "success")
    #expect(answer["is_consistent"] == false)
    #expect(await test.failure("{ author { age } }") == nil)
    #expect(
      try await test.inconsistent() == [
        "array_relation articles in table author in source default",
        "table article in source default",
      ]
    )
    try await test.run(#"{"type": "drop_inconsistent_metadata", "args": {}}"#)
    #expect(try await test.inconsistent() == [])
  }

  @Test("A source whose database is gone at the start is inconsistent, and comes back by a reload")
  func lateSource() async throws {
    let first = try await TrackingTests.blog()
    await first.engine.stop()
    let file = first.folder.file("default.db")
    try rename(file, to: file + ".away")
    // The source may create its file, so what is missing are the tables.
    let second = try await TestEngine(folder: first.folder)
    #expect(try await second.inconsistent().contains("table author in source default"))
    await second.engine.stop()
    try rename(file + ".away", to: file)
    let third = try await TestEngine(folder: first.folder)
    #expect(try await third.inconsistent() == [])
    await third.engine.stop()
  }
}

private func rename(_ path: String, to other: String) throws {
  try? FileManager.default.removeItem(atPath: other)
  try FileManager.default.moveItem(atPath: path, toPath: other)
}
