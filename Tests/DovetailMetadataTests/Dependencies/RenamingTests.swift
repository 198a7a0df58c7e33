import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Renaming in the database")
struct RenamingTests {
  private func metadata() throws -> Metadata {
    var metadata = try sampleMetadata()
    for body in [
      #"""
      {"type": "pg_create_insert_permission", "args": {"table": "author", "role": "r",
        "permission": {"columns": ["id"], "set": {"id": "x-hasura-id"},
          "check": {"_exists": {"_table": "article", "_where": {"title": {"_ceq": ["$", "id"]}}}}}}}
      """#,
      #"""
      {"type": "pg_set_table_customization", "args": {"table": "author", "configuration":
        {"column_config": {"id": {"custom_name": "key"}}}}}
      """#,
      #"""
      {"type": "set_custom_types", "args": {"objects": [{"name": "O",
        "fields": [{"name": "a", "type": "Int"}],
        "relationships": [{"name": "r", "type": "object", "remote_table": "author",
          "field_mapping": {"a": "id"}}]}]}}
      """#,
      #"""
      {"type": "pg_create_array_relationship", "args": {"table": "article", "name": "same",
        "using": {"manual_configuration": {"remote_table": "author",
          "column_mapping": {"author_id": "id"}}}}}
      """#,
    ] {
      try apply(body, to: &metadata)
    }
    return metadata
  }

  @Test("A renamed table is followed wherever it is named")
  func table() throws {
    var metadata = try metadata()
    let writer = TableName(schema: "s", name: "writer")
    metadata.renameTable(author, to: writer, in: .default, facts: sampleContext.facts)
    let exported = metadata.exportedJSON.description
    #expect(metadata.table(writer, in: .default)?.name == writer)
    #expect(!exported.contains(#""name":"author","schema":"public""#))
    #expect(exported.contains(#""remote_table":{"name":"writer","schema":"s"}"#))
    let same = metadata.table(article, in: .default)?.arrayRelationships["same"]?.using
    guard case .manual(let manual)? = same else {
      Issue.record("expected a manual relationship")
      return
    }
    #expect(manual.target == .table(writer))
  }

  @Test("A table that a filter asks about is followed")
  func tableInExpression() throws {
    var metadata = try metadata()
    let text = TableName(schema: "public", name: "text")
    metadata.renameTable(article, to: text, in: .default, facts: sampleContext.facts)
    #expect(
      try metadata.table(author, in: .default)?.insertPermissions["r"]?.definition.check
        == json(
          #"""
          {"_exists": {"_table": {"name": "text", "schema": "public"},
            "_where": {"title": {"_ceq": ["$", "id"]}}}}
          """#
        )
    )
    #expect(
      metadata.table(author, in: .default)?.arrayRelationships["articles"]?.using
        == .remoteForeignKey(text, ["author_id"])
    )
  }

  @Test("A renamed column is followed wherever it is named")
  func column() throws {
    var metadata = try metadata()
    metadata.renameColumn(
      "id",
      to: "uid",
      of: author,
      in: .default,
      facts: sampleContext.facts
    )
    let table = try #require(metadata.table(author, in: .default))
    #expect(table.configuration.columns == ["uid": .init(customName: "key")])
    #expect(table.selectPermissions["user"]?.definition.columns == .some(["uid", "name"]))
    let insert = try #require(table.insertPermissions["r"]?.definition)
    #expect(insert.columns == .some(["uid"]))
    #expect(insert.presets == ["uid": "x-hasura-id"])
    #expect(insert.check.description.contains(#"["$","uid"]"#))
    guard case .toRemoteSchema(let messages)? = table.remoteRelationships["messages"]?.definition
    else {
      Issue.record("expected a relationship to a remote schema")
      return
    }
    #expect(messages.lhsFields == ["uid"])
    #expect(messages.remoteField.first?.arguments == ["user": "$uid"])
    #expect(
      metadata.customTypes.objects.first?.relationships.first?.fieldMapping == ["a": "uid"]
    )
    let filter = metadata.table(article, in: .default)?.selectPermissions["user"]?.definition.filter
    #expect(filter?.description.contains(#"{"author":{"uid":"X-Hasura-User-Id"}}"#) == true)
    let invoice = TableName(schema: "public", name: "invoice")
    let away = metadata.table(invoice, in: "other")?.remoteRelationships["author"]
    #expect(away?.json.description.contains(#""field_mapping":{"author_id":"uid"}"#) == true)
    let same = metadata.table(article, in: .default)?.arrayRelationships["same"]
    #expect(same?.json.description.contains(#""column_mapping":{"author_id":"uid"}"#) == true)
  }

  @Test("Keys and triggers follow their columns")
  func keyColumn() throws {
    var metadata = try metadata()
    metadata.renameColumn(
      "author_id",
      to: "writer",
      of: article,
      in: .default,
      facts: sampleContext.facts
    )
    metadata.renameColumn(
      "title",
      to: "heading",
      of: article,
      in: .default,
      facts: sampleContext.facts
    )
    let table = try #require(metadata.table(article, in: .default))
    #expect(table.objectRelationships["author"]?.using == .foreignKey(["writer"]))
    #expect(table.eventTriggers["changed"]?.operations.update?.columns == .some(["heading"]))
    #expect(
      metadata.table(author, in: .default)?.arrayRelationships["articles"]?.using
        == .remoteForeignKey(article, ["writer"])
    )
    #expect(
      try metadata.table(author, in: .default)?.selectPermissions["user"]?.definition.filter
        == json(#"{"articles": {"heading": {"_eq": "x"}}}"#)
    )
  }
}
