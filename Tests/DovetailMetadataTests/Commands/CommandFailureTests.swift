import DovetailMetadata
import Testing

/// One refused command a row: type, arguments, expected error.
private let failures: [(String, String, String)] = [
  // Sources
  (
    "pg_add_source", #"{"name": "other", "configuration": {}}"#,
    "$.args already-exists: source with name \"other\" already exists"
  ),
  (
    "pg_update_source", #"{"name": "gone"}"#,
    "$.args not-exists: source with name \"gone\" does not exist"
  ),
  (
    "pg_drop_source", #"{"name": "gone"}"#,
    "$.args not-exists: source with name \"gone\" does not exist"
  ),
  (
    "pg_drop_source", #"{"name": "default"}"#,
    "$.args dependency-error: cannot drop due to the following dependent objects: "
      + "remote relationship invoice.author in source \"other\""
  ),
  (
    "sqlite_drop_source", #"{"name": "lite"}"#,
    "$.args dependency-error: cannot drop due to the following dependent objects: "
      + "remote schema remote relationship chat.Message.sender"
  ),
  (
    "rename_source", #"{"name": "gone", "new_name": "x"}"#,
    "$.args not-exists: Could not find source with name \"gone\""
  ),
  (
    "rename_source", #"{"name": "other", "new_name": "default"}"#,
    "$.args already-exists: Source with name \"default\" already exists"
  ),
  (
    "set_query_tags", #"{"source_name": "gone", "tags": {}}"#,
    "$.args not-exists: source with name: \"gone\" does not exist"
  ),

  // Whole documents and collections
  ("replace_metadata", "{}", "$.args parse-failed: key \"tables\" not found"),
  (
    "replace_metadata",
    #"""
    {"metadata": {"version": 3, "sources": [], "query_collections": [{"name": "c", "definition":
      {"queries": [{"name": "q", "query": "query {"}]}}]}}
    """#,
    "$.args.metadata.query_collections[0].definition.queries[0].query parse-failed: "
      + "parsing the graphql query failed"
  ),
  ("create_query_collection", "{}", "$.args parse-failed: key \"name\" not found"),
  (
    "create_query_collection",
    #"{"name": "c", "definition": {"queries": [{"name": "q", "query": "{ a"}]}}"#,
    "$.args.definition.queries[0].query parse-failed: parsing the graphql query failed"
  ),
  (
    "add_query_to_collection",
    #"{"collection_name": "c", "query_name": "q", "query": "}"}"#,
    "$.args.query parse-failed: parsing the graphql query failed"
  ),
  ("create_rest_endpoint", #"{"name": "r"}"#, "$.args parse-failed: key \"url\" not found"),

  // Tables
  (
    "pg_track_table", #"{"table": "author"}"#,
    "$.args already-tracked: view/table already tracked: \"author\""
  ),
  (
    "pg_track_table", #"{"table": "search_articles"}"#,
    "$.args not-supported: function with name \"search_articles\" already exists"
  ),
  (
    "pg_track_table", #"{"source": "gone", "table": "t"}"#,
    "$.args not-exists: source with name \"gone\" does not exist"
  ),
  (
    "pg_track_tables", #"{"tables": [{"table": "author"}]}"#,
    "$.args invalid-configuration: all tables failed"
  ),
  (
    "pg_track_tables",
    #"{"tables": [{"table": "author"}, {"table": "new"}], "allow_warnings": false}"#,
    "$.args metadata-warnings: failed due to metadata warnings"
  ),
  (
    "pg_untrack_table", #"{"table": "gone"}"#,
    "$.args already-untracked: view/table already untracked: \"gone\""
  ),
  (
    "pg_untrack_table", #"{"table": "article"}"#,
    "$.args dependency-error: cannot drop due to the following dependent objects: "
      + "relationship author.articles in source \"default\", "
      + "computed field author.get_articles in source \"default\", "
      + "permission author.user.select in source \"default\", "
      + "function search_articles in source \"default\""
  ),
  (
    "pg_set_table_is_enum", #"{"table": "gone", "is_enum": true}"#,
    "$.args not-exists: table \"gone\" does not exist in source: default"
  ),
  (
    "pg_set_table_customization", #"{"table": "gone", "configuration": {}}"#,
    "$.args not-exists: table \"gone\" does not exist in source: default"
  ),
  (
    "pg_set_table_customization",
    #"{"table": "author", "configuration": {"custom_root_fields": {"select": "a", "insert": "a"}}}"#,
    "$.args.configuration.custom_root_fields parse-failed: "
      + "the following custom root field names are duplicated: \"a\""
  ),
  (
    "pg_set_apollo_federation_config",
    #"{"table": "author", "apollo_federation_config": {"enable": "v2"}}"#,
    "$.args.apollo_federation_config.enable parse-failed: "
      + "enable takes the version of apollo federation. Supported value is v1 only."
  ),

  // Relationships
  (
    "pg_create_object_relationship",
    #"{"table": "gone", "name": "r", "using": {"foreign_key_constraint_on": "a"}}"#,
    "$.args not-exists: table \"gone\" does not exist in source: default"
  ),
  (
    "pg_create_object_relationship",
    #"{"table": "author", "name": "articles", "using": {"foreign_key_constraint_on": "a"}}"#,
    "$.args already-exists: field with name \"articles\" already exists in table \"author\""
  ),
  (
    "pg_create_object_relationship",
    #"{"table": "author", "name": "id", "using": {"foreign_key_constraint_on": "a"}}"#,
    "$.args already-exists: field with name \"id\" already exists in table \"author\""
  ),
  (
    "pg_create_object_relationship", #"{"table": "author", "name": "r", "using": {}}"#,
    "$.args.using parse-failed: "
      + "one of foreign_key_constraint_on/manual_configuration should be present"
  ),
  (
    "pg_create_array_relationship",
    #"{"table": "author", "name": "r", "using": {"foreign_key_constraint_on": "a"}}"#,
    "$.args.using.foreign_key_constraint_on parse-failed: Expecting object { table, columns }."
  ),
  (
    "pg_drop_relationship", #"{"table": "author", "relationship": "gone"}"#,
    "$.args.relationship not-exists: \"gone\" does not exist"
  ),
  (
    "pg_drop_relationship", #"{"table": "author", "relationship": "full_name"}"#,
    "$.args.relationship unexpected-payload: "
      + "expecting a relationship; \"full_name\" is another field"
  ),
  (
    "pg_drop_relationship", #"{"table": "author", "relationship": "articles"}"#,
    "$.args dependency-error: cannot drop due to the following dependent objects: "
      + "permission author.user.select in source \"default\""
  ),
  (
    "pg_rename_relationship", #"{"table": "author", "name": "articles", "new_name": "full_name"}"#,
    "$.args already-exists: cannot rename relationship \"articles\" to \"full_name\" "
      + "in table \"author\" as a column/relationship with the name already exists"
  ),
  (
    "pg_set_relationship_comment", #"{"table": "author", "relationship": "gone", "comment": "c"}"#,
    "$.args.relationship not-exists: \"gone\" does not exist"
  ),

  // Permissions
  (
    "pg_create_select_permission",
    #"{"table": "author", "role": "user", "permission": {"columns": "*", "filter": {}}}"#,
    "$.args already-exists: permission already defined on table \"author\" with role \"user\""
  ),
  (
    "pg_create_delete_permission",
    #"{"table": "author", "role": "admin", "permission": {"filter": {}}}"#,
    "$.args constraint-violation: cannot define permission for admin role"
  ),
  (
    "pg_create_update_permission",
    #"{"table": "gone", "role": "user", "permission": {"columns": [], "filter": {}}}"#,
    "$.args not-exists: table \"gone\" does not exist in source: default"
  ),
  (
    "pg_create_insert_permission", #"{"table": "author", "role": "user", "permission": {}}"#,
    "$.args.permission parse-failed: key \"check\" not found"
  ),
  (
    "pg_create_select_permission",
    #"{"table": "author", "role": "x", "permission": {"columns": "*", "filter": []}}"#,
    "$.args.permission.filter parse-failed: "
      + "parsing BoolExp failed, expected Object, but encountered Array"
  ),
  (
    "pg_drop_select_permission", #"{"table": "author", "role": "gone"}"#,
    "$.args permission-denied: "
      + "'select_permission' permission on \"author\" for role \"gone\" does not exist"
  ),
  (
    "pg_set_permission_comment",
    #"{"table": "author", "role": "user", "type": "insert", "comment": "c"}"#,
    "$.args permission-denied: "
      + "'insert_permission' permission on \"author\" for role \"user\" does not exist"
  ),

  // Computed fields and functions
  (
    "pg_add_computed_field",
    #"{"table": "gone", "name": "f", "definition": {"function": "f"}}"#,
    "$.args.table not-exists: table \"gone\" does not exist in source: default"
  ),
  (
    "pg_add_computed_field",
    #"{"table": "author", "name": "full_name", "definition": {"function": "other"}}"#,
    "$.args already-exists: field with name \"full_name\" already exists in table \"author\""
  ),
  (
    "pg_add_computed_field",
    #"{"table": "author", "name": "articles", "definition": {"function": "other"}}"#,
    "$.args already-exists: field with name \"articles\" already exists in table \"author\""
  ),
  (
    "pg_drop_computed_field", #"{"table": "author", "name": "gone"}"#,
    "$.args.name not-exists: computed field \"gone\" does not exist"
  ),
  (
    "pg_drop_computed_field", #"{"table": "author", "name": "full_name"}"#,
    "$.args dependency-error: cannot drop due to the following dependent objects: "
      + "permission author.user.select in source \"default\""
  ),
  (
    "pg_track_function", #"{"function": "search_articles"}"#,
    "$.args already-tracked: function already tracked: \"search_articles\""
  ),
  (
    "pg_track_function", #"{"function": {"schema": "public", "name": "author"}}"#,
    "$.args not-supported: table with name \"author\" already exists"
  ),
  (
    "pg_untrack_function", #"{"function": "gone"}"#,
    "$.args not-exists: function \"gone\" does not exist in source: default"
  ),
  (
    "pg_create_function_permission", #"{"function": "search_articles", "role": "user"}"#,
    "$.args already-exists: permission of role \"user\" already exists for function "
      + "\"search_articles\" in source: \"default\""
  ),
  (
    "pg_create_function_permission", #"{"function": "search_articles", "role": "guest"}"#,
    "$.args not-supported: function permission cannot be added when the function's return table "
      + "\"article\" does not have select permission configured for role \"guest\""
  ),
  (
    "pg_drop_function_permission", #"{"function": "search_articles", "role": "guest"}"#,
    "$.args not-exists: permission of role \"guest\" does not exist for function "
      + "\"search_articles\" in source: \"default\""
  ),

  // Remote schemas
  (
    "add_remote_schema", #"{"name": "chat", "definition": {"url": "x"}}"#,
    "$.args already-exists: remote schema with name \"chat\" already exists"
  ),
  (
    "add_remote_schema", #"{"name": "new", "definition": {}}"#,
    "$.args invalid-params: both `url` and `url_from_env` can't be empty"
  ),
  (
    "add_remote_schema",
    #"{"name": "new", "definition": {"url": "x", "timeout_seconds": 9223372036854775807}}"#,
    "$.args.definition.timeout_seconds parse-failed: \"timeout_seconds\" is 9223372036854775807, "
      + "but has to be between 1 and 31536000"
  ),
  (
    "add_remote_schema", #"{"name": "new", "definition": {"url": "x", "url_from_env": "X"}}"#,
    "$.args invalid-params: both `url` and `url_from_env` can't be present"
  ),
  (
    "add_remote_schema",
    #"{"name": "new", "definition": {"url": "x", "customization": {"field_names": "#
      + #"[{"parent_type": "T", "mapping": {"__typename": "t"}}]}}}"#,
    "$.args invalid-params: attempt to customize reserved field name \"__typename\""
  ),
  (
    "update_remote_schema", #"{"name": "gone", "definition": {"url": "x"}}"#,
    "$.args not-exists: remote schema with name \"gone\" doesn't exist"
  ),
  ("remove_remote_schema", #"{"name": "gone"}"#, "$.args not-exists: no such remote schema"),
  (
    "remove_remote_schema", #"{"name": "chat"}"#,
    "$.args dependency-error: cannot drop due to the following dependent objects: "
      + "remote relationship author.messages in source \"default\""
  ),
  (
    "add_remote_schema_permissions",
    #"{"remote_schema": "gone", "role": "user", "definition": {"schema": "x"}}"#,
    "$.args not-exists: remote schema \"gone\" doesn't exist"
  ),
  (
    "add_remote_schema_permissions",
    #"{"remote_schema": "chat", "role": "user", "definition": {"schema": "x"}}"#,
    "$.args already-exists: "
      + "permissions for role: \"user\" for remote schema:\"chat\" already exists"
  ),
  (
    "add_remote_schema_permissions",
    #"{"remote_schema": "chat", "role": "admin", "definition": {"schema": "x"}}"#,
    "$.args constraint-violation: cannot define permission for admin role"
  ),
  (
    "drop_remote_schema_permissions", #"{"remote_schema": "chat", "role": "gone"}"#,
    "$.args not-exists: permissions for role: \"gone\" for remote schema:\"chat\" doesn't exist"
  ),

  // Remote relationships
  (
    "pg_create_remote_relationship", #"{"table": "author", "name": "r"}"#,
    "$.args parse-failed: "
      + "create_remote_relationship expects exactly one of: remote_schema, definition"
  ),
  (
    "pg_create_remote_relationship",
    #"{"table": "gone", "name": "r", "remote_schema": "chat", "hasura_fields": [], "#
      + #""remote_field": {"a": {"arguments": {}}}}"#,
    "$.args not-exists: table \"gone\" does not exist in source: default"
  ),
  (
    "pg_create_remote_relationship",
    #"{"table": "author", "name": "r", "definition": {"to_remote_schema": {"#
      + #""remote_schema": "chat", "lhs_fields": ["id"], "#
      + #""remote_field": {"a": {"arguments": {"x": ["$"]}}}}}}"#,
    "$.args.definition.to_remote_schema.remote_field.a.arguments.x[0] parse-failed: "
      + "invalid variable name \"\" in a remote argument"
  ),
  (
    "pg_update_remote_relationship",
    #"{"table": "author", "name": "gone", "remote_schema": "chat", "hasura_fields": [], "#
      + #""remote_field": {"a": {"arguments": {}}}}"#,
    "$.args not-exists: \"gone\" does not exist"
  ),
  (
    "pg_delete_remote_relationship", #"{"table": "author", "name": "articles"}"#,
    "$.args unexpected-payload: expecting a remote relationship"
  ),
  (
    "create_remote_schema_remote_relationship",
    #"{"remote_schema": "chat", "type_name": "T", "name": "r", "definition": {"#
      + #""remote_schema": "chat", "hasura_fields": [], "remote_field": {}}}"#,
    "$.args.definition parse-failed: remote relationship definition (strict format) "
      + "expects exactly one of: to_source, to_remote_schema"
  ),
  (
    "update_remote_schema_remote_relationship",
    #"{"remote_schema": "chat", "type_name": "Message", "name": "gone", "definition": "#
      + #"{"to_source": {"source": "lite", "table": "track", "relationship_type": "object", "#
      + #""field_mapping": {}}}}"#,
    "$.args not-exists: no relationship defined on remote schema \"chat\" with name \"gone\""
  ),

  // Roles, collections, endpoints
  (
    "add_inherited_role", #"{"role_name": "r", "role_set": ["r", "user"]}"#,
    "$.args invalid-params: an inherited role name cannot be in the role combination"
  ),
  (
    "add_inherited_role", #"{"role_name": "editor", "role_set": ["both"]}"#,
    "$.args cyclic-dependency: found cycle(s) in roles: [\"editor\",\"both\",\"editor\"]"
  ),
  (
    "add_inherited_role", #"{"role_name": "r", "role_set": ["user", "gone"]}"#,
    "$.args invalid-configuration: Inconsistent object: the following parent role(s) are not found: "
      + "\"gone\" which are required to construct the inherited role: \"r\""
  ),
  (
    "drop_inherited_role", #"{"role_name": "gone"}"#,
    "$.args not-exists: \"gone\" inherited role doesn't exist"
  ),
  (
    "create_query_collection", #"{"name": "known", "definition": {"queries": []}}"#,
    "$.args already-exists: query collection with name \"known\" already exists"
  ),
  (
    "drop_query_collection", #"{"collection": "known"}"#,
    "$.args dependency-error: query collection with name \"known\" is present in the allowlist; "
      + "cannot proceed to drop"
  ),
  (
    "drop_query_collection", #"{"collection": "gone"}"#,
    "$.args not-exists: query collection with name \"gone\" does not exist"
  ),
  (
    "add_query_to_collection",
    #"{"collection_name": "known", "query_name": "all", "query": "{ a }"}"#,
    "$.args already-exists: query with name \"all\" already exists in collection \"known\""
  ),
  (
    "drop_query_from_collection", #"{"collection_name": "known", "query_name": "gone"}"#,
    "$.args not-exists: query with name \"gone\" not found in collection \"known\""
  ),
  (
    "drop_query_from_collection", #"{"collection_name": "known", "query_name": "all"}"#,
    "$.args dependency-error: cannot drop due to the following dependent objects: endpoint authors"
  ),
  (
    "add_collection_to_allowlist", #"{"collection": "gone"}"#,
    "$.args not-exists: query collection with name \"gone\" does not exist"
  ),
  (
    "drop_collection_from_allowlist", #"{"collection": "gone"}"#,
    "$.args not-exists: collection \"gone\" doesn't exist in the allowlist"
  ),
  (
    "create_rest_endpoint",
    #"{"name": "authors", "url": "u", "methods": ["GET"], "definition": {"query": "#
      + #"{"collection_name": "known", "query_name": "all"}}}"#,
    "$.args already-exists: Endpoint with name: authors already exists"
  ),
  (
    "create_rest_endpoint",
    #"{"name": "e", "url": "u", "methods": ["GET"], "definition": {"query": "#
      + #"{"collection_name": "known", "query_name": "gone"}}}"#,
    "$.args not-exists: query with name \"gone\" does not exist in collection \"known\""
  ),
  (
    "drop_rest_endpoint", #"{"name": "gone"}"#,
    "$.args not-exists: endpoint with name: gone does not exist"
  ),

  // Actions, triggers
  (
    "create_action", #"{"name": "login", "definition": {"handler": "h", "output_type": "T"}}"#,
    "$.args already-exists: action with name \"login\" already exists"
  ),
  (
    "update_action", #"{"name": "gone", "definition": {"handler": "h", "output_type": "T"}}"#,
    "$.args not-exists: action with name \"gone\" does not exist"
  ),
  (
    "drop_action", #"{"name": "gone"}"#,
    "$.args not-exists: action with name \"gone\" does not exist"
  ),
  (
    "create_action_permission", #"{"action": "login", "role": "user"}"#,
    "$.args already-exists: permission for role \"user\" is already defined on \"login\""
  ),
  (
    "drop_action_permission", #"{"action": "login", "role": "gone"}"#,
    "$.args not-exists: permission for role \"gone\" is not defined on \"login\""
  ),
  (
    "pg_create_event_trigger",
    #"{"name": "changed", "table": "author", "webhook": "w", "insert": {"columns": "*"}}"#,
    "$.args already-exists: event trigger with name \"changed\" already exists"
  ),
  (
    "pg_create_event_trigger",
    #"{"name": "gone", "webhook": "w", "insert": {"columns": "*"}, "replace": true}"#,
    "$.args not-exists: event trigger with name \"gone\" does not exist"
  ),
  (
    "pg_create_event_trigger",
    #"{"name": "x", "table": "author", "webhook": "w", "enable_manual": false}"#,
    "$.args parse-failed: "
      + "atleast one amongst insert/update/delete/enable_manual spec must be provided"
  ),
  (
    "pg_delete_event_trigger", #"{"name": "gone"}"#,
    "$.args not-exists: event trigger with name \"gone\" does not exist"
  ),
  (
    "delete_cron_trigger", #"{"name": "gone"}"#,
    "$.args not-exists: cron trigger with name: \"gone\" does not exist"
  ),

  // Native queries and logical models
  (
    "pg_track_native_query",
    #"{"root_field_name": "rows", "code": "c", "arguments": {}, "returns": "row"}"#,
    "$.args already-tracked: Native query 'rows' is already tracked."
  ),
  (
    "pg_untrack_native_query", #"{"root_field_name": "gone"}"#,
    "$.args not-found: Native query \"gone\" not found in source \"default\"."
  ),
  (
    "pg_track_logical_model", #"{"name": "row", "fields": []}"#,
    "$.args already-tracked: Logical model 'row' is already tracked."
  ),
  (
    "pg_untrack_logical_model", #"{"name": "row"}"#,
    "$.args dependency-error: cannot drop due to the following dependent objects: "
      + "native query rows in source \"default\""
  ),
  (
    "pg_drop_logical_model_select_permission", #"{"name": "row", "role": "user"}"#,
    "$.args permission-denied: "
      + "'select_permission' permission on \"row\" for role \"user\" does not exist"
  ),

  // The whole
  (
    "drop_host_from_tls_allowlist", #"{"host": "h"}"#,
    "$.args not-exists: the host \"h\" isn't present in the allowlist"
  ),
  (
    "replace_metadata", #"{"version": 3, "sources": [{"name": "a"}]}"#,
    "$.args.sources[0] parse-failed: key \"configuration\" not found"
  ),
  (
    "replace_metadata", #"{"metadata": {"version": 3, "sources": 1}}"#,
    "$.args.metadata.sources parse-failed: parsing [] failed, expected Array, but encountered Number"
  ),
]

@Suite("Refused commands")
struct CommandFailureTests {
  @Test("A command that cannot be done says why and changes nothing", arguments: failures)
  func refusal(type: String, arguments: String, expected: String) throws {
    let body = "{\"type\": \"\(type)\", \"args\": \(arguments)}"
    #expect(try failure(of: body, on: sampleMetadata()) == expected)
  }

  @Test("Permissions on remote schemas must be switched on")
  func remoteSchemaPermissionsAreOff() throws {
    #expect(
      try failure(
        of: #"""
          {"type": "add_remote_schema_permissions", "args": {"remote_schema": "chat",
            "role": "x", "definition": {"schema": "x"}}}
          """#,
        on: sampleMetadata(),
        context: EditContext()
      )
        == "$.args constraint-violation: remote schema permissions can only be added when "
        + "remote schema permissions are enabled in the graphql-engine"
    )
  }

  @Test("A document without sources needs the source default")
  func noDefaultSource() throws {
    #expect(
      try failure(
        of: #"{"type": "replace_metadata", "args": {"tables": []}}"#,
        on: Metadata()
      )
        == "$.args not-supported: "
        + "cannot import metadata without sources since no default source is defined"
    )
  }
}
