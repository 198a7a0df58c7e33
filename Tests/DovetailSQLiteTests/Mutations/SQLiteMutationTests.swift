import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQLite
import DovetailSource
import OrderedJSON
import Testing

@Suite("Mutations of SQLite")
struct SQLiteMutationTests {
  let database: PlannedDatabase

  init() async throws {
    let source = try SQLiteSource(configuration: ["database": ":memory:"], environment: [:])
    _ = try await source.run(
      SQLScript(
        sql: """
          CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
          CREATE TABLE pair (a TEXT, b TEXT, c INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
          CREATE TABLE bare (x INTEGER);
          INSERT INTO item VALUES (1, 'one');
          """
      )
    )
    database = try await PlannedDatabase(source)
  }

  private func insert(
    into table: TableName,
    _ values: [ColumnName: JSONValue],
    showing column: ColumnName
  ) throws -> Fetch {
    let facts = try #require(database.facts.tables[table])
    let written = WrittenTable(name: table, identity: facts.primaryKey?.columns ?? [])
    let row = try InsertedRow(
      values: values.sorted { $0.key.value < $1.key.value }.map { name, value in
        InsertedValue(
          column: name,
          value: Parameter(
            .constant(value),
            type: try database.column(table, name).type,
            path: "$.\(name)"
          )
        )
      },
      path: "$.row"
    )
    return Fetch(
      target: .source("db"),
      request: .mutation(
        Mutation(
          table: written,
          operation: .insert(Insertion(table: written, rows: [row], path: "$.object")),
          output: .row([try database.field(table, column)], joinKeys: []),
          path: "$.object"
        )
      )
    )
  }

  private func names() async throws -> [[String?]] {
    try await database.rows(
      .rows(
        RowSelection(
          relation: .table("item"),
          output: [try database.field("item", "name")]
        )
      )
    )
  }

  @Test("A row is found again by its key, or by its number where there is none")
  func identities() async throws {
    let fetches = [
      try insert(into: "item", ["name": "two"], showing: "id"),
      try insert(into: "pair", ["a": "x", "b": "y", "c": 3], showing: "c"),
      try insert(into: "bare", ["x": 7], showing: "x"),
    ]
    let transaction = try #require(try database.source.prepareTransaction(of: fetches))
    let results = try await transaction.run(.test)
    let texts = results.map { result -> [String?] in
      guard case .rows(let rows) = result else { return [] }
      return rows.texts.flatMap { $0 }
    }
    #expect(texts == [["2"], ["3"], ["7"]])
  }

  @Test("A failure undoes what came before it, and says where it happened")
  func rollsBack() async throws {
    let fetches = [
      try insert(into: "item", ["name": "two"], showing: "id"),
      try insert(into: "item", ["name": "one"], showing: "id"),
    ]
    let transaction = try #require(try database.source.prepareTransaction(of: fetches))
    let error = await failure { () async throws(SourceError) in
      try await transaction.run(.test)
    }
    #expect(error?.code == .constraintViolation)
    #expect(error?.path == "$.object")
    #expect(try await names() == [["one"]])
  }

  @Test("A mutation runs by itself as well")
  func runsAlone() async throws {
    let prepared = try database.source.prepare(
      try insert(into: "item", ["name": "two"], showing: "name")
    )
    _ = try await prepared.run(.test)
    #expect(try await names() == [["one"], ["two"]])
  }
}
