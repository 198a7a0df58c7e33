import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQL
import DovetailSource
import OrderedJSON
import Testing

struct RelationshipTests {
  /// Authors with their articles, and with each article its author and its reviews.
  private let tree = RowSelection(
    relation: .table("author"),
    order: [Columns.id.ascending()],
    output: [
      Columns.name.field,
      OutputField(
        key: "articles",
        value: .array(
          Relationships.articles,
          RowSelection(
            relation: .table("article"),
            order: [Columns.id.descending()],
            output: [
              Columns.title.field,
              OutputField(
                key: "author",
                value: .object(
                  Relationships.author,
                  RowSelection(
                    relation: .table("author"),
                    output: [Columns.active.field, Columns.info.field]
                  )
                )
              ),
              OutputField(
                key: "reviews",
                value: .array(
                  Relationships.reviews,
                  RowSelection(
                    relation: .table("review"),
                    order: [Columns.stars.ascending()],
                    output: [Columns.stars.field, Columns.body.field]
                  )
                )
              ),
            ]
          )
        )
      ),
    ]
  )

  @Test("Related rows are nested to any depth, in order", arguments: Engine.allCases)
  func nesting(engine: Engine) throws {
    let response = try engine.open().response(.rows(tree))
    let expected = try json(
      """
      [{"name": "Ann", "articles": [
         {"title": "gamma", "author": {"active": true, "info": {"a": [1, {"b": "x"}], "k": null}},
          "reviews": []},
         {"title": "Beta", "author": {"active": true, "info": {"a": [1, {"b": "x"}], "k": null}},
          "reviews": [{"stars": 4, "body": "good"}]},
         {"title": "alpha", "author": {"active": true, "info": {"a": [1, {"b": "x"}], "k": null}},
          "reviews": [{"stars": 1, "body": "bad"}, {"stars": 5, "body": null}]}]},
       {"name": "bob", "articles": [
         {"title": "delta", "author": {"active": false, "info": ["a", "z"]},
          "reviews": [{"stars": 2, "body": "so so"}]}]},
       {"name": "Cy \\"q\\" \\\\ ü", "articles": []}]
      """
    )
    #expect(response == expected)
  }

  @Test("A missing related row is null", arguments: Engine.allCases)
  func missing(engine: Engine) throws {
    let response = try engine.open().response(
      .rows(
        RowSelection(
          relation: .table("article"),
          filter: Columns.id.compare(.equal, 14),
          output: [
            OutputField(
              key: "author",
              value: .object(
                Relationships.author,
                RowSelection(relation: .table("author"), output: [Columns.name.field])
              )
            )
          ]
        )
      )
    )
    #expect(try response == json(#"[{"author": null}]"#))
  }

  @Test("Limits apply to each parent's rows", arguments: Engine.allCases)
  func limitPerParent(engine: Engine) throws {
    let response = try engine.open().response(
      .rows(
        RowSelection(
          relation: .table("author"),
          order: [Columns.id.ascending()],
          output: [
            OutputField(
              key: "articles",
              value: .array(
                Relationships.articles,
                RowSelection(
                  relation: .table("article"),
                  order: [Columns.id.ascending()],
                  limit: count(2),
                  permissionLimit: 1,
                  offset: count(1),
                  output: [Columns.id.field]
                )
              )
            )
          ]
        )
      )
    )
    #expect(
      try response == json(#"[{"articles": [{"id": 11}]}, {"articles": []}, {"articles": []}]"#)
    )
  }

  @Test("Equal plans give equal statements")
  func deterministic() throws {
    let fetch = Fetch(target: .source("db"), request: .rows(tree))
    for engine in Engine.allCases {
      let translator = try SQLTranslator(dialect: engine.open().dialect)
      #expect(try translator.translate(fetch).text == translator.translate(fetch).text)
    }
  }

  @Test("Relationships nest as deep as queries reasonably do", arguments: Engine.allCases)
  func deep(engine: Engine) throws {
    let database = try engine.open()
    var selection = RowSelection(relation: .table("author"), output: [Columns.id.field])
    let levels = engine == .sqlite ? 8 : 60
    for level in 0..<levels {
      let (table, correlation): (TableName, Correlation) =
        level.isMultiple(of: 2)
        ? ("article", Relationships.author) : ("author", Relationships.articles)
      let value: OutputValue =
        level.isMultiple(of: 2)
        ? .object(correlation, selection) : .array(correlation, selection)
      selection = RowSelection(
        relation: .table(table),
        limit: count(1),
        output: [OutputField(key: "x", value: value)]
      )
    }
    let response = try database.response(.rows(selection))
    #expect(response.arrayValue?.count == 1)
  }

  @Test("Plans that nest without bound are refused, not recursed over")
  func depthLimit() throws {
    var filter = Columns.id.compare(.equal, 1)
    for _ in 0..<1000 { filter = .not(filter) }
    let request = authorNames(where: filter)
    #expect(throws: SourceError.self) {
      try SQLTranslator(dialect: PostgresDialect()).translate(
        Fetch(target: .source("db"), request: request)
      )
    }
  }
}
