import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

/// Engines on one metadata store.
@Suite("Engines on one store")
struct FollowingTests {
  @Test("An engine takes over what another one saves", .timeLimit(.minutes(1)))
  func follows() async throws {
    let folder = try TemporaryFolder()
    let first = try await TestEngine(folder: folder)
    let second = try await TestEngine(folder: folder)
    let maintenance = Task { await second.engine.maintain(followingEvery: .milliseconds(20)) }
    try await first.addSQLite(script: "CREATE TABLE t (id INTEGER PRIMARY KEY)")
    try await first.run(#"{"type": "sqlite_track_table", "args": {"table": "t"}}"#)
    let expected = try await version(of: first)
    // The other engine looks every 20 ms; the time limit ends a wait in vain.
    while try await version(of: second) != expected { await Task.yield() }
    maintenance.cancel()
    await maintenance.value
    let response = await second.engine.execute(
      GraphQLOperationRequest(text: "{ t { id } }", session: .admin)
    )
    #expect(response.data.map { String(decoding: $0, as: UTF8.self) } == #"{"t":[]}"#)
    await first.engine.stop()
    await second.engine.stop()
  }

  @Test("An engine reads anew what another one was told to reload", .timeLimit(.minutes(1)))
  func invalidations() async throws {
    let folder = try TemporaryFolder()
    let first = try await TestEngine(folder: folder)
    try await first.addSQLite(script: "CREATE TABLE t (id INTEGER PRIMARY KEY)")
    try await first.run(#"{"type": "sqlite_track_table", "args": {"table": "t"}}"#)
    let second = try await TestEngine(folder: folder)
    try await first.run(
      #"{"type": "run_sql", "args": {"sql": "ALTER TABLE t ADD COLUMN name TEXT"}}"#,
      api: .v2Query
    )
    #expect(await second.failure("{ t { name } }") != nil)
    let maintenance = Task { await second.engine.maintain(followingEvery: .milliseconds(20)) }
    while await second.failure("{ t { name } }") != nil { await Task.yield() }
    maintenance.cancel()
    await maintenance.value
    #expect(try await version(of: second) == version(of: first))
    await first.engine.stop()
    await second.engine.stop()
  }

  @Test("What another engine takes away is taken away here", .timeLimit(.minutes(1)))
  func followsRemovals() async throws {
    let folder = try TemporaryFolder()
    let first = try await TestEngine(folder: folder)
    try await first.addSQLite(script: "CREATE TABLE t (id INTEGER); CREATE TABLE u (id INTEGER)")
    try await first.run(#"{"type": "sqlite_track_table", "args": {"table": "t"}}"#)
    try await first.run(#"{"type": "sqlite_track_table", "args": {"table": "u"}}"#)
    try await first.run(
      """
      {"type": "sqlite_create_select_permission", "args": {"table": "t", "role": "a",
        "permission": {"columns": "*", "filter": {}}}}
      """
    )
    let second = try await TestEngine(folder: folder)
    let session = Session(role: "a", variables: [:])
    #expect(await second.failure("{ t { id } }", session: session) == nil)
    try await first.run(
      #"{"type": "sqlite_drop_select_permission", "args": {"table": "t", "role": "a"}}"#
    )
    try await first.run(#"{"type": "sqlite_untrack_table", "args": {"table": "u"}}"#)
    await second.engine.followOthers()
    #expect(await second.failure("{ t { id } }", session: session) != nil)
    #expect(await second.failure("{ u { id } }") != nil)
    #expect(try await second.exported() == first.exported())
    await first.engine.stop()
    await second.engine.stop()
  }

  private func version(of engine: TestEngine) async throws -> Int? {
    try await engine.run(#"{"type": "export_metadata", "version": 2, "args": {}}"#)[
      "resource_version"
    ]?.intValue
  }
}
