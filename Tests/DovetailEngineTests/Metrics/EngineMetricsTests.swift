import DovetailEngine
import DovetailMetadata
import Meters
import Testing

@Suite("The engine's metrics")
struct EngineMetricsTests {
  private func makeEngine() async throws -> TestEngine {
    let test = try await TestEngine()
    try await test.addSQLite(script: "CREATE TABLE t (id INTEGER PRIMARY KEY)")
    try await test.run(#"{"type": "sqlite_track_table", "args": {"table": "t"}}"#)
    return test
  }

  private func lines(of engine: Engine) -> Set<Substring> {
    Set(expositionText(engine.metrics).split(separator: "\n"))
  }

  @Test("Requests are counted by kind and outcome, and plans by whether they were known")
  func requests() async throws {
    let test = try await makeEngine()
    let insertion = "mutation { insert_t_one(object: {id: 1}) { id } }"
    for _ in 0..<3 { _ = try await test.query("{ t { id } }") }
    _ = try await test.query(insertion)
    _ = await test.execute("{ missing }")
    _ = await test.execute(insertion)
    let lines = lines(of: test.engine)
    let name = "hasura_graphql_requests_total"
    let time = "hasura_graphql_execution_time_seconds"
    for line in [
      #"\#(name){operation_type="query",response_status="success"} 3"#,
      #"\#(name){operation_type="mutation",response_status="success"} 1"#,
      #"\#(name){operation_type="mutation",response_status="failed"} 1"#,
      #"\#(name){operation_type="unknown",response_status="failed"} 1"#,
      #"\#(time)_count{operation_type="query"} 3"#,
      #"dovetail_plan_cache_requests_total{result="hit"} 3"#,
      #"dovetail_plan_cache_requests_total{result="miss"} 3"#,
    ] {
      #expect(lines.contains(Substring(line)), "\(line)")
    }
    await test.engine.stop()
  }

  @Test("The state of metadata and upstreams is told")
  func upstreams() async throws {
    let test = try await makeEngine()
    try await test.sql("ALTER TABLE t RENAME TO gone")
    var lines = lines(of: test.engine)
    #expect(lines.contains(#"dovetail_upstream_available{name="default",kind="source"} 1"#))
    #expect(lines.contains("dovetail_metadata_inconsistent_objects 0"))
    try await test.run(
      #"""
      {"type": "replace_metadata", "version": 2, "args": {"allow_inconsistent_metadata": true,
        "metadata": {"version": 3, "sources": [{"name": "other", "kind": "sqlite",
          "configuration": {"connection_info": {"database": "/missing/x.db"}}, "tables": []}]}}}
      """#
    )
    lines = self.lines(of: test.engine)
    #expect(lines.contains(#"dovetail_upstream_available{name="other",kind="source"} 0"#))
    #expect(lines.contains("dovetail_metadata_inconsistent_objects 1"))
    await test.engine.stop()
  }

  @Test("Pools tell their connections by source and role")
  func pools() async throws {
    let database = try await TestDatabase(
      "dovetail_metrics",
      script: "CREATE TABLE t (id integer PRIMARY KEY)"
    )
    let test = try await TestEngine()
    try await test.addPostgres(database, as: "shop")
    try await test.run(
      #"{"type": "pg_track_table", "args": {"source": "shop", "table": "t"}}"#
    )
    _ = try await test.query("{ t { id } }")
    let lines = lines(of: test.engine)
    let labels = #"{source_name="shop",role="primary"}"#
    #expect(lines.contains(#"dovetail_postgres_max_connections\#(labels) 50"#))
    #expect(lines.contains(#"dovetail_postgres_waiting_requests\#(labels) 0"#))
    #expect(lines.contains(#"hasura_postgres_connection_error_total\#(labels) 0"#))
    func value(_ name: String) -> Int? {
      lines.first { $0.hasPrefix(name + labels) }?.split(separator: " ").last.flatMap { Int($0) }
    }
    let connections = try #require(value("hasura_postgres_connections"))
    #expect(connections >= 1)
    #expect(value("dovetail_postgres_idle_connections") ?? 99 <= connections)
    #expect(value("hasura_postgres_connection_init_time_count") ?? 0 >= connections)
    await test.engine.stop()
  }
}
