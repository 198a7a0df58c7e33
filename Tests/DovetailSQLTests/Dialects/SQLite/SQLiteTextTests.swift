import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQL
import DovetailSource
import OrderedJSON
import Testing

struct SQLiteTextTests {
  private func text(_ selection: RowSelection) throws -> String {
    try SQLTranslator(dialect: SQLiteDialect()).translate(
      Fetch(target: .source("db"), request: .rows(selection))
    ).text
  }

  @Test("A list with a relationship is rows with a column of JSON")
  func nestedList() throws {
    let articles = RowSelection(
      relation: .table("article"),
      order: [Columns.id.ascending()],
      limit: count(variable: "n"),
      permissionLimit: 5,
      output: [Columns.title.field(as: "t")]
    )
    let selection = RowSelection(
      relation: .table("author"),
      filter: Columns.id.compare(.in, [1]),
      output: [OutputField(key: "articles", value: .array(Relationships.articles, articles))]
    )
    #expect(
      try text(selection) == """
        SELECT (SELECT json_group_array(json_object('t', r2."c0")) FROM \
        (SELECT t1."title" AS "c0" FROM "article" AS t1 WHERE t1."author_id" = t0."id" \
        ORDER BY t1."id" ASC LIMIT min(coalesce(?1, 5), 5)) AS r2) \
        FROM "author" AS t0 WHERE t0."id" IN (SELECT value FROM json_each(?2))
        """
    )
  }

  @Test(
    "What SQLite doesn't have is refused by name",
    arguments: Set(ComparisonOperator.allCases).subtracting(
      SQLiteDialect().capabilities.comparisons
    )
  )
  func refusal(comparison: ComparisonOperator) throws {
    let selection = RowSelection(
      relation: .table("author"),
      filter: Columns.name.compare(comparison, "x")
    )
    let error = try #require(throws: SourceError.self) { try text(selection) }
    #expect(error.code == .notSupported)
    #expect(error.message.contains(comparison.rawValue))
  }

  @Test("Functions are refused")
  func functions() throws {
    let call = FunctionCall(function: "f", arguments: [])
    let error = try #require(throws: SourceError.self) {
      try text(RowSelection(relation: .function(call)))
    }
    #expect(error.code == .notSupported)
  }

  @Test("Bytes are written in hexadecimal")
  func blobs() throws {
    let database = try SQLiteTestDatabase()
    try database.execute("CREATE TABLE b (v BLOB); INSERT INTO b VALUES (x'00ff'), (NULL)")
    let column = ColumnReference(
      "v",
      type: Types.type("BLOB", "BLOB", .other, .text),
      isNullable: true
    )
    let rows = RowSelection(relation: .table("b"), output: [column.field])
    let expected = try json(#"[{"v": "\\x00ff"}, {"v": null}]"#)
    #expect(try database.response(.rows(rows)) == expected)
    let nested = OutputField(key: "x", value: .array(.none, rows))
    let response = try database.response(
      .row(RowSelection(relation: .table("b"), output: [nested]))
    )
    #expect(response["x"] == expected)
  }

  @Test("JSON that is none is a text, not a broken response")
  func brokenJSON() throws {
    let database = try SQLiteTestDatabase()
    try database.execute("UPDATE author SET info = '{broken'")
    let response = try database.response(
      .rows(RowSelection(relation: .table("author"), output: [Columns.info.field]))
    )
    #expect(response.arrayValue?.first == ["info": "{broken"])
  }
}
