import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Writing metadata")
struct MetadataEncodingTests {
  @Test("Reading what was written gives the same document")
  func roundTrip() throws {
    let once = try sampleMetadata().json
    #expect(try Metadata(json: once).json == once)
  }

  @Test("Empty metadata is a version and no sources")
  func empty() throws {
    #expect(try Metadata().json == json(#"{"version": 3, "sources": []}"#))
  }

  @Test("Lists are written by name")
  func sorting() throws {
    let document = try json(
      #"""
      {"version": 3, "sources": [
        {"name": "z", "kind": "sqlite", "configuration": {}, "tables": []},
        {"name": "a", "kind": "sqlite", "configuration": {},
          "tables": [{"table": "y"}, {"table": "b"}]}]}
      """#
    )
    let sources = try #require(try Metadata(json: document).json["sources"]?.arrayValue)
    #expect(sources.map { $0["name"] } == ["a", "z"])
    #expect(sources.first?["tables"] == [["table": "b"], ["table": "y"]])
  }

  @Test(
    "A table's settings come back as they were, defaults left out",
    arguments: tableDocuments
  )
  func tables(document: String) throws {
    let table = try json(document)
    let metadata = try Metadata(json: ["tables": [table]])
    #expect(metadata.json["sources"]?.arrayValue?.first?["tables"] == [table])
  }

  @Test("Defaults that were spelled out are left out")
  func defaultsAreOmitted() throws {
    let metadata = try Metadata(
      json: json(
        #"""
        {"tables": [{"table": "t", "is_enum": false, "configuration": {}, "computed_fields": [],
          "select_permissions": [{"role": "u", "comment": null, "permission": {"columns": "*",
            "filter": {}, "allow_aggregations": false, "computed_fields": [], "limit": null}}]}]}
        """#
      )
    )
    #expect(
      try metadata.json["sources"]?.arrayValue?.first?["tables"]
        == json(
          #"""
          [{"table": {"name": "t", "schema": "public"},
            "select_permissions": [{"role": "u", "permission": {"columns": "*", "filter": {}}}]}]
          """#
        )
    )
  }

  @Test("The two ways to name columns are one")
  func columnNamesMerge() throws {
    let metadata = try Metadata(
      json: json(
        #"""
        {"tables": [{"table": "t", "configuration": {
          "column_config": {"a": {"comment": "A"}}, "custom_column_names": {"a": "x", "b": "y"}}}]}
        """#
      )
    )
    let configuration = metadata.table(TableName(schema: "public", name: "t"), in: .default)?
      .configuration
    #expect(configuration?.columns["a"] == .init(customName: "x", comment: .text("A")))
    #expect(configuration?.columns["b"] == .init(customName: "y"))
  }

  @Test("A cron trigger that is not of the document is not exported")
  func hiddenCronTriggers() throws {
    let metadata = try Metadata(
      json: json(
        #"""
        {"version": 3, "sources": [], "cron_triggers": [
          {"name": "a", "webhook": "w", "schedule": "* * * * *", "include_in_metadata": true},
          {"name": "b", "webhook": "w", "schedule": "* * * * *", "include_in_metadata": false}]}
        """#
      )
    )
    #expect(metadata.exportedJSON["cron_triggers"]?.arrayValue?.map { $0["name"] } == ["a"])
    #expect(metadata.json["cron_triggers"]?.arrayValue?.count == 2)
  }

  @Test(
    "Everything at the top level comes back as it was",
    arguments: topLevelDocuments
  )
  func topLevel(key: String, text: String) throws {
    let value = try json(text)
    let metadata = try Metadata(
      json: .object(["version": 3, "sources": [], key: value])
    )
    #expect(metadata.json[key] == value)
  }
}

private let tableDocuments = [
  #"{"table": {"name": "t", "schema": "public"}, "is_enum": true}"#,
  #"{"table": {"name": "t", "schema": "s"}, "apollo_federation_config": {"enable": "v1"}}"#,
  #"""
  {"table": {"name": "t", "schema": "public"}, "configuration": {
    "column_config": {"a": {"custom_name": "x"}}, "custom_column_names": {"a": "x"},
    "custom_name": "T", "custom_root_fields": {"select": "ts", "insert": {"comment": "c",
      "name": "add"}}, "comment": ""}}
  """#,
  #"""
  {"table": {"name": "t", "schema": "public"},
    "object_relationships": [
      {"name": "a", "using": {"foreign_key_constraint_on": "a_id"}, "comment": "c"},
      {"name": "b", "using": {"foreign_key_constraint_on": ["b1", "b2"]}},
      {"name": "c", "using": {"foreign_key_constraint_on":
        {"column": "t_id", "table": {"name": "c", "schema": "public"}}}},
      {"name": "d", "using": {"manual_configuration": {"column_mapping": {"id": "d_id"},
        "insertion_order": "before_parent", "remote_table": {"name": "d", "schema": "public"}}}}],
    "array_relationships": [
      {"name": "e", "using": {"foreign_key_constraint_on":
        {"columns": ["x", "y"], "table": {"name": "c", "schema": "public"}}}},
      {"name": "f", "using": {"manual_configuration": {"column_mapping": {"id": "d_id"},
        "insertion_order": null, "remote_native_query": "q"}}}]}
  """#,
  #"""
  {"table": {"name": "t", "schema": "public"},
    "computed_fields": [{"name": "f", "definition": {"function": {"name": "f", "schema": "public"},
      "session_argument": "s", "table_argument": "r"}, "comment": "c"}],
    "remote_relationships": [
      {"definition": {"hasura_fields": ["id"],
        "remote_field": {"a": {"arguments": {"id": "$id"}, "field": {"b": {"arguments": {}}}}},
        "remote_schema": "r"}, "name": "a"},
      {"definition": {"to_remote_schema": {"lhs_fields": ["id"], 
        "remote_field": {"a": {"arguments": {"ids": ["$id"]}}}, "remote_schema": "r",
        "batch": {"argument": "ids", "key": "id"}, "on_error": "null"}}, "name": "m"},
      {"definition": {"to_source": {"field_mapping": {"id": "x"}, "relationship_type": "array",
        "source": "away", "table": "u"}}, "name": "other"}]}
  """#,
  #"""
  {"table": {"name": "t", "schema": "public"},
    "insert_permissions": [{"role": "u", "permission": {"check": {}, "set": {"a": "x-hasura-a"},
      "columns": ["b"], "backend_only": true, "validate_input": {"definition":
        {"forward_client_headers": false, "headers": [], "timeout": 10, "url": "u"},
        "type": "http"}}}],
    "select_permissions": [{"role": "u", "permission": {"columns": ["a"], "filter": {"a": 1},
      "limit": 5, "allow_aggregations": true, "computed_fields": ["f"],
      "query_root_fields": ["select"], "subscription_root_fields": []}, "comment": "c"}],
    "update_permissions": [{"role": "u", "permission": {"columns": "*", "filter": {},
      "check": null}}, {"role": "v", "permission": {"columns": [], "filter": {}, "check": {}}}],
    "delete_permissions": [{"role": "u", "permission": {"filter": {}}}]}
  """#,
  #"""
  {"table": {"name": "t", "schema": "public"}, "event_triggers": [
    {"name": "e", "definition": {"delete": {"columns": "*"}, "enable_manual": true,
      "update": {"columns": ["a"], "payload": ["b"]}}, "retry_conf": {"interval_sec": 1,
      "num_retries": 2, "timeout_sec": 3, "tolerance_seconds": 4}, "webhook_from_env": "W",
      "headers": [{"name": "h", "value_from_env": "E"}], "request_transform": {"version": 2},
      "cleanup_config": {"schedule": "0 0 * * *"}, "trigger_on_replication": true}]}
  """#,
]

private let topLevelDocuments = [
  (
    "remote_schemas",
    #"""
    [{"name": "r", "definition": {"url_from_env": "U", "timeout_seconds": 5, "customization":
      {"field_names": [{"parent_type": "Q", "prefix": "p", "mapping": {"a": "b"}}],
       "root_fields_namespace": "n", "type_names": {"suffix": "s"}},
      "headers": [{"name": "h", "value": "v"}], "forward_client_headers": true}, "comment": "c",
      "permissions": [{"role": "u", "definition": {"schema": "type Query { a: Int }"}}],
      "remote_relationships": [{"type_name": "T", "relationships": [
        {"definition": {"to_source": {"field_mapping": {"a": "b"}, "relationship_type": "object",
          "source": "away", "table": {"name": "t", "schema": "s"}}}, "name": "x"}]}]}]
    """#
  ),
  (
    "query_collections",
    #"[{"name": "c", "definition": {"queries": [{"name": "q", "query": "{ a }"}]}, "comment": "x"}]"#
  ),
  (
    "allowlist",
    #"""
    [{"collection": "c", "scope": {"global": true}},
      {"collection": "d", "scope": {"global": false, "roles": ["u"]}}]
    """#
  ),
  (
    "actions",
    #"""
    [{"name": "a", "definition": {"handler": "h", "output_type": "T", "arguments":
      [{"name": "x", "type": "Int!", "description": "d"}], "headers": [{"name": "n", "value": "v"}],
      "forward_client_headers": true, "ignored_client_headers": ["x"], "timeout": 5,
      "request_transform": {"version": 2}, "type": "mutation", "kind": "asynchronous"},
      "comment": "c", "permissions": [{"role": "u", "comment": "p"}]},
     {"name": "b", "definition": {"handler": "h", "output_type": "T", "type": "query"}}]
    """#
  ),
  (
    "custom_types",
    #"""
    {"input_objects": [{"name": "I", "description": "d", "fields": [{"name": "a", "type": "Int"}]}],
     "objects": [{"name": "O", "fields": [{"name": "a", "type": "Int", "description": "d"}],
       "relationships": [{"field_mapping": {"a": "b"}, "name": "r", "remote_table": "t",
         "source": "default", "type": "array"}]}],
     "scalars": [{"name": "S", "description": "d"}],
     "enums": [{"name": "E", "values": [{"description": "d", "is_deprecated": true, "value": "V"}]}]}
    """#
  ),
  (
    "cron_triggers",
    #"""
    [{"name": "c", "webhook": {"from_env": "W"}, "schedule": "* * * * *",
      "include_in_metadata": true, "payload": {"a": null}, "retry_conf": {"num_retries": 1,
      "retry_interval_seconds": 2, "timeout_seconds": 3, "tolerance_seconds": 4},
      "headers": [{"name": "h", "value": "v"}], "comment": "c"}]
    """#
  ),
  (
    "rest_endpoints",
    #"""
    [{"comment": "c", "definition": {"query": {"collection_name": "c", "query_name": "q"}},
      "methods": ["GET", "POST"], "name": "e", "url": "a/:b"}]
    """#
  ),
  (
    "api_limits",
    #"""
    {"disabled": false, "depth_limit": {"global": 5, "per_role": {"u": 3}},
      "rate_limit": {"global": {"max_reqs_per_min": 1, "unique_params": "IP"}}}
    """#
  ),
  ("metrics_config", #"{"analyze_query_variables": true, "analyze_response_body": false}"#),
  ("inherited_roles", #"[{"role_name": "r", "role_set": ["a", "b"]}]"#),
  ("graphql_schema_introspection", #"{"disabled_for_roles": ["u"]}"#),
  (
    "network",
    #"{"tls_allowlist": [{"host": "h", "permissions": ["self-signed"], "suffix": "80"}]}"#
  ),
  ("backend_configs", #"{"dataconnector": {"x": {"uri": "u"}}}"#),
  (
    "opentelemetry",
    #"""
    {"status": "enabled", "data_types": ["traces"], "exporter_otlp": {"headers": [],
      "otlp_traces_endpoint": "http://o", "protocol": "http/protobuf"},
      "batch_span_processor": {"max_export_batch_size": 8}}
    """#
  ),
]
