import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import OrderedJSON
import Testing

struct OrderTests {
  private func ids(
    _ engine: Engine,
    _ table: TableName,
    _ order: [OrderTerm],
    distinctOn: [ColumnReference] = [],
    limit: Parameter? = nil,
    permissionLimit: Int? = nil,
    offset: Parameter? = nil,
    variables: JSONValue = [:]
  ) throws -> [Int] {
    let response = try engine.open().response(
      .rows(
        RowSelection(
          relation: .table(table),
          order: order,
          distinctOn: distinctOn,
          limit: limit,
          permissionLimit: permissionLimit,
          offset: offset,
          output: [Columns.id.field]
        )
      ),
      variables: variables
    )
    return response.arrayValue?.compactMap { $0["id"]?.intValue } ?? []
  }

  @Test("Nulls come where they are wanted", arguments: Engine.allCases)
  func nulls(engine: Engine) throws {
    let age = Columns.age
    #expect(try ids(engine, "author", [age.ascending()]) == [1, 3, 2])
    #expect(try ids(engine, "author", [age.ascending(nullsFirst: true)]) == [2, 1, 3])
    #expect(try ids(engine, "author", [age.descending()]) == [2, 3, 1])
    #expect(try ids(engine, "author", [age.descending(nullsFirst: false)]) == [3, 1, 2])
  }

  @Test("Rows are ordered by what is related to them", arguments: Engine.allCases)
  func related(engine: Engine) throws {
    let name = OrderTerm.Key.related(
      .table("author"),
      Relationships.author,
      filter: Columns.name.compare(.notEqual, "bob"),
      key: .value(Columns.name)
    )
    let order = [
      OrderTerm(key: name, isDescending: false, nullsFirst: true), Columns.id.descending(),
    ]
    #expect(try ids(engine, "article", order) == [14, 13, 12, 11, 10])
  }

  @Test("Rows are ordered by aggregates of related rows", arguments: Engine.allCases)
  func aggregates(engine: Engine) throws {
    func key(_ function: AggregateFunction, _ column: ColumnReference?) -> OrderTerm.Key {
      .aggregate(
        .table("article"),
        Relationships.articles,
        filter: .always,
        function: function,
        column: column
      )
    }
    func order(_ key: OrderTerm.Key) -> [OrderTerm] {
      [OrderTerm(key: key, isDescending: true, nullsFirst: false), Columns.id.ascending()]
    }
    #expect(try ids(engine, "author", order(key(.count, nil))) == [1, 2, 3])
    #expect(try ids(engine, "author", order(key(.min, Columns.rating))) == [1, 2, 3])
    #expect(try ids(engine, "author", order(key(.avg, Columns.rating))) == [1, 2, 3])
    #expect(try ids(engine, "author", order(key(.stddevPop, Columns.rating))) == [1, 2, 3])
  }

  @Test("The smaller of both limits counts", arguments: Engine.allCases)
  func limits(engine: Engine) throws {
    let order = [Columns.id.ascending()]
    #expect(try ids(engine, "article", order, limit: count(2)) == [10, 11])
    #expect(try ids(engine, "article", order, limit: count(2), permissionLimit: 1) == [10])
    #expect(try ids(engine, "article", order, limit: count(0), permissionLimit: 1) == [])
    #expect(try ids(engine, "article", order, permissionLimit: 1) == [10])
    #expect(try ids(engine, "article", order, offset: count(3)) == [13, 14])
    #expect(try ids(engine, "article", order, limit: count(1), offset: count(3)) == [13])
  }

  @Test("Limits may come from variables, and null is no limit", arguments: Engine.allCases)
  func variableLimits(engine: Engine) throws {
    func ids(_ most: Int?, _ variables: JSONValue) throws -> [Int] {
      try self.ids(
        engine,
        "article",
        [Columns.id.ascending()],
        limit: count(variable: "limit"),
        permissionLimit: most,
        offset: count(variable: "offset"),
        variables: variables
      )
    }
    #expect(try ids(nil, ["limit": 2, "offset": 1]) == [11, 12])
    #expect(try ids(nil, ["offset": "3"]) == [13, 14])
    #expect(try ids(nil, ["limit": nil]) == [10, 11, 12, 13, 14])
    #expect(try ids(1, ["limit": nil]) == [10])
    #expect(try ids(3, ["limit": 2]) == [10, 11])
    #expect(try ids(1, ["limit": 2]) == [10])
  }

  @Test("Only the first row of each combination is kept", arguments: Engine.allCases)
  func distinct(engine: Engine) throws {
    let rating = Columns.rating
    let order = [rating.ascending(), Columns.id.descending()]
    #expect(try ids(engine, "article", order, distinctOn: [rating]) == [14, 13, 10, 12])
    #expect(
      try ids(engine, "article", order, distinctOn: [rating], limit: count(2), offset: count(1))
        == [13, 10]
    )
    #expect(try ids(engine, "article", [], distinctOn: [rating]).count == 4)
  }
}
