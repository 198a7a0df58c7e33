import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Commands on what tables have")
struct TableObjectCommandTests {
  @Test("Relationships are created as they are written")
  func createRelationships() throws {
    var metadata = try sampleMetadata()
    let edit = try apply(
      #"""
      {"type": "pg_create_object_relationship", "args": {"table": "article", "name": "writer",
        "comment": "c", "using": {"foreign_key_constraint_on": ["author_id"]}}}
      """#,
      to: &metadata
    )
    #expect(edit.touched == .relationship(.default, article, "writer", .object))
    try apply(
      #"""
      {"type": "create_array_relationship", "args": {"table": "article", "name": "logs",
        "using": {"manual_configuration": {"remote_table": {"schema": "s", "name": "log"},
          "column_mapping": {"id": "article_id"}}}}}
      """#,
      to: &metadata,
      endpoint: .query
    )
    let table = try #require(metadata.table(article, in: .default))
    #expect(
      table.objectRelationships["writer"]
        == .init(name: "writer", using: .foreignKey(["author_id"]), comment: "c")
    )
    #expect(
      table.arrayRelationships["logs"]?.using
        == .manual(
          .init(
            target: .table(TableName(schema: "s", name: "log")),
            columnMapping: ["id": "article_id"]
          )
        )
    )
  }

  @Test("A relationship is dropped; by force with the permissions that use it")
  func dropRelationship() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"""
      {"type": "pg_drop_relationship", "args": {"table": "author", "relationship": "articles",
        "cascade": true}}
      """#,
      to: &metadata
    )
    let table = try #require(metadata.table(author, in: .default))
    #expect(table.arrayRelationships.isEmpty)
    #expect(table.selectPermissions.isEmpty)
  }

  @Test("A renamed relationship keeps its name in no permission")
  func renameRelationship() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"""
      {"type": "pg_create_update_permission", "args": {"table": "article", "role": "user",
        "permission": {"columns": [], "filter": {"author": {"articles_aggregate": {"count":
          {"predicate": {"_gt": 1}}}}}, "check": {"_not": {"author": {"articles": {}}}}}}}
      """#,
      to: &metadata
    )
    try apply(
      #"""
      {"type": "pg_rename_relationship", "args": {"table": "author", "name": "articles",
        "new_name": "texts"}}
      """#,
      to: &metadata
    )
    let table = try #require(metadata.table(author, in: .default))
    #expect(table.arrayRelationships["texts"]?.name == "texts")
    #expect(table.arrayRelationships["articles"] == nil)
    #expect(
      try table.selectPermissions["user"]?.definition.filter
        == json(#"{"texts": {"title": {"_eq": "x"}}}"#)
    )
    let update = metadata.table(article, in: .default)?.updatePermissions["user"]?.definition
    #expect(
      try update?.filter
        == json(#"{"author": {"texts_aggregate": {"count": {"predicate": {"_gt": 1}}}}}"#)
    )
    #expect(try update?.check == json(#"{"_not": {"author": {"texts": {}}}}"#))
  }

  @Test("A relationship's comment is set and taken back")
  func relationshipComment() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"""
      {"type": "pg_set_relationship_comment", "args": {"table": "author",
        "relationship": "articles", "comment": "c"}}
      """#,
      to: &metadata
    )
    #expect(metadata.table(author, in: .default)?.arrayRelationships["articles"]?.comment == "c")
    try apply(
      #"""
      {"type": "pg_set_relationship_comment", "args": {"table": "author",
        "relationship": "articles"}}
      """#,
      to: &metadata
    )
    #expect(metadata.table(author, in: .default)?.arrayRelationships["articles"]?.comment == nil)
  }

  @Test(
    "Each kind of permission is created, commented and dropped",
    arguments: [
      (PermissionKind.insert, #"{"check": {}}"#),
      (.select, #"{"columns": ["a"], "filter": {}}"#),
      (.update, #"{"columns": ["a"], "filter": {}}"#),
      (.delete, #"{"filter": {}}"#),
    ]
  )
  func permissions(kind: PermissionKind, body: String) throws {
    var metadata = try sampleMetadata()
    let object = MetadataObject.permission(.default, article, "editor", kind)
    let edit = try apply(
      "{\"type\": \"pg_create_\(kind)_permission\", \"args\": {\"table\": \"article\", "
        + "\"role\": \"editor\", \"permission\": \(body)}}",
      to: &metadata
    )
    #expect(edit.touched == object)
    #expect(metadata.contains(object))
    try apply(
      "{\"type\": \"pg_set_permission_comment\", \"args\": {\"table\": \"article\", "
        + "\"role\": \"editor\", \"type\": \"\(kind)\", \"comment\": \"c\"}}",
      to: &metadata
    )
    #expect(metadata.definition(of: object)["comment"] == "c")
    let drop = try apply(
      "{\"type\": \"drop_\(kind)_permission\", \"args\": {\"table\": \"article\", "
        + "\"role\": \"editor\"}}",
      to: &metadata,
      endpoint: .query
    )
    #expect(!metadata.contains(object))
    #expect(drop.check == .wholeMetadata)
  }

  @Test("Computed fields are added and dropped")
  func computedFields() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"""
      {"type": "pg_add_computed_field", "args": {"table": "article", "name": "f",
        "definition": {"function": "f", "session_argument": "s"}, "comment": ""}}
      """#,
      to: &metadata
    )
    let field = metadata.table(article, in: .default)?.computedFields["f"]
    #expect(
      field?.definition
        == .init(function: FunctionName(schema: "public", name: "f"), sessionArgument: "s")
    )
    #expect(field?.comment == Comment.none)
    try apply(
      #"{"type": "pg_drop_computed_field", "args": {"table": "author", "name": "full_name", "#
        + #""cascade": true}}"#,
      to: &metadata
    )
    #expect(metadata.table(author, in: .default)?.computedFields["full_name"] == nil)
    #expect(metadata.table(author, in: .default)?.selectPermissions.isEmpty == true)
  }

  @Test(
    "Each form of tracking a function does the same",
    arguments: [
      (#"{"type": "track_function", "args": "f"}"#, MetadataCommand.Endpoint.query),
      (#"{"type": "track_function", "args": {"name": "f", "schema": "public"}}"#, .query),
      (#"{"type": "track_function", "version": 2, "args": {"function": "f"}}"#, .query),
      (#"{"type": "pg_track_function", "args": {"function": {"name": "f"}}}"#, .metadata),
    ]
  )
  func trackFunction(body: String, endpoint: MetadataCommand.Endpoint) throws {
    var metadata = try sampleMetadata()
    try apply(body, to: &metadata, endpoint: endpoint)
    let name = FunctionName(schema: "public", name: "f")
    #expect(metadata.sources[.default]?.functions[name] == FunctionMetadata(name: name))
  }

  @Test("Functions are configured, permitted and untracked")
  func functions() throws {
    var metadata = try sampleMetadata()
    let name = FunctionName(schema: "public", name: "search_articles")
    try apply(
      #"""
      {"type": "pg_set_function_customization", "args": {"function": "search_articles",
        "configuration": {"exposed_as": "mutation", "custom_root_fields": {"function": "find"}}}}
      """#,
      to: &metadata
    )
    let function = metadata.sources[.default]?.functions[name]
    #expect(function?.configuration.exposedAs == .mutation)
    #expect(function?.configuration.customRootFields.function == "find")
    try apply(
      #"""
      {"type": "pg_drop_function_permission", "args": {"function": "search_articles",
        "role": "user"}}
      """#,
      to: &metadata
    )
    #expect(metadata.sources[.default]?.functions[name]?.permissions.isEmpty == true)
    let edit = try apply(
      #"""
      {"type": "pg_create_function_permission", "args": {"function": "search_articles",
        "role": "user"}}
      """#,
      to: &metadata
    )
    #expect(edit.touched == .functionPermission(.default, name, "user"))
    try apply(
      #"{"type": "pg_untrack_function", "args": {"function": "search_articles"}}"#,
      to: &metadata
    )
    #expect(metadata.sources[.default]?.functions.isEmpty == true)
  }

  @Test("Event triggers are created, replaced and deleted")
  func eventTriggers() throws {
    var metadata = try sampleMetadata()
    let edit = try apply(
      #"""
      {"type": "pg_create_event_trigger", "args": {"name": "n", "table": "author",
        "webhook_from_env": "W", "insert": {"columns": "*"}}}
      """#,
      to: &metadata
    )
    #expect(edit.touched == .eventTrigger(.default, author, "n"))
    var trigger = metadata.table(author, in: .default)?.eventTriggers["n"]
    #expect(trigger?.webhook == .environment("W"))
    #expect(trigger?.operations.enablesManual == true)
    try apply(
      #"""
      {"type": "pg_create_event_trigger", "args": {"name": "n", "webhook": "w", "replace": true,
        "delete": {"columns": "*"}, "enable_manual": false}}
      """#,
      to: &metadata
    )
    trigger = metadata.table(author, in: .default)?.eventTriggers["n"]
    #expect(trigger?.operations == .init(delete: .init(columns: .all)))
    try apply(
      #"{"type": "delete_event_trigger", "args": {"name": "n"}}"#,
      to: &metadata,
      endpoint: .query
    )
    #expect(metadata.table(author, in: .default)?.eventTriggers.isEmpty == true)
  }

  @Test("Remote relationships are created, overwritten and deleted")
  func remoteRelationships() throws {
    var metadata = try sampleMetadata()
    let edit = try apply(
      #"""
      {"type": "pg_create_remote_relationship", "args": {"table": "author", "name": "tracks",
        "definition": {"to_source": {"source": "lite", "table": "track",
          "relationship_type": "array", "field_mapping": {"id": "author_id"}}}}}
      """#,
      to: &metadata
    )
    #expect(edit.touched == .remoteRelationship(.default, author, "tracks"))
    guard
      case .toSource(let target)? =
        metadata.table(author, in: .default)?.remoteRelationships["tracks"]?.definition
    else {
      Issue.record("expected a relationship to a source")
      return
    }
    #expect(target.table == TableName(schema: nil, name: "track"))
    try apply(
      #"""
      {"type": "update_remote_relationship", "args": {"table": "author", "name": "tracks",
        "remote_schema": "chat", "hasura_fields": ["id"],
        "remote_field": {"a": {"arguments": {"x": "$id"}, "field": {"b": {"arguments": {}}}}}}}
      """#,
      to: &metadata,
      endpoint: .query
    )
    #expect(
      metadata.table(author, in: .default)?.remoteRelationships["tracks"]?.definition
        == .toRemoteSchema(
          .init(
            remoteSchema: "chat",
            lhsFields: ["id"],
            remoteField: [
              RemoteFieldStep(name: "a", arguments: ["x": "$id"]), RemoteFieldStep(name: "b"),
            ],
            isLegacyFormat: true
          )
        )
    )
    try apply(
      #"{"type": "pg_delete_remote_relationship", "args": {"table": "author", "name": "tracks"}}"#,
      to: &metadata
    )
    #expect(metadata.table(author, in: .default)?.remoteRelationships["tracks"] == nil)
  }

  @Test("Native queries and logical models come and go")
  func nativeQueries() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"""
      {"type": "pg_track_logical_model", "args": {"name": "m", "description": "d", "fields": [
        {"name": "a", "type": {"scalar": "integer", "nullable": true}},
        {"name": "b", "type": {"array": {"logical_model": "row"}}}]}}
      """#,
      to: &metadata
    )
    try apply(
      #"""
      {"type": "pg_track_native_query", "args": {"root_field_name": "q", "code": "SELECT {{x}}",
        "arguments": {"x": {"type": "int", "nullable": true}}, "returns": "m"}}
      """#,
      to: &metadata
    )
    try apply(
      #"""
      {"type": "pg_create_logical_model_select_permission", "args": {"name": "m", "role": "user",
        "permission": {"columns": ["a"], "filter": {}}}}
      """#,
      to: &metadata
    )
    let source = try #require(metadata.sources[.default])
    #expect(source.logicalModels["m"]?.selectPermissions["user"] != nil)
    #expect(
      source.logicalModels["m"]?.fields["b"]?.type
        == LogicalModelType(shape: .array(LogicalModelType(shape: .logicalModel("row"))))
    )
    #expect(source.nativeQueries["q"]?.arguments == ["x": .init(type: "int", isNullable: true)])
    for body in [
      #"{"type": "pg_drop_logical_model_select_permission", "args": {"name": "m", "role": "user"}}"#,
      #"{"type": "pg_untrack_native_query", "args": {"root_field_name": "q"}}"#,
      #"{"type": "pg_untrack_logical_model", "args": {"name": "m"}}"#,
    ] {
      try apply(body, to: &metadata)
    }
    #expect(try metadata == sampleMetadata())
  }
}
