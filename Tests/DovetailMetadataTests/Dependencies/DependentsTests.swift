import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Dependents")
struct DependentsTests {
  private func dependents(
    of reference: MetadataReference,
    facts: UpstreamFacts = sampleContext.facts,
    changing change: (inout Metadata) throws -> Void = { _ in }
  ) throws -> [String] {
    var metadata = try sampleMetadata()
    try change(&metadata)
    return metadata.dependents(of: reference, facts: facts).map(\.dependentName)
  }

  private func permit(_ filter: String, on table: String, in metadata: inout Metadata) throws {
    try apply(
      "{\"type\": \"pg_create_delete_permission\", \"args\": {\"table\": \(table), "
        + "\"role\": \"r\", \"permission\": {\"filter\": \(filter)}}}",
      to: &metadata
    )
  }

  @Test(
    "A column is used by keys, permissions, triggers and remote relationships",
    arguments: [
      (
        MetadataReference.column(.default, article, "author_id"),
        [
          "relationship author.articles in source \"default\"",
          "relationship article.author in source \"default\"",
          "permission author.user.select in source \"default\"",
          "permission article.user.select in source \"default\"",
        ]
      ),
      (
        .column(.default, article, "title"),
        [
          "permission author.user.select in source \"default\"",
          "event-trigger article.changed in source \"default\"",
        ]
      ),
      (
        .column(.default, article, "is_public"),
        ["permission article.user.select in source \"default\""]
      ),
      (.column(.default, author, "name"), ["permission author.user.select in source \"default\""]),
      (
        .column("lite", TableName(schema: nil, name: "track"), "id"),
        ["remote schema remote relationship chat.Message.sender"]
      ),
      (.column(.default, author, "unused"), []),
    ]
  )
  func columns(reference: MetadataReference, expected: [String]) throws {
    #expect(try dependents(of: reference) == expected)
  }

  @Test("A key column at the other end is known from the database")
  func referencedColumn() throws {
    let id = MetadataReference.column(.default, author, "id")
    #expect(
      try dependents(of: id).contains("relationship article.author in source \"default\"")
    )
    #expect(
      try !dependents(of: id, facts: .none)
        .contains("relationship article.author in source \"default\"")
    )
    #expect(
      try dependents(of: id, facts: .none)
        .contains("remote relationship invoice.author in source \"other\"")
    )
  }

  @Test("A function is used by computed fields")
  func functions() throws {
    #expect(
      try dependents(
        of: .function(.default, FunctionName(schema: "public", name: "fetch_articles"))
      )
        == ["computed field author.get_articles in source \"default\""]
    )
  }

  @Test("A function needs the table whose rows metadata says it gives, whatever its name")
  func responses() throws {
    var metadata = try sampleMetadata()
    let name = FunctionName(schema: "public", name: "given")
    metadata.sources[.default]?.functions[name] = FunctionMetadata(
      name: name,
      configuration: .init(response: ["type": "table", "table": "article"])
    )
    let articles = MetadataReference.table(.default, article)
    #expect(metadata.dependents(of: articles, facts: .none).contains(.function(.default, name)))
    let text = TableName(schema: "s", name: "text")
    metadata.renameTable(article, to: text, in: .default, facts: .none)
    #expect(
      metadata.sources[.default]?.functions[name]?.configuration.responseTable(for: .postgres)
        == text
    )
  }

  @Test(
    "Names are found wherever an expression can hold them",
    arguments: [
      #"{"_and": [{"_not": {"$or": [{"x": {"_eq": 1}}]}}]}"#,
      #"{"y": {"_ceq": "x"}}"#,
      #"{"y": {"_cgt": ["x"]}}"#,
      #"{"_exists": {"_table": {"schema": "s", "name": "log"}, "_where": {"x": true}}}"#,
      #"{"_exists": {"_table": "author", "_where": {"id": {"_cne": ["$", "x"]}}}}"#,
    ]
  )
  func expressions(filter: String) throws {
    let log = TableName(schema: "s", name: "log")
    #expect(
      try dependents(of: .column(.default, log, "x")) { metadata in
        try permit(filter, on: #"{"schema": "s", "name": "log"}"#, in: &metadata)
      } == ["permission s.log.r.delete in source \"default\""]
    )
  }

  @Test("An aggregate's arguments and filter are of the related table")
  func aggregates() throws {
    let filter =
      #"{"articles_aggregate": {"count": {"arguments": ["x"], "filter": {"y": 1}, "#
      + #""predicate": {"_gt": 0}}}}"#
    for column in ["x", "y"] {
      #expect(
        try dependents(of: .column(.default, article, ColumnName(column))) { metadata in
          try permit(filter, on: "\"author\"", in: &metadata)
        } == ["permission author.r.delete in source \"default\""]
      )
    }
    #expect(
      try dependents(of: .relationship(.default, author, "articles")) { metadata in
        try permit(filter, on: "\"author\"", in: &metadata)
      } == [
        "permission author.user.select in source \"default\"",
        "permission author.r.delete in source \"default\"",
      ]
    )
  }

  @Test("A table that a filter asks about is needed")
  func existsTable() throws {
    let log = TableName(schema: "s", name: "log")
    #expect(
      try dependents(of: .table(.default, log)) { metadata in
        try permit(
          #"{"_exists": {"_table": {"schema": "s", "name": "log"}, "_where": {}}}"#,
          on: "\"author\"",
          in: &metadata
        )
      } == ["permission author.r.delete in source \"default\""]
    )
  }

  @Test("A value that looks like a name is none")
  func values() throws {
    let log = TableName(schema: "s", name: "log")
    #expect(
      try dependents(of: .column(.default, log, "x")) { metadata in
        try permit(
          #"{"y": {"_eq": "x", "_in": ["x"]}}"#,
          on: #"{"schema": "s", "name": "log"}"#,
          in: &metadata
        )
      }.isEmpty
    )
  }

  @Test("An expression nested without end is walked to a bound")
  func deepExpressions() throws {
    let filter =
      String(repeating: #"{"_not": "#, count: 200) + #"{"x": 1}"#
      + String(repeating: "}", count: 200)
    let log = TableName(schema: "s", name: "log")
    #expect(
      try dependents(of: .column(.default, log, "x")) { metadata in
        try permit(filter, on: #"{"schema": "s", "name": "log"}"#, in: &metadata)
      }.isEmpty
    )
  }
}
