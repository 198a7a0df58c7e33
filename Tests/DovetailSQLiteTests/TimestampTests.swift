import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQLite
import DovetailSource
import OrderedJSON
import Testing

@Suite("Timestamps and values of unknown types")
struct TimestampTests {
  let database: PlannedDatabase

  init() async throws {
    let source = try SQLiteSource(configuration: ["database": ":memory:"], environment: [:])
    _ = try await source.run(
      SQLScript(
        sql: """
          CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME, mood MOOD);
          INSERT INTO t VALUES (1, '2009-01-01 10:00:00', 7), (2, '2009-01-01T11:00:00', 'x'),
            (3, '2009-01-02', x'0a'), (4, 1234567890, NULL), (5, NULL, NULL);
          """
      )
    )
    database = try await PlannedDatabase(source)
  }

  private func selection(_ filter: Predicate = .always) throws -> RowSelection {
    RowSelection(
      relation: .table("t"),
      filter: filter,
      order: [
        OrderTerm(
          key: .value(try database.column("t", "id")),
          isDescending: false,
          nullsFirst: false
        )
      ],
      output: [try database.field("t", "at"), try database.field("t", "mood")]
    )
  }

  @Test("Timestamps are written with T, other values as texts, in rows and in documents")
  func output() async throws {
    #expect(
      try await database.rows(.rows(try selection())) == [
        ["2009-01-01T10:00:00", "7"], ["2009-01-01T11:00:00", "x"], ["2009-01-02", #"\x0a"#],
        ["1234567890", nil], [nil, nil],
      ]
    )
    let selection = try selection()
    let json = try await database.json(
      .aggregate(
        AggregateSelection(
          rows: RowSelection(relation: .table("t"), order: selection.order),
          output: [
            AggregateOutputField(key: "nodes", value: .nodes(selection.output, joinKeys: []))
          ]
        )
      )
    )
    #expect(
      json["nodes"] == [
        ["at": "2009-01-01T10:00:00", "mood": "7"], ["at": "2009-01-01T11:00:00", "mood": "x"],
        ["at": "2009-01-02", "mood": #"\x0a"#], ["at": "1234567890", "mood": nil],
        ["at": nil, "mood": nil],
      ]
    )
  }

  @Test(
    "Timestamps compare alike, with a space or T in the middle",
    arguments: [
      ("2009-01-01T10:00:00", .equal, 1), ("2009-01-01 11:00:00", .equal, 1),
      ("2009-01-01T10:30:00", .greaterOrEqual, 2), ("2009-01-01 10:30:00", .less, 2),
      ("2009-01-01", .greater, 3),
    ] as [(JSONValue, ComparisonOperator, Int)]
  )
  func comparison(value: JSONValue, comparison: ComparisonOperator, count: Int) async throws {
    let filter = try database.compare("t", "at", comparison, value)
    #expect(try await database.rows(.rows(try selection(filter))).count == count)
  }
}
