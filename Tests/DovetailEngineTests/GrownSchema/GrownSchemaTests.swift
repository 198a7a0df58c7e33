import DovetailCatalog
import DovetailEngine
import DovetailMetadata
import DovetailPostgres
import DovetailSQLite
import DovetailSource
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Grown databases", .serialized)
struct GrownSchemaTests {
  @Test(
    "One command tracks all of PostgreSQL's, and everything in the schema can be read and written"
  )
  func postgres() async throws {
    let database = try await TestDatabase(
      "dovetail_grown",
      script: try GrownSchema.script("postgres")
    )
    let test = try await TestEngine()
    try await test.addPostgres(database)
    let source = try PostgresSource(
      configuration: ["connection_info": ["database_url": .string(database.url)]],
      environment: [:]
    )
    guard case .relational(let facts) = try await source.introspect() else {
      Issue.record("a database has tables")
      return
    }
    await source.close()
    #expect(facts.tables.count > 80)
    try await test.run(GrownSchema.tracking(facts, prefix: "pg"))
    try await trackFunctions(facts, test)
    #expect(try await test.inconsistent() == [])

    let walk = try await SchemaWalk(test)
    // Seven tables have names or columns that GraphQL cannot spell.
    #expect(walk.lists.filter { !$0.name.hasSuffix("_aggregate") }.count > 75)
    try await everything(walk)
    await test.engine.stop()
  }

  @Test("One command tracks all of SQLite's, and everything in the schema can be read and written")
  func sqlite() async throws {
    let test = try await TestEngine()
    try await test.addSQLite(script: try GrownSchema.script("sqlite"))
    let source = try SQLiteSource(
      configuration: ["database": .string(test.folder.file("default.db"))],
      environment: [:]
    )
    guard case .relational(let facts) = try await source.introspect() else {
      Issue.record("a database has tables")
      return
    }
    await source.close()
    try await test.run(GrownSchema.tracking(facts, prefix: "sqlite"))
    #expect(try await test.inconsistent() == [])
    // SQLite does not tell which rows of a virtual table are new.
    try await everything(try await SchemaWalk(test), reading: ["docs", "boxes"])
    await test.engine.stop()
  }

  /// Those functions that the contract lets be tracked are; the others are refused with a reason.
  private func trackFunctions(_ facts: RelationalFacts, _ test: TestEngine) async throws {
    let functions = facts.functions.keys.sorted { "\($0)" < "\($1)" }
    let answer = try await test.run([
      "type": "bulk_keep_going",
      "args": .array(
        functions.map {
          ["type": "pg_track_function", "args": ["source": "default", "function": $0.json]]
        }
      ),
    ])
    let refused = zip(functions, answer.arrayValue ?? []).filter { $0.1["error"] != nil }
      .map { $0.0.name }
    #expect(
      refused.sorted() == [
        "Find Orders", "accounts_of", "full_name", "one_scalar", "out_result", "overloaded",
        "table_result", "variadic_f",
      ]
    )
    for name in ["full_name", "reports"] {
      try await test.run([
        "type": "pg_add_computed_field",
        "args": [
          "table": "person", "name": .string(name), "definition": ["function": .string(name)],
        ],
      ])
    }
  }

  private func everything(
    _ walk: SchemaWalk,
    reading onlyRead: Set<String> = []
  ) async throws {
    var replaced = 0
    for list in walk.lists where !list.name.hasSuffix("_aggregate") {
      do {
        try await walk.read(list)
        let rows = try await walk.rows(of: list)
        try await walk.findByValues(list, rows)
        try await walk.rewrite(list, rows)
        if !onlyRead.contains(list.name), try await walk.replace(list, rows) { replaced += 1 }
        #expect(try await walk.rows(of: list).count == rows.count, "\(list.name)")
      } catch {
        Issue.record("\(list.name): \(error)")
      }
    }
    #expect(replaced > 10, "almost no rows could be replaced: the test shows little")
  }
}
