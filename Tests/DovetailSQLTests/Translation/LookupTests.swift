import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQL
import DovetailSource
import OrderedJSON
import Testing

struct LookupTests {
  private let articles = RowSelection(
    relation: .table("article"),
    filter: Columns.id.compare(.notEqual, 10),
    order: [Columns.id.ascending()],
    limit: count(1),
    output: [Columns.title.field]
  )

  @Test("Each key gets its own rows, limited by itself", arguments: Engine.allCases)
  func lists(engine: Engine) throws {
    let keyed = KeyedSelection(columns: [Columns.authorID], result: .array(articles))
    let values = try engine.open().lookUp(keyed, [["2"], ["1"], ["99"], ["\"1\""]])
    #expect(
      try values == [
        json(#"[{"title": "delta"}]"#), json(#"[{"title": "Beta"}]"#), [],
        json(#"[{"title": "Beta"}]"#),
      ]
    )
  }

  @Test("A key of which there is no row gets null", arguments: Engine.allCases)
  func objects(engine: Engine) throws {
    let author = RowSelection(
      relation: .table("author"),
      output: [Columns.name.field, Columns.info.field, Columns.active.field]
    )
    let keyed = KeyedSelection(columns: [Columns.name], result: .object(author))
    let values = try engine.open().lookUp(keyed, [[#""bob""#], [#""no'\"one""#]])
    #expect(
      try values == [json(#"{"name": "bob", "info": ["a", "z"], "active": false}"#), nil]
    )
  }

  @Test("Aggregates are made for each key", arguments: Engine.allCases)
  func aggregates(engine: Engine) throws {
    let aggregate = AggregateSelection(
      rows: RowSelection(relation: .table("article"), order: [Columns.id.ascending()]),
      output: [
        .init(
          key: "aggregate",
          value: .aggregate([.init(key: "count", value: .count([], isDistinct: false))])
        ),
        .init(key: "nodes", value: .nodes([Columns.id.field], joinKeys: [])),
      ]
    )
    let keyed = KeyedSelection(columns: [Columns.authorID], result: .aggregate(aggregate))
    let values = try engine.open().lookUp(keyed, [["2"], ["3"]])
    #expect(
      try values == [
        json(#"{"aggregate": {"count": 1}, "nodes": [{"id": 13}]}"#),
        json(#"{"aggregate": {"count": 0}, "nodes": []}"#),
      ]
    )
  }

  @Test("Keys may have several parts, or none", arguments: Engine.allCases)
  func parts(engine: Engine) throws {
    let database = try engine.open()
    let review = RowSelection(
      relation: .table("review"),
      order: [Columns.stars.ascending()],
      output: [Columns.body.field]
    )
    let articleID = ColumnReference("article_id", type: Types.int, isNullable: false)
    let pairs = KeyedSelection(columns: [articleID, Columns.stars], result: .object(review))
    #expect(
      try database.lookUp(pairs, [["11", "4"], ["11", "1"], ["10", "1"]])
        == [json(#"{"body": "good"}"#), nil, json(#"{"body": "bad"}"#)]
    )
    let all = KeyedSelection(columns: [], result: .array(review))
    #expect(try database.lookUp(all, [[]]).first??.arrayValue?.count == 4)
  }

  @Test("A lookup by distinct rows works per key", arguments: Engine.allCases)
  func distinct(engine: Engine) throws {
    var selection = RowSelection(
      relation: .table("article"),
      order: [Columns.rating.ascending(), Columns.id.ascending()],
      distinctOn: [Columns.rating],
      output: [Columns.id.field]
    )
    selection.offset = count(1)
    let keyed = KeyedSelection(columns: [Columns.authorID], result: .array(selection))
    let values = try engine.open().lookUp(keyed, [["1"], ["2"]])
    #expect(try values == [json(#"[{"id": 10}, {"id": 12}]"#), []])
  }

  @Test("The parameter of the keys is known among the others")
  func keysBinding() throws {
    var selection = articles
    selection.limit = count(variable: "n")
    let keyed = KeyedSelection(columns: [Columns.authorID], result: .array(selection))
    let statement = try SQLTranslator(dialect: PostgresDialect()).translate(
      Lookup(target: .source("db"), request: .rows(keyed))
    )
    #expect(statement.bindings[statement.keysBindingIndex].encoding == .keys)
    #expect(statement.bindings.count == 3)
  }
}
