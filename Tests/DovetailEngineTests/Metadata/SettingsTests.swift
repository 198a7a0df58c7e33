import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

/// Settings of metadata that are obeyed, and those that are not yet.
@Suite("Settings")
struct SettingsTests {
  @Test(
    "A setting without effect is kept, and whoever makes it is told so",
    arguments: [
      (
        #"{"type": "set_metrics_config", "args": {"analyze_query_variables": true, "analyze_response_body": false}}"#,
        "metrics_config"
      ),
      (
        #"{"type": "set_opentelemetry_config", "args": {"status": "enabled", "data_types": ["traces"], "exporter_otlp": {"otlp_traces_endpoint": "http://localhost:4318/v1/traces"}}}"#,
        "opentelemetry"
      ),
    ]
  )
  func withoutEffect(command: String, setting: String) async throws {
    let engine = try await TestEngine()
    let answer = try await engine.run(command)
    #expect(answer["message"] == "success")
    let warnings = try #require(answer["warnings"]?.arrayValue)
    #expect(warnings.count == 1)
    #expect(warnings.first?["code"] == "no-effect")
    #expect(warnings.first?["message"]?.stringValue?.contains(setting) == true)
    // Making it again makes nothing new.
    #expect(try await engine.run(command) == ["message": "success"])
    let bulk = try await engine.run(
      #"{"type": "bulk", "args": [{"type": "clear_metadata", "args": {}}, \#(command)]}"#
    )
    #expect(bulk.arrayValue?.last?["warnings"]?.arrayValue?.count == 1)
    let exported = try await engine.run(#"{"type": "export_metadata", "args": {}}"#)
    #expect(exported[setting] != nil)
    let state = try await engine.run(#"{"type": "dump_internal_state", "args": {}}"#)
    #expect(state["settings_without_effect"]?.arrayValue?.count == 1)
    await engine.engine.stop()
  }

  private let document =
    #"{"version": 3, "sources": [], "metrics_config": {"analyze_query_variables": true, "analyze_response_body": false}}"#

  @Test("A document with such a setting is kept whole and answered with a warning")
  func warned() async throws {
    let engine = try await TestEngine()
    let answer = try await engine.run(
      #"{"type": "replace_metadata", "version": 2, "args": {"metadata": \#(document)}}"#
    )
    #expect(answer["is_consistent"] == true)
    #expect(answer["warnings"]?.arrayValue?.count == 1)
    let exported = try await engine.run(#"{"type": "export_metadata", "args": {}}"#)
    #expect(exported["metrics_config"]?["analyze_query_variables"] == true)
    await engine.engine.stop()
  }

  @Test("Whatever is kept without effect has a warning of its own, with its place")
  func allWarnings() async throws {
    let engine = try await TestEngine()
    let answer = try await engine.run(
      #"""
      {"type": "replace_metadata", "version": 2, "args": {"allow_inconsistent_metadata": true,
        "metadata": {"version": 3,
          "backend_configs": {"dataconnector": {"a": {"uri": "http://a"}}},
          "opentelemetry": {"status": "enabled", "data_types": [], "exporter_otlp": {},
            "batch_span_processor": {}},
          "sources": [{"name": "s", "kind": "sqlite", "query_tags": {"disabled": false},
            "configuration": {"connection_info": {"database": ":memory:"}},
            "stored_procedures": [{"stored_procedure": "p"}],
            "tables": [{"table": "t", "logical_model": "m"}]}]}}}
      """#
    )
    #expect(
      answer["warnings"]?.arrayValue?.compactMap { $0["name"]?.stringValue } == [
        "$.opentelemetry", "$.backend_configs", "$.sources.s.stored_procedures",
        "$.sources.s.tables.t.logical_model",
      ]
    )
    await engine.engine.stop()
  }

  @Test("A document with warnings is refused where none are allowed, and nothing changes")
  func warningsRefused() async throws {
    let engine = try await TestEngine()
    let command =
      #"{"type": "replace_metadata", "version": 2, "args": {"allow_warnings": false, "metadata": \#(document)}}"#
    #expect(try await engine.error(command)?.code == "metadata-warnings")
    let exported = try await engine.run(#"{"type": "export_metadata", "args": {}}"#)
    #expect(exported["metrics_config"] == nil)
    await engine.engine.stop()
  }

  @Test("A role that may not introspect gets null, others their schema")
  func introspection() async throws {
    let engine = try await TestEngine()
    try await engine.run(
      #"{"type": "set_graphql_schema_introspection_options", "args": {"disabled_for_roles": ["shy"]}}"#
    )
    func ask(_ role: RoleName) async -> String? {
      await engine.engine.execute(
        GraphQLOperationRequest(
          text: #"{ __schema { queryType { name } } __typename }"#,
          session: Session(role: role)
        )
      ).data.map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(await ask("shy") == #"{"__schema":null,"__typename":"query_root"}"#)
    #expect(
      await ask("bold")
        == #"{"__schema":{"queryType":{"name":"query_root"}},"__typename":"query_root"}"#
    )
    await engine.engine.stop()
  }
}
