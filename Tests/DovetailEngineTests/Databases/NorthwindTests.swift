import DovetailCatalog
import DovetailEngine
import DovetailMetadata
import DovetailPostgres
import DovetailSource
import OrderedCollections
import OrderedJSON
import Testing

private let script = SampleDatabase.script("northwind_postgres.sql")

@Suite(
  "Northwind in PostgreSQL",
  .serialized,
  .enabled(
    if: script != nil,
    "the sample database or PostgreSQL is not there"
  )
)
struct NorthwindTests {
  @Test("Every table and every foreign key, both ways, can be tracked and read")
  func everything() async throws {
    let database = try await TestDatabase("dovetail_northwind", script: script ?? "")
    let test = try await TestEngine()
    try await test.addPostgres(database)
    guard
      case .relational(let facts) = try await PostgresSource(
        configuration: ["connection_info": ["database_url": .string(database.url)]],
        environment: [:]
      ).introspect()
    else {
      Issue.record("a database has tables")
      return
    }
    #expect(facts.tables.count == 14)
    try await test.trackEverything(.relational(facts))
    #expect(try await test.inconsistent() == [])

    for table in facts.tables.values {
      let name = table.name.name
      let columns = table.columns.map(\.name.value).joined(separator: " ")
      let keys = table.primaryKey?.columns.map { "{\($0): asc}" }.joined(separator: ", ") ?? ""
      let data = try await test.query(
        "{ \(name)(order_by: [\(keys)]) { \(columns) } \(name)_aggregate { aggregate { count } } }"
      )
      let count = try await database.json("SELECT count(*) FROM \(name)")
      #expect(data["\(name)_aggregate"]?["aggregate"]?["count"] == count, "\(name)")
      #expect(data[name]?.arrayValue?.count == count.intValue, "\(name)")
    }
    try await followRelationships(facts, test, database)
    await test.engine.stop()
  }

  /// Each foreign key, forward and back, must find as many rows as a join does.
  private func followRelationships(
    _ facts: RelationalFacts,
    _ test: TestEngine,
    _ database: TestDatabase
  ) async throws {
    for table in facts.tables.values {
      for key in table.foreignKeys {
        let own = table.name.name
        let target = key.referencedTable.name
        let condition = key.columns.map { "a.\($0.own) = b.\($0.referenced)" }
          .joined(separator: " AND ")
        let joined = try await database.json(
          "SELECT count(*) FROM \(own) a JOIN \(target) b ON \(condition)"
        )
        let column = key.columns.map(\.own.value).joined(separator: "_")
        let forward = column.hasSuffix("_id") ? String(column.dropLast(3)) : column + "_row"
        let there = try await test.query(
          "{ \(own)_aggregate(where: {\(forward): {}}) { aggregate { count } } }"
        )
        #expect(there["\(own)_aggregate"]?["aggregate"]?["count"] == joined, "\(key.name)")
        let back = try await test.query(
          "{ \(target) { \(own)_list_aggregate { aggregate { count } } } }"
        )
        let sum = back[target]?.arrayValue?.compactMap {
          $0["\(own)_list_aggregate"]?["aggregate"]?["count"]?.intValue
        }.reduce(0, +)
        #expect(sum == joined.intValue, "\(key.name) back")
      }
    }
  }

  @Test("Rows are found by keys of two columns")
  func compositeKeys() async throws {
    let database = try await TestDatabase("dovetail_northwind_keys", script: script ?? "")
    let test = try await TestEngine()
    try await test.addPostgres(database)
    try await test.trackEverything(
      PostgresSource(
        configuration: ["connection_info": ["database_url": .string(database.url)]],
        environment: [:]
      ).introspect()
    )
    let data = try await test.query(
      """
      { order_details_by_pk(order_id: 10248, product_id: 11) {
          quantity order { customer { company_name } } product { product_name } } }
      """
    )
    #expect(
      data["order_details_by_pk"] == [
        "quantity": 12,
        "order": ["customer": ["company_name": "Vins et alcools Chevalier"]],
        "product": ["product_name": "Queso Cabrales"],
      ]
    )
    await test.engine.stop()
  }
}
