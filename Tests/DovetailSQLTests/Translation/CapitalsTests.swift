import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import OrderedJSON
import Testing

@Suite("Values in capitals")
struct CapitalsTests {
  @Test("A text is written in capitals, in rows and in JSON", arguments: Engine.allCases)
  func capitals(_ engine: Engine) throws {
    func capitals(_ column: ColumnReference) -> OutputField {
      OutputField(
        key: column.columnName,
        value: .column(ColumnOutput(column, isUppercased: true))
      )
    }
    let articles = RowSelection(
      relation: .table("article"),
      order: [Columns.title.ascending()],
      output: [capitals(Columns.title)]
    )
    let rows = RowSelection(
      relation: .table("author"),
      filter: Columns.id.compare(.equal, 2),
      output: [
        capitals(Columns.name),
        OutputField(key: "articles", value: .array(Relationships.articles, articles)),
      ]
    )
    let answer = try engine.open().response(.rows(rows))
    #expect(try answer == json(#"[{"name":"BOB","articles":[{"title":"DELTA"}]}]"#))
  }
}
