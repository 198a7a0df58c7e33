import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQL
import DovetailSource
import OrderedJSON
import Testing

struct JoinShapeTests {
  private let key = JoinKeyColumn(name: "$0", value: Columns.id)

  private func shape(_ request: Fetch.Request) throws -> ResultShape {
    try SQLTranslator(dialect: PostgresDialect()).translate(
      Fetch(target: .source("db"), request: request)
    ).shape
  }

  @Test("A root row's join key is a column that is read and not written")
  func rootKey() throws {
    let selection = RowSelection(
      relation: .table("author"),
      output: [Columns.name.field, OutputField(key: "invoices", value: .join(7))],
      joinKeys: [key]
    )
    guard case .rows(let shape) = try shape(.rows(selection)) else {
      Issue.record("the shape is not of rows")
      return
    }
    #expect(
      shape.members.map { String(decoding: $0.prefix, as: UTF8.self) } == [
        #""name":"#, #""invoices":"#,
      ]
    )
    guard case .join(7)? = shape.members.last?.value else {
      Issue.record("the second member is no join")
      return
    }
    #expect(shape.joinKeys.map(\.name) == ["$0"])
    #expect(shape.joinKeys.map(\.column) == [1])
  }

  @Test("A column that is both written and a join key is selected once")
  func sharedColumn() throws {
    let selection = RowSelection(
      relation: .table("author"),
      output: [Columns.id.field, Columns.id.field(as: "x")],
      joinKeys: [key]
    )
    let statement = try SQLTranslator(dialect: PostgresDialect()).translate(
      Fetch(target: .source("db"), request: .rows(selection))
    )
    #expect(statement.text == #"SELECT t0."id" FROM "author" AS t0"#)
  }

  @Test(
    "A join inside JSON has a place, a hidden key and rules down to it",
    arguments: Engine.allCases
  )
  func nestedJoin(engine: Engine) throws {
    let articles = RowSelection(
      relation: .table("article"),
      order: [Columns.id.ascending()],
      output: [OutputField(key: "likes", value: .join(3)), Columns.title.field],
      joinKeys: [key]
    )
    let aggregate = AggregateSelection(
      rows: RowSelection(relation: .table("article"), order: [Columns.id.ascending()]),
      output: [.init(key: "n", value: .nodes(articles.output, joinKeys: [key]))]
    )
    let selection = RowSelection(
      relation: .table("author"),
      filter: Columns.id.compare(.equal, 2),
      output: [
        OutputField(key: "list", value: .array(Relationships.articles, articles)),
        OutputField(key: "sum", value: .aggregate(Relationships.articles, aggregate)),
        OutputField(key: "one", value: .object(Relationships.articles, articles)),
      ]
    )
    let row = #"{"likes": null, "title": "delta", "$0": 13}"#
    #expect(
      try engine.open().response(.row(selection))
        == json(#"{"list": [\#(row)], "sum": {"n": [\#(row)]}, "one": \#(row)}"#)
    )

    guard case .row(let shape) = try shape(.row(selection)) else {
      Issue.record("the shape is not of a row")
      return
    }
    #expect(shape.members.count == 3)
    #expect(
      shape.members.map { describe($0.value) } == [
        "0{$0: hidden, likes: join 3 as likes}", "1{n: {$0: hidden, likes: join 3 as likes}}",
        "2{$0: hidden, likes: join 3 as likes}",
      ]
    )
  }

  @Test("JSON without joins is copied")
  func noJoins() throws {
    let articles = RowSelection(relation: .table("article"), output: [Columns.title.field])
    let selection = RowSelection(
      relation: .table("author"),
      output: [OutputField(key: "list", value: .array(Relationships.articles, articles))]
    )
    guard case .rows(let shape) = try shape(.rows(selection)),
      case .column(0, .json, quoted: false)? = shape.members.first?.value
    else {
      Issue.record("the list is not copied")
      return
    }
    let aggregate = AggregateSelection(
      rows: articles,
      output: [.init(key: "n", value: .nodes([Columns.id.field], joinKeys: []))]
    )
    guard case .json(nil) = try self.shape(.aggregate(aggregate)) else {
      Issue.record("the aggregate is not copied")
      return
    }
  }
}

private func describe(_ value: RowShape.Value) -> String {
  if case .document(let column, let shape) = value {
    "\(column)\(describe(shape))"
  } else {
    "other"
  }
}

private func describe(_ shape: DocumentShape) -> String {
  let rules = shape.rules.sorted { $0.key < $1.key }.map { name, rule in
    switch rule {
    case .hidden: "\(name): hidden"
    case .join(let id, let key): "\(name): join \(id) as \(key)"
    case .copy(nil, let inner?): "\(name): \(describe(inner))"
    default: "\(name): other"
    }
  }
  return "{\(rules.joined(separator: ", "))}"
}
