import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Commands on the whole metadata")
struct WholeMetadataCommandTests {
  @Test("A document replaces everything")
  func replace() throws {
    var metadata = try sampleMetadata()
    let edit = try apply(
      #"""
      {"type": "replace_metadata", "args": {"version": 3, "sources": [
        {"name": "a", "kind": "postgres", "configuration": {}, "tables": [{"table": "t"}]}]}}
      """#,
      to: &metadata
    )
    #expect(Array(metadata.sources.keys) == ["a"])
    #expect(metadata.remoteSchemas.isEmpty)
    #expect(edit.reload == .everything)
    #expect(
      edit.check
        == .replacement(.init())
    )
  }

  @Test("A document can come with options, and what it says in vain is told")
  func replaceWithOptions() throws {
    var metadata = try sampleMetadata()
    let edit = try apply(
      #"""
      {"type": "replace_metadata", "version": 2, "args": {"allow_inconsistent_metadata": true,
        "allow_warnings": false, "metadata": {"version": 3, "sources": [], "odd": 1}}}
      """#,
      to: &metadata
    )
    #expect(metadata == Metadata())
    guard case .replacement(let replacement) = edit.check else {
      Issue.record("expected a replacement")
      return
    }
    #expect(replacement.allowsInconsistency && !replacement.allowsWarnings)
    #expect(replacement.reportsConsistency)
    #expect(replacement.warnings.map(\.path.description) == ["$.args.metadata.odd"])
  }

  @Test("A document without sources replaces what is tracked of the source default")
  func replaceWithoutSources() throws {
    var metadata = try sampleMetadata()
    try apply(
      #"""
      {"type": "replace_metadata", "args": {"version": 2, "tables": [{"table": "new"}],
        "actions": [{"name": "a", "definition": {"handler": "h", "output_type": "T"}}]}}
      """#,
      to: &metadata,
      endpoint: .query
    )
    #expect(Array(metadata.sources.keys) == [.default, "other", "lite"])
    #expect(
      metadata.sources[.default]?.tables.keys == [TableName(schema: "public", name: "new")]
    )
    #expect(try metadata.sources[.default]?.connectionSettings().database == .environment("PG_URL"))
    #expect(Array(metadata.actions.keys) == ["a"])
    #expect(metadata.remoteSchemas.isEmpty)
  }

  @Test("A document without sources speaks the language of the source default")
  func replaceWithoutSourcesOfAnotherKind() throws {
    var metadata = Metadata()
    metadata.sources[.default] = SourceMetadata(name: .default, kind: .sqlite)
    try apply(
      #"{"type": "replace_metadata", "args": {"tables": [{"table": "t"}]}}"#,
      to: &metadata
    )
    #expect(metadata.sources[.default]?.tables.keys == [TableName(schema: nil, name: "t")])
    #expect(metadata.sources[.default]?.kind == .sqlite)
  }

  @Test("Cron triggers that are not of the document survive a new document")
  func hiddenCronTriggersSurvive() throws {
    var metadata = Metadata()
    try apply(
      #"""
      {"type": "create_cron_trigger", "args": {"name": "c", "webhook": "w",
        "schedule": "0 * * * *", "include_in_metadata": false}}
      """#,
      to: &metadata
    )
    try apply(
      #"{"type": "replace_metadata", "args": {"version": 3, "sources": []}}"#,
      to: &metadata
    )
    #expect(metadata.cronTriggers["c"] != nil)
  }

  @Test(
    "Clearing keeps the connection of the source default",
    arguments: ["{}", "null"]
  )
  func clear(arguments: String) throws {
    var metadata = try sampleMetadata()
    try apply("{\"type\": \"clear_metadata\", \"args\": \(arguments)}", to: &metadata)
    #expect(
      try metadata.json
        == json(
          #"""
          {"version": 3, "sources": [{"name": "default", "kind": "postgres", "tables": [],
            "configuration": {"connection_info": {"database_url": {"from_env": "PG_URL"}}}}]}
          """#
        )
    )
    try apply(#"{"type": "clear_metadata"}"#, to: &metadata)
    #expect(metadata.sources.count == 1)
  }

  @Test("Replacing metadata by its own export changes nothing")
  func replaceByExport() throws {
    var metadata = try sampleMetadata()
    let exported = metadata.exportedJSON
    try apply("{\"type\": \"replace_metadata\", \"args\": \(exported)}", to: &metadata)
    #expect(metadata.exportedJSON == exported)
  }
}
