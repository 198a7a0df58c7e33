import DovetailMetadata
import OrderedJSON
import Testing

@Suite("Reading commands")
struct EnvelopeTests {
  private func failure(
    _ body: String,
    _ endpoint: MetadataCommand.Endpoint
  ) throws -> String? {
    do {
      _ = try MetadataCommand(json(body), endpoint: endpoint)
      return nil
    } catch let error as MetadataError {
      return "\(error.path) \(error.code): \(error.message)"
    }
  }

  @Test("Keys that nobody knows are noted, also within bulks and definitions")
  func unknownKeys() throws {
    let command = try MetadataCommand(
      json(
        #"""
        {"type": "bulk", "args": [
          {"type": "pg_track_table", "args": {"table": "t", "configuration": {"custom_nam": "x"}}},
          {"type": "export_metadata", "args": {}},
          {"type": "sqlite_untrack_table", "args": {"table": "t", "cascde": true}}
        ]}
        """#
      ),
      endpoint: .metadata
    )
    #expect(
      command.warnings.map { "\($0.path)" }
        == ["$.args[0].args.configuration.custom_nam", "$.args[2].args.cascde"]
    )
    let known = #"{"type": "pg_track_table", "args": {"table": "t"}}"#
    #expect(try MetadataCommand(json(known), endpoint: .metadata).warnings.isEmpty)
  }

  @Test(
    "Commands that nobody knows are refused",
    arguments: [
      (
        "frob_table", MetadataCommand.Endpoint.metadata,
        "unknown metadata command \"frob_table\"; "
          + "\"frob\" was not recognized as a valid backend name"
      ),
      (
        "frob", .metadata,
        "unknown metadata command \"frob\"; \"frob\" was not recognized as a valid backend name"
      ),
      ("pg_frob", .metadata, "unknown metadata command \"frob\" for backend \"postgres\""),
      ("citus_frob", .metadata, "unknown metadata command \"frob\" for backend \"citus\""),
      ("pg_run_sql", .metadata, "unknown metadata command \"run_sql\" for backend \"postgres\""),
      (
        "track_table", .metadata,
        "unknown metadata command \"track_table\"; "
          + "\"track\" was not recognized as a valid backend name"
      ),
      (
        "add_remote_schema_permissions", .query,
        "unknown metadata command \"add_remote_schema_permissions\"; "
          + "\"add\" was not recognized as a valid backend name"
      ),
      (
        "create_action", .sourceQuery,
        "unknown metadata command \"create_action\"; "
          + "\"create\" was not recognized as a valid backend name"
      ),
    ]
  )
  func unknownCommands(name: String, endpoint: MetadataCommand.Endpoint, message: String) throws {
    let body = "{\"type\": \"\(name)\", \"args\": {}}"
    #expect(try failure(body, endpoint) == "$ parse-failed: \(message)")
  }

  @Test(
    "The envelope is checked",
    arguments: [
      (
        #"[]"#,
        "$ parse-failed: parsing RQLMetadata failed, expected Object, but encountered Array"
      ),
      (#"{}"#, "$ parse-failed: key \"type\" not found"),
      (#"{"type": "pg_track_table"}"#, "$ parse-failed: key \"args\" not found"),
      (
        #"{"type": "bulk", "args": {}}"#,
        "$.args parse-failed: parsing [] failed, expected Array, but encountered Object"
      ),
    ]
  )
  func malformedEnvelopes(body: String, expected: String) throws {
    #expect(try failure(body, .metadata) == expected)
  }

  @Test(
    "Errors in arguments are placed as each endpoint places them",
    arguments: [
      (MetadataCommand.Endpoint.metadata, "$.args.url", "$.args[1].args.url"),
      (.query, "$.url", "$[1].url"),
    ]
  )
  func argumentPaths(
    endpoint: MetadataCommand.Endpoint,
    alone: String,
    inBulk: String
  ) throws {
    let endpointCommand =
      #"""
      {"type": "create_rest_endpoint", "args": {"url": "", "name": "e", "methods": ["GET"],
        "definition": {"query": {"collection_name": "c", "query_name": "q"}}}}
      """#
    #expect(
      try failure(endpointCommand, endpoint)
        == "\(alone) parse-failed: empty string not allowed"
    )
    let bulk =
      "{\"type\": \"bulk\", \"args\": [{\"type\": \"clear_metadata\", \"args\": {}}, "
      + "\(endpointCommand)]}"
    #expect(try failure(bulk, endpoint) == "\(inBulk) parse-failed: empty string not allowed")
  }

  @Test("Headers must not read the engine's own settings")
  func headersFromEngineSettings() throws {
    #expect(
      try failure(
        #"""
        {"type": "create_action", "args": {"name": "a", "definition": {"handler": "h",
          "output_type": "T", "headers": [{"name": "x", "value_from_env": "HASURA_GRAPHQL_X"}]}}}
        """#,
        .query
      )
        == "$.definition.headers[0] parse-failed: env variables starting with "
        + "\"HASURA_GRAPHQL_\" are not allowed in value_from_env: HASURA_GRAPHQL_X"
    )
  }

  @Test("A bulk holds its commands in order")
  func bulk() throws {
    let command = try MetadataCommand(
      json(
        #"""
        {"type": "bulk", "resource_version": 7, "args": [
          {"type": "run_sql", "args": {"sql": "SELECT 1", "read_only": true}},
          {"type": "bulk", "args": [{"type": "select", "args": {"table": "t", "columns": []}}]}]}
        """#
      ),
      endpoint: .query
    )
    #expect(command.resourceVersion == 7)
    guard case .bulk(let commands, .stopping) = command.work else {
      Issue.record("expected a bulk")
      return
    }
    #expect(commands.map(\.name) == ["run_sql", "bulk"])
    guard case .engine(.runSQL(let arguments))? = commands.first?.work else {
      Issue.record("expected run_sql")
      return
    }
    #expect(arguments.sql == "SELECT 1")
    #expect(arguments.source == .default)
    #expect(arguments.isReadOnly && arguments.usesTransaction && !arguments.cascades)
    #expect(arguments.checksMetadataConsistency == nil)
    #expect(!command.modifiesMetadata)
    #expect(!command.isOpenToAllRoles)
    #expect(commands.last?.isOpenToAllRoles == true)
  }

  @Test("A bulk nested without end is refused")
  func nestedBulks() throws {
    let body =
      String(repeating: #"{"type": "bulk", "args": ["#, count: 40)
      + String(repeating: "]}", count: 40)
    #expect(try failure(body, .metadata)?.hasSuffix("bulk commands are nested too deeply") == true)
  }

  @Test("bulk_atomic takes only what can be composed")
  func atomicBulk() throws {
    let relationship =
      #"{"type": "pg_drop_relationship", "args": {"table": "t", "relationship": "r"}}"#
    let untrack = #"{"type": "pg_untrack_table", "args": {"table": "t"}}"#
    #expect(
      try failure("{\"type\": \"bulk_atomic\", \"args\": [\(relationship)]}", .metadata) == nil
    )
    #expect(
      try failure("{\"type\": \"bulk_atomic\", \"args\": [\(relationship), \(untrack)]}", .metadata)
        == "$.args unexpected: Bulk atomic does not support this command"
    )
  }

  @Test(
    "Commands that need the engine are told apart",
    arguments: [
      (#"{"type": "export_metadata", "version": 2}"#, EngineCommand.exportMetadata(version: 2)),
      (#"{"type": "get_inconsistent_metadata", "args": {}}"#, .getInconsistentMetadata),
      (#"{"type": "pg_get_source_tables", "args": {"source": "s"}}"#, .getSourceTables("s")),
      (
        #"{"type": "sqlite_get_table_info", "args": {"table": "t"}}"#,
        .getTableInfo(.default, TableName(schema: nil, name: "t"))
      ),
      (
        #"{"type": "pg_get_table_info", "args": {"table": "t"}}"#,
        .getTableInfo(.default, TableName(schema: "public", name: "t"))
      ),
      (
        #"{"type": "introspect_remote_schema", "args": {"name": "r"}}"#,
        .introspectRemoteSchema("r")
      ),
      (
        #"{"type": "pg_invoke_event_trigger", "args": {"name": "t", "payload": {}}}"#,
        .invokeEventTrigger(.default, "t", payload: [:])
      ),
    ]
  )
  func engineCommands(body: String, expected: EngineCommand) throws {
    let command = try MetadataCommand(json(body), endpoint: .metadata)
    guard case .engine(let engineCommand) = command.work else {
      Issue.record("expected an engine command")
      return
    }
    #expect(engineCommand == expected)
  }

  @Test("reload_metadata takes flags and lists, and knows what there is")
  func reloadMetadata() throws {
    let command = try MetadataCommand(
      json(
        #"""
        {"type": "reload_metadata", "args": {"reload_remote_schemas": ["chat", "gone"],
          "reload_sources": false}}
        """#
      ),
      endpoint: .metadata
    )
    guard case .engine(.reloadMetadata(let arguments)) = command.work else {
      Issue.record("expected reload_metadata")
      return
    }
    #expect(arguments.remoteSchemas == .some(["chat", "gone"]))
    #expect(arguments.sources == .none)
    let metadata = try sampleMetadata()
    #expect(throws: MetadataError.self) { try arguments.validate(in: metadata) }
  }

  @Test("What Dovetail lacks is refused by name")
  func unsupported() throws {
    #expect(
      try failure(#"{"type": "dc_add_agent", "args": {}}"#, .metadata)
        == "$.args not-supported: \"dc_add_agent\" is not supported by Dovetail"
    )
  }

  @Test("A command for another kind of source is refused")
  func wrongKind() throws {
    var metadata = try sampleMetadata()
    #expect(throws: MetadataError.self) {
      try apply(
        #"{"type": "pg_track_table", "args": {"source": "lite", "table": "x"}}"#,
        to: &metadata
      )
    }
    try apply(
      #"{"type": "sqlite_track_table", "args": {"source": "lite", "table": "x"}}"#,
      to: &metadata
    )
    try apply(#"{"type": "citus_track_table", "args": {"table": "x"}}"#, to: &metadata)
    #expect(metadata.table(TableName(schema: nil, name: "x"), in: "lite") != nil)
    #expect(metadata.table(TableName(schema: "public", name: "x"), in: .default) != nil)
  }
}
