import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Reading metadata")
struct MetadataDecodingTests {
  @Test("Tables are read with the schema of their source kind")
  func tableNames() throws {
    let metadata = try sampleMetadata()
    #expect(metadata.table(author, in: .default) != nil)
    #expect(metadata.table(TableName(schema: nil, name: "track"), in: "lite") != nil)
  }

  @Test("The table of a remote relationship is named as its own source names it")
  func targetTableNames() throws {
    let metadata = try sampleMetadata()
    let invoice = TableName(schema: "public", name: "invoice")
    let toAuthor = metadata.table(invoice, in: "other")?.remoteRelationships["author"]
    guard case .toSource(let target)? = toAuthor?.definition else {
      Issue.record("expected a relationship to a source")
      return
    }
    #expect(target.table == author)
    let toTrack = metadata.remoteSchemas["chat"]?.remoteRelationships["Message"]?["sender"]
    guard case .toSource(let track)? = toTrack?.definition else {
      Issue.record("expected a relationship to a source")
      return
    }
    #expect(track.table == TableName(schema: nil, name: "track"))
  }

  @Test("Unknown keys are reported with their place")
  func unknownKeys() throws {
    var diagnostics: [MetadataDiagnostic] = []
    _ = try Metadata(
      json: json(
        #"""
        {"version": 3, "hue": 1, "sources": [{"name": "default", "kind": "postgres", "size": 2,
          "configuration": {}, "tables": [{"table": "t", "odd": 3}]}]}
        """#
      )
    ) { diagnostics.append($0) }
    #expect(
      Set(diagnostics.map { "\($0.path): \($0.message)" }) == [
        "$.hue: unknown key \"hue\"", "$.sources[0].size: unknown key \"size\"",
        "$.sources[0].tables[0].odd: unknown key \"odd\"",
      ]
    )
  }

  @Test("What is unwise or in vain is reported")
  func otherDiagnostics() throws {
    var diagnostics: [MetadataDiagnostic] = []
    _ = try Metadata(
      json: json(
        #"""
        {"tables": [{"table": "t", "event_triggers": [{"name": "a b", "webhook": "w",
          "definition": {"enable_manual": true}, "retry_conf": {}}]}],
          "custom_types": {"objects": [{"name": "O", "fields": [
            {"name": "f", "type": "Int", "arguments": []}]}]}}
        """#
      )
    ) { diagnostics.append($0) }
    #expect(diagnostics.map(\.code) == [.illegalEventTriggerName, .noEffect])
    #expect(
      diagnostics.map(\.path.description) == [
        "$.tables[0].event_triggers[0]", "$.custom_types.objects[0].fields[0].arguments",
      ]
    )
    #expect(diagnostics.first?.json["code"] == "illegal-event-trigger-name")
  }

  @Test("The sample document has nothing unknown in it")
  func sampleIsClean() throws {
    var diagnostics: [MetadataDiagnostic] = []
    _ = try Metadata(json: sampleMetadata().json) { diagnostics.append($0) }
    #expect(diagnostics.isEmpty)
  }

  @Test(
    "A document without sources speaks of the source default",
    arguments: [#"{"tables": ["T"]}"#, #"{"version": 2, "tables": ["T"]}"#]
  )
  func olderVersions(text: String) throws {
    let document = text.replacing("\"T\"", with: #"{"table": "author", "is_enum": true}"#)
    let metadata = try Metadata(json: json(document))
    #expect(metadata.table(author, in: .default)?.isEnum == true)
  }

  @Test(
    "What is wrong is said with its place",
    arguments: [
      (#"[]"#, "$ parse-failed: parsing Metadata failed, expected Object, but encountered Array"),
      (#"{"version": 4}"#, "$.version parse-failed: unexpected metadata version from storage: 4"),
      (
        #"{"version": 3, "sources": [{"kind": "postgres", "configuration": {}}]}"#,
        "$.sources[0] parse-failed: key \"name\" not found"
      ),
      (
        #"{"tables": [{"table": "t", "is_enum": "yes"}]}"#,
        "$.tables[0].is_enum parse-failed: "
          + "parsing Bool failed, expected Bool, but encountered String"
      ),
      (
        #"{"tables": [{"table": ""}]}"#,
        "$.tables[0].table parse-failed: empty string not allowed"
      ),
      (
        #"{"tables": [{"table": "t"}, {"table": {"schema": "public", "name": "t"}}]}"#,
        "$.tables[1] parse-failed: multiple declarations exist for the following tables: t"
      ),
      (
        #"{"tables": [{"table": "t", "select_permissions": [{"role": "u", "permission": "#
          + #"{"columns": 1, "filter": {}}}]}]}"#,
        "$.tables[0].select_permissions[0].permission.columns parse-failed: "
          + "unexpected type: expected either \"*\" or a list of columns"
      ),
      (
        #"{"tables": [{"table": "t", "select_permissions": [{"role": "u", "permission": "#
          + #"{"columns": "*", "filter": {}, "limit": 1.5}}]}]}"#,
        "$.tables[0].select_permissions[0].permission.limit parse-failed: "
          + "value is either floating or will cause over or underflow 1.5"
      ),
      (
        #"{"tables": [{"table": "t", "select_permissions": [{"role": "u", "permission": "#
          + #"{"columns": "*", "filter": {}, "limit": -1}}]}]}"#,
        "$.tables[0].select_permissions[0].permission.limit parse-failed: "
          + "unexpected negative value"
      ),
      (
        #"{"tables": [{"table": "t", "array_relationships": [{"name": "r", "using": "#
          + #"{"foreign_key_constraint_on": "id"}}]}]}"#,
        "$.tables[0].array_relationships[0].using.foreign_key_constraint_on parse-failed: "
          + "Expecting object { table, columns }."
      ),
    ]
  )
  func errors(document: String, expected: String) throws {
    do {
      _ = try Metadata(json: json(document))
      Issue.record("expected an error")
    } catch let error as MetadataError {
      #expect("\(error.path) \(error.code): \(error.message)" == expected)
    }
  }

  @Test("Errors in a part of a request are placed in the request")
  func startingPath() throws {
    do throws(MetadataError) {
      _ = try Metadata(json: ["version": 3, "sources": 1], path: .arguments)
      Issue.record("expected an error")
    } catch {
      #expect(error.path.description == "$.args.sources")
    }
  }
}
