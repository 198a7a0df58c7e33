import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQLite
import DovetailSource
import OrderedJSON
import Testing

@Suite("SQLite source")
struct SQLiteSourceTests {
  let database: PlannedDatabase

  init() async throws {
    let source = try SQLiteSource(configuration: ["database": ":memory:"], environment: [:])
    _ = try await source.run(
      SQLScript(
        sql: """
          CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price NUMERIC(10,2),
            sold BOOLEAN, extra JSON, picture BLOB);
          INSERT INTO item VALUES (1, 'Äpfel', 1.5, 1, '{"a" : [1]}', x'0aff'),
            (2, 'Birnen', 3, 0, NULL, NULL), (3, 'dirty', '5 or so', NULL, '{', NULL);
          """
      )
    )
    database = try await PlannedDatabase(source)
  }

  private func selection(
    where filter: Predicate,
    _ names: ColumnName...
  ) throws -> RowSelection {
    RowSelection(
      relation: .table("item"),
      filter: filter,
      output: try names.map { try database.field("item", $0) }
    )
  }

  @Test("Values of all types have texts that the writer of responses takes")
  func values() async throws {
    let filter = try database.compare("item", "id", .lessOrEqual, 2)
    let rows = try await database.rows(
      .rows(try selection(where: filter, "id", "name", "price", "sold", "extra", "picture"))
    )
    #expect(
      rows == [
        ["1", "Äpfel", "1.5", "1", #"{"a":[1]}"#, #"\x0aff"#],
        ["2", "Birnen", "3", "0", nil, nil],
      ]
    )
  }

  @Test("Broken JSON is a text")
  func brokenJSON() async throws {
    let filter = try database.compare("item", "id", .equal, 3)
    let rows = try await database.rows(.rows(try selection(where: filter, "extra")))
    let text = rows.first?.first.flatMap { $0 }
    #expect(text?.hasPrefix("\"") ?? false)
  }

  @Test("Text in a numeric column is a data error")
  func dirtyData() async throws {
    let filter = try database.compare("item", "id", .equal, 3)
    let selection = try selection(where: filter, "price")
    let error = await failure { () async throws(SourceError) in
      let prepared = try database.source.prepare(
        Fetch(target: .source("db"), request: .rows(selection))
      )
      return try await prepared.run(.test)
    }
    #expect(error?.code == .dataException)
  }

  @Test(
    "Filters compare by the column's type",
    arguments: [
      ("price", .equal, 3, ["2"]), ("price", .equal, "1.50", ["1"]), ("sold", .equal, true, ["1"]),
      ("name", .like, "B%", ["2"]), ("name", .like, "b%", []), ("name", .ilike, "b%", ["2"]),
      ("id", .in, [1, 3], ["1", "3"]), ("id", .notIn, [1, 3], ["2"]),
    ] as [(ColumnName, ComparisonOperator, JSONValue, [String])]
  )
  func filters(
    column: ColumnName,
    comparison: ComparisonOperator,
    value: JSONValue,
    ids: [String]
  ) async throws {
    let filter = try database.compare("item", column, comparison, value)
    let rows = try await database.rows(.rows(try selection(where: filter, "id")))
    #expect(rows.map { $0.first.flatMap { $0 } } == ids)
  }

  @Test("Fetches of a transaction run in order and give their rows")
  func transaction() async throws {
    let fetches = try [1, 2].map { id in
      Fetch(
        target: .source("db"),
        request: .row(
          try selection(where: try database.compare("item", "id", .equal, .int(id)), "name")
        )
      )
    }
    let prepared = try #require(try database.source.prepareTransaction(of: fetches))
    #expect(prepared.texts.count == 2)
    let results = try await prepared.run(.test)
    let names = results.map { result -> String? in
      guard case .rows(let rows) = result else { return nil }
      return rows.texts.first?.first.flatMap { $0 }
    }
    #expect(names == ["Äpfel", "Birnen"])
  }

  @Test("A missing session variable is an error before anything is sent")
  func sessionVariable() async throws {
    let id = try database.column("item", "id")
    let filter = Predicate.compare(
      id,
      .equal,
      Parameter(.session(SessionVariableName("x-hasura-user-id")), type: id.type, path: "$")
    )
    let selection = try selection(where: filter, "name")
    let error = await failure { () async throws(SourceError) in
      let prepared = try database.source.prepare(
        Fetch(target: .source("db"), request: .rows(selection))
      )
      return try await prepared.run(.test)
    }
    #expect(error?.code == .notFound)
  }

  @Test("A closed source is not healthy")
  func closed() async throws {
    try await database.source.checkHealth()
    await database.source.close()
    let error = await failure { () async throws(SourceError) in
      try await database.source.checkHealth()
    }
    #expect(error?.code == .connectionNotEstablished)
  }
}
