import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Commands outside of sources")
struct AgnosticCommandTests {
  @Test("A remote schema is added and updated, what belongs to it stays")
  func remoteSchemas() throws {
    var metadata = try sampleMetadata()
    let added = try apply(
      #"""
      {"type": "add_remote_schema", "args": {"name": "new", "comment": "c", "definition": {
        "url": "{{X}}/graphql", "headers": [{"name": "h", "value_from_env": "H"}],
        "forward_client_headers": true, "timeout_seconds": 5}}}
      """#,
      to: &metadata
    )
    #expect(added.touched == .remoteSchema("new"))
    #expect(added.reload == .remoteSchema("new"))
    #expect(metadata.remoteSchemas["new"]?.definition.timeout == 5)

    let moved = try apply(
      #"""
      {"type": "update_remote_schema", "args": {"name": "chat", "definition": {
        "url": "http://other"}}}
      """#,
      to: &metadata
    )
    #expect(moved.reload == .remoteSchema("chat"))
    let unmoved = try apply(
      #"""
      {"type": "update_remote_schema", "args": {"name": "chat", "definition": {
        "url": "http://other", "timeout_seconds": 1}}}
      """#,
      to: &metadata
    )
    #expect(unmoved.reload == .nothing)
    let chat = try #require(metadata.remoteSchemas["chat"])
    #expect(chat.definition.timeout == 1)
    #expect(chat.permissions["user"] != nil)
    #expect(chat.remoteRelationships["Message"]?["sender"] != nil)

    try apply(#"{"type": "remove_remote_schema", "args": {"name": "new"}}"#, to: &metadata)
    #expect(metadata.remoteSchemas["new"] == nil)
  }

  @Test("Roles are given a part of a remote schema, and it is taken away")
  func remoteSchemaPermissions() throws {
    var metadata = try sampleMetadata()
    let edit = try apply(
      #"""
      {"type": "add_remote_schema_permissions", "args": {"remote_schema": "chat", "role": "x",
        "definition": {"schema": "type Query { b: Int }"}}}
      """#,
      to: &metadata
    )
    #expect(edit.touched == .remoteSchemaPermission("chat", "x"))
    #expect(metadata.remoteSchemas["chat"]?.permissions["x"]?.schema == "type Query { b: Int }")
    try apply(
      #"""
      {"type": "drop_remote_schema_permissions", "args": {"remote_schema": "chat", "role": "x"}}
      """#,
      to: &metadata
    )
    #expect(metadata.remoteSchemas["chat"]?.permissions["x"] == nil)
  }

  @Test("Relationships on remote types are created, updated and deleted")
  func remoteSchemaRelationships() throws {
    var metadata = try sampleMetadata()
    let definition =
      #"{"to_source": {"source": "default", "table": "author", "relationship_type": "object", "#
      + #""field_mapping": {"user": "id"}}}"#
    let arguments =
      "{\"remote_schema\": \"chat\", \"type_name\": \"User\", \"name\": \"author\", "
      + "\"definition\": \(definition)}"
    let edit = try apply(
      "{\"type\": \"create_remote_schema_remote_relationship\", \"args\": \(arguments)}",
      to: &metadata
    )
    #expect(edit.touched == .remoteSchemaRemoteRelationship("chat", type: "User", "author"))
    try apply(
      "{\"type\": \"update_remote_schema_remote_relationship\", \"args\": \(arguments)}",
      to: &metadata
    )
    guard
      case .toSource(let target)? =
        metadata.remoteSchemas["chat"]?.remoteRelationships["User"]?["author"]?.definition
    else {
      Issue.record("expected a relationship to a source")
      return
    }
    #expect(target.table == author)
    let delete = #"""
      {"type": "delete_remote_schema_remote_relationship", "args": {"remote_schema": "chat",
        "type_name": "User", "name": "author"}}
      """#
    try apply(delete, to: &metadata)
    #expect(metadata.remoteSchemas["chat"]?.remoteRelationships["User"] == nil)
    // Deleting what is not there succeeds.
    try apply(delete, to: &metadata)
  }

  @Test("Adding an inherited role again replaces it")
  func inheritedRoles() throws {
    var metadata = try sampleMetadata()
    let edit = try apply(
      #"{"type": "add_inherited_role", "args": {"role_name": "both", "role_set": ["user", "user"]}}"#,
      to: &metadata
    )
    #expect(edit.touched == .inheritedRole("both"))
    #expect(metadata.inheritedRoles["both"]?.parents == ["user"])
    try apply(#"{"type": "drop_inherited_role", "args": {"role_name": "both"}}"#, to: &metadata)
    #expect(metadata.inheritedRoles.isEmpty)
  }

  @Test("Query collections are kept up to date, wherever they are used")
  func queryCollections() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"""
      {"type": "create_query_collection", "args": {"name": "c", "comment": "x",
        "definition": {"queries": [{"name": "q", "query": "{ a }"}]}}}
      """#,
      to: &metadata
    )
    try apply(
      #"""
      {"type": "add_query_to_collection", "args": {"collection_name": "c", "query_name": "r",
        "query": "{ b }"}}
      """#,
      to: &metadata
    )
    try apply(
      #"{"type": "drop_query_from_collection", "args": {"collection_name": "c", "query_name": "q"}}"#,
      to: &metadata
    )
    #expect(metadata.queryCollections["c"]?.queries.keys == ["r"])
    try apply(
      #"{"type": "rename_query_collection", "args": {"name": "known", "new_name": "renamed"}}"#,
      to: &metadata
    )
    #expect(metadata.queryCollections["renamed"]?.name == "renamed")
    #expect(metadata.allowlist["renamed"]?.collection == "renamed")
    #expect(metadata.restEndpoints["authors"]?.collection == "renamed")
    try apply(
      #"{"type": "drop_query_collection", "args": {"collection": "renamed", "cascade": true}}"#,
      to: &metadata
    )
    #expect(metadata.allowlist.isEmpty)
    #expect(metadata.restEndpoints.isEmpty)
    #expect(Array(metadata.queryCollections.keys) == ["c"])
  }

  @Test("The allow list says when something is in it already")
  func allowlist() throws {
    var metadata = try sampleMetadata()
    let same = try apply(
      #"{"type": "add_collection_to_allowlist", "args": {"collection": "known"}}"#,
      to: &metadata
    )
    #expect(
      same.result == ["message": "collection \"known\" already exists in the allowlist"]
    )
    let other = try apply(
      #"""
      {"type": "add_collection_to_allowlist", "args": {"collection": "known",
        "scope": {"global": false, "roles": ["user"]}}}
      """#,
      to: &metadata
    )
    #expect(
      other.result == [
        "message":
          "collection \"known\" already exists in the allowlist, scope ignored; to change scope, use update_scope_of_collection_in_allowlist"
      ]
    )
    try apply(
      #"""
      {"type": "update_scope_of_collection_in_allowlist", "args": {"collection": "known",
        "scope": {"global": false, "roles": ["user"]}}}
      """#,
      to: &metadata
    )
    #expect(metadata.allowlist["known"]?.scope == .roles(["user"]))
    try apply(
      #"{"type": "drop_collection_from_allowlist", "args": {"collection": "known"}}"#,
      to: &metadata
    )
    #expect(metadata.allowlist.isEmpty)
  }

  @Test("REST endpoints are created and dropped")
  func restEndpoints() throws {
    var metadata = try sampleMetadata()
    let edit = try apply(
      #"""
      {"type": "create_rest_endpoint", "args": {"name": "e", "url": "e/:id", "methods": ["POST"],
        "definition": {"query": {"collection_name": "known", "query_name": "all"}}}}
      """#,
      to: &metadata
    )
    #expect(edit.touched == .restEndpoint("e"))
    #expect(metadata.restEndpoints["e"]?.methods == ["POST"])
    try apply(#"{"type": "drop_rest_endpoint", "args": {"name": "e"}}"#, to: &metadata)
    #expect(metadata.restEndpoints["e"] == nil)
  }

  @Test("Actions and their types are defined, permitted and dropped")
  func actions() throws {
    var metadata = try sampleMetadata()
    let types = try apply(
      #"""
      {"type": "set_custom_types", "args": {"objects": [{"name": "O",
        "fields": [{"name": "id", "type": "Int!"}],
        "relationships": [{"name": "r", "type": "object", "remote_table": "author",
          "field_mapping": {"id": "id"}}]}]}}
      """#,
      to: &metadata
    )
    #expect(types.touched == .customTypes)
    #expect(metadata.customTypes.objects.first?.relationships.first?.remoteTable == author)
    #expect(metadata.customTypes.objects.first?.relationships.first?.source == .default)

    try apply(
      #"""
      {"type": "create_action", "args": {"name": "a", "definition": {"handler": "h",
        "output_type": "O", "kind": "asynchronous"}}}
      """#,
      to: &metadata
    )
    #expect(metadata.actions["a"]?.definition.kind == .mutation(isAsynchronous: true))
    try apply(
      #"{"type": "create_action_permission", "args": {"action": "a", "role": "user"}}"#,
      to: &metadata
    )
    try apply(
      #"""
      {"type": "update_action", "args": {"name": "a", "comment": "c", "definition": {
        "handler": "h2", "output_type": "O", "type": "query"}}}
      """#,
      to: &metadata
    )
    #expect(metadata.actions["a"]?.definition.kind == .query)
    #expect(metadata.actions["a"]?.permissions["user"] != nil)
    try apply(
      #"{"type": "drop_action_permission", "args": {"action": "a", "role": "user"}}"#,
      to: &metadata
    )
    #expect(metadata.actions["a"]?.permissions.isEmpty == true)
    try apply(
      #"{"type": "drop_action", "args": {"name": "a", "clear_data": false}}"#,
      to: &metadata
    )
    #expect(metadata.actions["a"] == nil)
  }

  @Test("Cron triggers are created, replaced and deleted")
  func cronTriggers() throws {
    var metadata = try sampleMetadata()
    let create =
      #"""
      {"type": "create_cron_trigger", "args": {"name": "c", "webhook": "w",
        "schedule": "0 * * * *", "include_in_metadata": true, "replace": false}}
      """#
    try apply(create, to: &metadata)
    #expect(
      try failure(of: create, on: metadata)
        == "$.args already-exists: cron trigger with name: c already exists"
    )
    try apply(
      create.replacing("false", with: "true").replacing("0 *", with: "1 *"),
      to: &metadata
    )
    #expect(metadata.cronTriggers["c"]?.schedule == "1 * * * *")
    try apply(#"{"type": "delete_cron_trigger", "args": {"name": "c"}}"#, to: &metadata)
    #expect(metadata.cronTriggers.isEmpty)
  }

  @Test(
    "A setting that is set and removed leaves nothing",
    arguments: [
      (
        #"{"type": "set_api_limits", "args": {"depth_limit": {"global": 3}}}"#,
        #"{"type": "remove_api_limits", "args": {}}"#
      ),
      (
        #"{"type": "set_metrics_config", "args": {"analyze_query_variables": true}}"#,
        #"{"type": "remove_metrics_config"}"#
      ),
      (
        #"{"type": "set_graphql_schema_introspection_options", "args": {"disabled_for_roles": ["u"]}}"#,
        #"{"type": "set_graphql_schema_introspection_options", "args": {"disabled_for_roles": []}}"#
      ),
      (
        #"{"type": "add_host_to_tls_allowlist", "args": {"host": "h", "suffix": "80"}}"#,
        #"{"type": "drop_host_from_tls_allowlist", "args": {"host": "h", "suffix": "80"}}"#
      ),
      (
        #"{"type": "set_opentelemetry_status", "args": "enabled"}"#,
        #"{"type": "set_opentelemetry_config", "args": {}}"#
      ),
    ]
  )
  func settings(set: String, remove: String) throws {
    var metadata = try sampleMetadata()
    let before = metadata
    try apply(set, to: &metadata)
    #expect(metadata != before)
    #expect(metadata.json != before.json)
    try apply(remove, to: &metadata)
    #expect(metadata == before)
  }

  @Test("A role has its own limit or the common one; the administrator has none")
  func limits() throws {
    var metadata = Metadata()
    try apply(
      #"""
      {"type": "set_api_limits", "args": {"node_limit": {"global": 3, "per_role": {"u": 5}}}}
      """#,
      to: &metadata
    )
    let limit = try #require(metadata.apiLimits.nodes)
    #expect(limit.bound(for: "u") == 5)
    #expect(limit.bound(for: "v") == 3)
    #expect(limit.bound(for: .admin) == nil)
  }
}
