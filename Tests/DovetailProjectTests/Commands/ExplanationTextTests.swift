import DovetailCommands
import OrderedJSON
import Testing

@Suite("Explanations")
struct ExplanationTextTests {
  @Test("An explanation is laid out for people, whatever is in it")
  func layout() {
    let answer: JSONValue = [
      [
        "field": "author", "sql": "SELECT *\nFROM author\nWHERE true",
        "plan": ["Seq Scan on author", "  Filter: true"],
        "joins": [["name": "articles", "strategy": "rows", "keys": 2, "child": ["field": "x"]]],
        "extra": ["cached": false, "list": []],
      ], ["field": "__schema", "sql": .null, "plan": .null],
    ]
    #expect(
      explanationText(answer) == """
        field: author
        sql:
          SELECT *
          FROM author
          WHERE true
        plan:
          Seq Scan on author
            Filter: true
        joins:
          - name: articles
            strategy: rows
            keys: 2
            child:
              field: x
        extra:
          cached: false
          list: none

        field: __schema
        sql: none
        plan: none

        """
    )
  }
}
