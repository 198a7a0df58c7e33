import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import OrderedJSON
import Testing

struct AggregateTests {
  private let count = AggregateField(key: "count", value: .count([], isDistinct: false))

  private func columns(
    _ function: AggregateFunction,
    _ columns: ColumnReference...,
    isStringified: Bool = false
  ) -> AggregateField {
    AggregateField(
      key: function.rawValue,
      value: .columns(
        function,
        columns.map { column in
          AggregateColumn(
            key: column.columnName,
            value: .column(column, isStringified: isStringified)
          )
        }
      )
    )
  }

  private func articles(
    where filter: Predicate = .always,
    distinctOn: [ColumnReference] = [],
    limit: Parameter? = nil,
    permissionLimit: Int? = nil
  ) -> RowSelection {
    RowSelection(
      relation: .table("article"),
      filter: filter,
      order: (distinctOn + [Columns.id]).map { $0.ascending() },
      distinctOn: distinctOn,
      limit: limit,
      permissionLimit: permissionLimit
    )
  }

  @Test("Aggregates are one object, with equal calls computed once", arguments: Engine.allCases)
  func aggregates(engine: Engine) throws {
    let response = try engine.open().response(
      .aggregate(
        AggregateSelection(
          rows: articles(),
          output: [
            .init(key: "t", value: .constant("article_aggregate")),
            .init(
              key: "aggregate",
              value: .aggregate([
                count,
                .init(key: "rated", value: .count([Columns.rating], isDistinct: false)),
                .init(key: "ratings", value: .count([Columns.rating], isDistinct: true)),
                .init(
                  key: "both",
                  value: .count([Columns.rating, Columns.authorID], isDistinct: false)
                ),
                .init(
                  key: "pairs",
                  value: .count([Columns.rating, Columns.authorID], isDistinct: true)
                ),
                .init(key: "t", value: .constant("article_aggregate_fields")),
                columns(.sum, Columns.rating, Columns.id), columns(.max, Columns.title),
                columns(.min, Columns.rating),
              ])
            ),
          ]
        )
      )
    )
    let expected = try json(
      """
      {"t": "article_aggregate", "aggregate": {"count": 5, "rated": 4, "ratings": 3, "both": 3,
       "pairs": 3, "t": "article_aggregate_fields", "sum": {"rating": 12, "id": 60},
       "max": {"title": "orphan"}, "min": {"rating": 1}}}
      """
    )
    #expect(response == expected)
  }

  @Test(
    "Statistics are the numbers that PostgreSQL gives",
    arguments: [
      (AggregateFunction.avg, 4.0), (.stddev, 2.0), (.stddevSamp, 2.0),
      (.stddevPop, 1.632993161855452), (.varSamp, 4.0), (.variance, 4.0),
      (.varPop, 2.666666666666667),
    ],
    Engine.allCases
  )
  func statistics(expected: (AggregateFunction, Double), engine: Engine) throws {
    let database = try engine.open()
    try database.execute("DELETE FROM review; DELETE FROM article")
    try database.execute("INSERT INTO article (id, title, rating) VALUES (1, '', 2), (2, '', 4)")
    try database.execute("INSERT INTO article (id, title, rating) VALUES (3, '', 6), (4, '', NULL)")
    for rows in [articles(), articles(limit: DovetailSQLTests.count(10))] {
      let response = try database.response(
        .aggregate(
          AggregateSelection(
            rows: rows,
            output: [.init(key: "a", value: .aggregate([columns(expected.0, Columns.rating)]))]
          )
        )
      )
      let number = try #require(response["a"]?[expected.0.rawValue]?["rating"]?.numberText)
      #expect(abs(try #require(Double(number)) - expected.1) < 1e-9)
    }
  }

  @Test("Aggregates of no rows are zero and null", arguments: Engine.allCases)
  func empty(engine: Engine) throws {
    let response = try engine.open().response(
      .aggregate(
        AggregateSelection(
          rows: articles(where: .never),
          output: [
            .init(
              key: "aggregate",
              value: .aggregate([
                count, columns(.sum, Columns.rating), columns(.stddev, Columns.rating),
              ])
            ),
            .init(key: "nodes", value: .nodes([Columns.id.field], joinKeys: [])),
          ]
        )
      )
    )
    let expected = """
      {"aggregate": {"count": 0, "sum": {"rating": null}, "stddev": {"rating": null}},
       "nodes": []}
      """
    #expect(try response == json(expected))
  }

  @Test("Window and distinct restrict aggregate and nodes alike", arguments: Engine.allCases)
  func window(engine: Engine) throws {
    let database = try engine.open()
    func response(_ rows: RowSelection) throws -> JSONValue {
      try database.response(
        .aggregate(
          AggregateSelection(
            rows: rows,
            output: [
              .init(
                key: "aggregate",
                value: .aggregate([count, columns(.sum, Columns.id, isStringified: true)])
              ),
              .init(key: "nodes", value: .nodes([Columns.id.field, author], joinKeys: [])),
            ]
          )
        )
      )
    }
    let limited = """
      {"aggregate": {"count": 2, "sum": {"id": "21"}},
       "nodes": [{"id": 10, "author": {"name": "Ann"}}, {"id": 11, "author": {"name": "Ann"}}]}
      """
    #expect(try response(articles(limit: DovetailSQLTests.count(2))) == json(limited))
    let permitted = """
      {"aggregate": {"count": 5, "sum": {"id": "60"}},
       "nodes": [{"id": 10, "author": {"name": "Ann"}}]}
      """
    #expect(try response(articles(permissionLimit: 1)) == json(permitted))
    let distinct = """
      {"aggregate": {"count": 4, "sum": {"id": "47"}},
       "nodes": [{"id": 14, "author": null}, {"id": 11, "author": {"name": "Ann"}},
                 {"id": 10, "author": {"name": "Ann"}}, {"id": 12, "author": {"name": "Ann"}}]}
      """
    #expect(try response(articles(distinctOn: [Columns.rating])) == json(distinct))
  }

  @Test("Nodes may be asked for twice, and with only a count", arguments: Engine.allCases)
  func nodes(engine: Engine) throws {
    let database = try engine.open()
    let one = AggregateOutputField(key: "n", value: .nodes([Columns.id.field], joinKeys: []))
    let two = AggregateOutputField(key: "m", value: .nodes([Columns.title.field], joinKeys: []))
    let aggregate = AggregateOutputField(key: "a", value: .aggregate([count]))
    let rows = articles(limit: DovetailSQLTests.count(1))
    let both = try database.response(
      .aggregate(AggregateSelection(rows: rows, output: [one, aggregate, two]))
    )
    #expect(
      try both == json(#"{"n": [{"id": 10}], "a": {"count": 1}, "m": [{"title": "alpha"}]}"#)
    )
    let single = try database.response(
      .aggregate(AggregateSelection(rows: rows, output: [one, aggregate]))
    )
    #expect(try single == json(#"{"n": [{"id": 10}], "a": {"count": 1}}"#))
  }

  @Test("Aggregates of related rows stand in each row", arguments: Engine.allCases)
  func related(engine: Engine) throws {
    let response = try engine.open().response(
      .rows(
        RowSelection(
          relation: .table("author"),
          order: [Columns.id.ascending()],
          output: [
            OutputField(
              key: "x",
              value: .aggregate(
                Relationships.articles,
                AggregateSelection(
                  rows: articles(),
                  output: [
                    .init(
                      key: "a",
                      value: .aggregate([count, columns(.stddevPop, Columns.rating)])
                    ),
                    .init(key: "n", value: .nodes([Columns.title.field], joinKeys: [])),
                  ]
                )
              )
            )
          ]
        )
      )
    )
    let zero = engine == .postgres ? "0" : "0.0"
    let one = engine == .postgres ? "1.00000000000000000000" : "1.0"
    let expected = """
      [{"x": {"a": {"count": 3, "stddev_pop": {"rating": \(one)}},
              "n": [{"title": "alpha"}, {"title": "Beta"}, {"title": "gamma"}]}},
       {"x": {"a": {"count": 1, "stddev_pop": {"rating": \(zero)}}, "n": [{"title": "delta"}]}},
       {"x": {"a": {"count": 0, "stddev_pop": {"rating": null}}, "n": []}}]
      """
    #expect(try response == json(expected))
  }

  @Test("Only a type name needs no rows", arguments: Engine.allCases)
  func constantsOnly(engine: Engine) throws {
    let response = try engine.open().response(
      .aggregate(
        AggregateSelection(
          rows: articles(),
          output: [
            .init(key: "t", value: .constant("x")),
            .init(key: "a", value: .aggregate([.init(key: "u", value: .constant("y"))])),
          ]
        )
      )
    )
    #expect(try response == json(#"{"t": "x", "a": {"u": "y"}}"#))
  }

  private let author = OutputField(
    key: "author",
    value: .object(
      Relationships.author,
      RowSelection(relation: .table("author"), output: [Columns.name.field])
    )
  )
}

extension JSONValue {
  fileprivate var numberText: String? {
    if case .number(let number) = self { number.text } else { nil }
  }
}
