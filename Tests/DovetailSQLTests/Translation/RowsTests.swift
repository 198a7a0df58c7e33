import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import OrderedJSON
import Testing

struct RowsTests {
  @Test("Scalars are written in the form of their type", arguments: Engine.allCases)
  func scalars(engine: Engine) throws {
    let database = try engine.open()
    let response = try database.response(
      .rows(
        RowSelection(
          relation: .table("author"),
          order: [Columns.id.ascending()],
          output: [
            Columns.id.field, Columns.name.field, Columns.age.field, Columns.active.field,
            Columns.score.field, Columns.balance.field, Columns.seen.field(as: "s"),
            Columns.seen.field(as: "t", isStringified: true), Columns.info.field,
            Columns.born.field, OutputField(key: "__typename", value: .constant("author")),
          ]
        )
      )
    )
    let four = engine == .sqlite ? "4.0" : "4"
    let expected = try json(
      """
      [{"id": 1, "name": "Ann", "age": 30, "active": true, "score": 1.5, "balance": 10.25,
        "s": 9007199254740993, "t": "9007199254740993", "info": {"a": [1, {"b": "x"}], "k": null},
        "born": "2024-01-31T10:00:00.5", "__typename": "author"},
       {"id": 2, "name": "bob", "age": null, "active": false, "score": 2.5, "balance": 20,
        "s": 2, "t": "2", "info": ["a", "z"], "born": null, "__typename": "author"},
       {"id": 3, "name": "Cy \\"q\\" \\\\ ü", "age": 50, "active": null, "score": \(four),
        "balance": null, "s": null, "t": null, "info": null, "born": null, "__typename": "author"}]
      """
    )
    #expect(response == expected)
  }

  @Test("The same scalars are the same inside JSON", arguments: Engine.allCases)
  func scalarsInJSON(engine: Engine) throws {
    let database = try engine.open()
    let output = [
      Columns.id.field, Columns.name.field, Columns.age.field, Columns.active.field,
      Columns.score.field, Columns.balance.field, Columns.seen.field(as: "s"),
      Columns.seen.field(as: "t", isStringified: true), Columns.info.field,
      Columns.born.field, OutputField(key: "__typename", value: .constant("author")),
    ]
    let rows = RowSelection(
      relation: .table("author"),
      order: [Columns.id.ascending()],
      output: output
    )
    let direct = try database.response(.rows(rows))
    let inJSON = try database.response(
      .aggregate(
        AggregateSelection(
          rows: RowSelection(relation: .table("author"), order: [Columns.id.ascending()]),
          output: [.init(key: "nodes", value: .nodes(output, joinKeys: []))]
        )
      )
    )
    #expect(inJSON["nodes"] == direct)
  }

  @Test("A single row is an object, and no row is null", arguments: Engine.allCases)
  func singleRow(engine: Engine) throws {
    let database = try engine.open()
    func author(_ id: JSONValue) throws -> JSONValue {
      try database.response(
        .row(
          RowSelection(
            relation: .table("author"),
            filter: Columns.id.compare(.equal, id),
            output: [Columns.name.field]
          )
        )
      )
    }
    #expect(try author(1) == json(#"{"name": "Ann"}"#))
    #expect(try author(99) == .null)
  }

  @Test("Rows without columns are as many as there are rows", arguments: Engine.allCases)
  func noColumns(engine: Engine) throws {
    let response = try engine.open().response(
      .rows(
        RowSelection(
          relation: .table("author"),
          output: [OutputField(key: "t", value: .constant("a\"b"))]
        )
      )
    )
    #expect(try response == json(#"[{"t": "a\"b"}, {"t": "a\"b"}, {"t": "a\"b"}]"#))
  }

  @Test("A part of a JSON column is reached by its path", arguments: Engine.allCases)
  func jsonPath(engine: Engine) throws {
    let database = try engine.open()
    func part(_ path: [String]) throws -> JSONValue {
      let column = ColumnOutput(Columns.info, jsonPath: path)
      let field = OutputField(key: "x", value: .column(column))
      let rows = RowSelection(
        relation: .table("author"),
        filter: Columns.id.compare(.equal, 1),
        output: [field]
      )
      let response = try database.response(.row(rows))
      let nested = try database.response(
        .aggregate(
          AggregateSelection(
            rows: rows,
            output: [.init(key: "n", value: .nodes([field], joinKeys: []))]
          )
        )
      )
      #expect(nested["n"] == .array([response]))
      return try #require(response["x"])
    }
    #expect(try part(["a"]) == json(#"[1, {"b": "x"}]"#))
    #expect(try part(["a", "1", "b"]) == "x")
    #expect(try part(["a", "7"]) == .null)
    #expect(try part(["k"]) == .null)
  }

  @Test("Response keys may be long or many", arguments: Engine.allCases)
  func unusualKeys(engine: Engine) throws {
    let database = try engine.open()
    let long = String(repeating: "k", count: 70)
    let outputs = [
      [Columns.id.field(as: long + "1"), Columns.name.field(as: long + "2")],
      (0..<120).map { Columns.id.field(as: "\(long)\($0)") },
      (0..<120).map { Columns.id.field(as: "k\($0)") },
      [Columns.id.field(as: "r0"), Columns.id.field(as: "t0"), Columns.id.field(as: "it's")],
    ]
    for output in outputs {
      let rows = RowSelection(
        relation: .table("author"),
        order: [Columns.id.ascending()],
        output: output
      )
      let direct = try database.response(.rows(rows))
      #expect(direct.arrayValue?.first?.members.count == output.count)
      let related = OutputField(
        key: "x",
        value: .array(.none, rows)
      )
      let one = OutputField(key: "y", value: .object(.none, rows))
      let nested = try database.response(
        .row(RowSelection(relation: .table("author"), output: [related, one]))
      )
      #expect(nested["x"] == direct)
      #expect(nested["y"] == direct.arrayValue?.first)
    }
  }
}
