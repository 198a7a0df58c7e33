import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Commands on sources and tables")
struct SourceCommandTests {
  @Test("A source is added empty, of the kind that the command's prefix says")
  func addSource() throws {
    var metadata = try sampleMetadata()
    let edit = try apply(
      #"""
      {"type": "sqlite_add_source", "args": {"name": "new", "configuration": {"path": "p"},
        "customization": {"root_fields": {"namespace": "n"}}}}
      """#,
      to: &metadata
    )
    let source = try #require(metadata.sources["new"])
    #expect(source.kind == .sqlite)
    #expect(source.customization.rootFields.namespace == "n")
    #expect(edit.touched == .source("new"))
    #expect(edit.reload == .source("new"))
    #expect(edit.result == ["message": "success"])
  }

  @Test("Replacing a source's configuration keeps its tables")
  func replaceConfiguration() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"""
      {"type": "pg_add_source", "args": {"name": "default", "replace_configuration": true,
        "configuration": {"connection_info": {"database_url": "postgres://new"}}}}
      """#,
      to: &metadata
    )
    #expect(metadata.table(author, in: .default) != nil)
    let settings = try metadata.sources[.default]?.connectionSettings()
    #expect(settings?.database == .template("postgres://new"))
  }

  @Test("Updating a source changes what is given")
  func updateSource() throws {
    var metadata = try sampleMetadata()
    let edit = try apply(
      #"""
      {"type": "pg_update_source", "args": {"name": "default",
        "customization": {"naming_convention": "graphql-default"}}}
      """#,
      to: &metadata
    )
    #expect(metadata.sources[.default]?.customization.namingConvention == "graphql-default")
    #expect(try metadata.sources[.default]?.connectionSettings().database == .environment("PG_URL"))
    #expect(edit.reload == .nothing)
  }

  @Test("Dropping a source by force takes the relationships to it along")
  func dropSource() throws {
    var metadata = try sampleMetadata()
    let edit = try apply(
      #"{"type": "pg_drop_source", "args": {"name": "default", "cascade": true}}"#,
      to: &metadata
    )
    #expect(metadata.sources[.default] == nil)
    let invoice = TableName(schema: "public", name: "invoice")
    #expect(metadata.table(invoice, in: "other")?.remoteRelationships.isEmpty == true)
    #expect(edit.check == .wholeMetadata)
  }

  @Test("Renaming a source follows in the relationships to it")
  func renameSource() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"{"type": "rename_source", "args": {"name": "default", "new_name": "main"}}"#,
      to: &metadata
    )
    #expect(metadata.sources["main"]?.name == "main")
    let invoice = TableName(schema: "public", name: "invoice")
    guard
      case .toSource(let target)? =
        metadata.table(invoice, in: "other")?.remoteRelationships["author"]?.definition
    else {
      Issue.record("expected a relationship to a source")
      return
    }
    #expect(target.source == "main")
  }

  @Test("Query tags are set")
  func queryTags() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"""
      {"type": "set_query_tags", "args": {"source_name": "default",
        "tags": {"format": "sqlcommenter", "omit_request_id": false}}}
      """#,
      to: &metadata
    )
    #expect(
      metadata.sources[.default]?.queryTags
        == QueryTags(format: .sqlcommenter, omitsRequestID: false)
    )
  }

  @Test(
    "Each form of tracking a table does the same",
    arguments: [
      (#"{"type": "track_table", "args": "new"}"#, MetadataCommand.Endpoint.query),
      (#"{"type": "add_existing_table_or_view", "args": {"name": "new"}}"#, .query),
      (#"{"type": "track_table", "args": {"schema": "public", "name": "new"}}"#, .query),
      (#"{"type": "track_table", "args": {"table": "new", "schema": "public"}}"#, .query),
      (
        #"{"type": "track_table", "version": 2, "args": {"table": "new", "configuration": {}}}"#,
        .query
      ),
      (#"{"type": "pg_track_table", "args": {"table": "new"}}"#, .metadata),
      (#"{"type": "postgres_track_table", "args": {"table": {"name": "new"}}}"#, .metadata),
    ]
  )
  func trackTable(body: String, endpoint: MetadataCommand.Endpoint) throws {
    var metadata = try sampleMetadata()
    let edit = try apply(body, to: &metadata, endpoint: endpoint)
    let new = TableName(schema: "public", name: "new")
    #expect(metadata.table(new, in: .default) == TableMetadata(name: new))
    #expect(edit.touched == .table(.default, new))
  }

  @Test("A table can be tracked with all its settings")
  func trackTableWithSettings() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"""
      {"type": "pg_track_table", "args": {"source": "other", "table": {"schema": "s", "name": "n"},
        "is_enum": true, "configuration": {"custom_name": "N", "comment": ""},
        "apollo_federation_config": {"enable": "v1"}}}
      """#,
      to: &metadata
    )
    let table = try #require(metadata.table(TableName(schema: "s", name: "n"), in: "other"))
    #expect(table.isEnum && table.isFederationEntity)
    #expect(table.configuration == TableConfiguration(customName: "N", comment: .none))
  }

  @Test("The older form of tracking a table knows enums, too")
  func trackEnumTable() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"{"type": "track_table", "args": {"schema": "s", "name": "e", "is_enum": true}}"#,
      to: &metadata,
      endpoint: .query
    )
    #expect(metadata.table(TableName(schema: "s", name: "e"), in: .default)?.isEnum == true)
  }

  @Test("Of several tables those that fail become warnings")
  func trackTables() throws {
    var metadata = try sampleMetadata()
    let edit = try apply(
      #"""
      {"type": "pg_track_tables", "args": {"tables": [{"table": "author"}, {"table": "new"}]}}
      """#,
      to: &metadata
    )
    #expect(metadata.table(TableName(schema: "public", name: "new"), in: .default) != nil)
    #expect(
      try edit.result
        == json(
          #"""
          {"message": "success", "warnings": [{"code": "track-table-failed",
            "message": "view/table already tracked: \"author\"",
            "name": "table author in source default", "type": "table"}]}
          """#
        )
    )
  }

  @Test("Several tables are untracked, each from its source")
  func untrackTables() throws {
    var metadata = try sampleMetadata()
    let edit = try apply(
      #"""
      {"type": "pg_untrack_tables", "args": {"tables": [
        {"table": {"schema": "s", "name": "log"}}, {"source": "other", "table": "invoice"}]}}
      """#,
      to: &metadata
    )
    #expect(metadata.sources["other"]?.tables.isEmpty == true)
    #expect(metadata.table(TableName(schema: "s", name: "log"), in: .default) == nil)
    #expect(edit.result == ["message": "success"])
  }

  @Test("A table goes with what is defined on it; by force also what leads to it")
  func untrackTable() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"{"type": "pg_untrack_table", "args": {"table": "article", "cascade": true}}"#,
      to: &metadata
    )
    let remaining = try #require(metadata.table(author, in: .default))
    #expect(metadata.table(article, in: .default) == nil)
    #expect(remaining.arrayRelationships.isEmpty)
    #expect(remaining.selectPermissions.isEmpty)
    #expect(Array(remaining.computedFields.keys) == ["full_name"])
    #expect(metadata.sources[.default]?.functions.isEmpty == true)
  }

  @Test("A table that only its own permissions use can be untracked")
  func untrackTableWithOwnChildren() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"""
      {"type": "pg_untrack_table", "args": {"source": "other", "table": "invoice"}}
      """#,
      to: &metadata
    )
    #expect(metadata.sources["other"]?.tables.isEmpty == true)
  }

  @Test("A table's settings can be changed")
  func tableSettings() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"{"type": "pg_set_table_is_enum", "args": {"table": "author", "is_enum": true}}"#,
      to: &metadata
    )
    try apply(
      #"""
      {"type": "pg_set_apollo_federation_config", "args": {"table": "author",
        "apollo_federation_config": {"enable": "v1"}}}
      """#,
      to: &metadata
    )
    try apply(
      #"""
      {"type": "pg_set_table_customization", "args": {"table": "author",
        "configuration": {"custom_name": "Writer"}}}
      """#,
      to: &metadata
    )
    var table = try #require(metadata.table(author, in: .default))
    #expect(table.isEnum && table.isFederationEntity)
    #expect(table.configuration.customName == "Writer")

    try apply(
      #"""
      {"type": "set_table_custom_fields", "version": 2, "args": {"table": "author",
        "custom_root_fields": {"select": "Authors"}, "custom_column_names": {"id": "ID"}}}
      """#,
      to: &metadata,
      endpoint: .query
    )
    try apply(
      #"""
      {"type": "pg_set_apollo_federation_config", "args": {"table": "author",
        "apollo_federation_config": null}}
      """#,
      to: &metadata
    )
    table = try #require(metadata.table(author, in: .default))
    #expect(table.configuration.customName == nil)
    #expect(table.configuration.customRootFields == ["select": .init(name: "Authors")])
    #expect(table.configuration.columns == ["id": .init(customName: "ID")])
    #expect(!table.isFederationEntity)
  }

  @Test(
    "Connection settings are read in all their forms",
    arguments: [
      (#""postgres://x""#, DatabaseAddress.template("postgres://x")),
      (#"{"from_env": "X"}"#, .environment("X")),
      (#"{"dynamic_from_file": "/f"}"#, .file("/f")),
      (
        #"{"username": "u", "database": "d", "host": "h", "port": 5432}"#,
        .parameters(
          .init(username: "u", password: nil, database: "d", host: "h", port: 5432)
        )
      ),
    ]
  )
  func connectionSettings(url: String, expected: DatabaseAddress) throws {
    let configuration = try json(
      "{\"connection_info\": {\"database_url\": \(url), "
        + "\"pool_settings\": {\"max_connections\": 7}, \"use_prepared_statements\": true}}"
    )
    let source = SourceMetadata(name: "s", kind: .postgres, configuration: configuration)
    let settings = try source.connectionSettings()
    #expect(settings.database == expected)
    #expect(settings.pool.maximumConnections == 7)
    #expect(settings.usesPreparedStatements)
    #expect(settings.isolationLevel == "read-committed")
  }
}
