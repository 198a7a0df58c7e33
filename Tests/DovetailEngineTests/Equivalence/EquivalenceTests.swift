import DovetailEngine
import OrderedCollections
import OrderedJSON
import Testing

@Suite(
  "Random queries",
  .serialized,
  .enabled(if: TestDatabase.isAvailable, "there is no PostgreSQL server")
)
struct EquivalenceTests {
  @Test(
    "SQLite, PostgreSQL and independent SQL agree on where, order, window and nesting",
    arguments: 1...4 as ClosedRange<UInt64>
  )
  func administratorsAnswers(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let database = GeneratedDatabase(tableCount: 4, rowCount: 14, using: &random)
    let postgres = try await TestDatabase("dovetail_equal_\(seed)", script: database.script)
    let onPostgres = try await TestEngine()
    try await onPostgres.addPostgres(postgres)
    try await onPostgres.replaceTables(database.metadata(schema: "public"))
    let onSQLite = try await TestEngine()
    try await onSQLite.addSQLite(script: database.script)
    try await onSQLite.replaceTables(database.metadata(schema: nil))

    let visible = VisibleTables(all: database)
    var filled = 0
    for _ in 0..<40 {
      let query = GeneratedQuery(visible: visible, using: &random)
      let name = database.tables[query.table].name
      let expected = comparable(try await postgres.json(query.sql(schema: "public")))
      for engine in [onPostgres, onSQLite] {
        let answer = try await engine.query(query.text, variables: query.variables)
        let data = comparable(answer)
        #expect(data == expected, "\(query.text) with \(JSONValue.object(query.variables))")
        if data != expected { return }
      }
      if expected[name] != [] { filled += 1 }
    }
    #expect(filled > 2, "most answers are empty: the test shows little")
    await onPostgres.engine.stop()
    await onSQLite.engine.stop()
  }

  @Test(
    "A role's answers are those of views that its permissions define",
    arguments: 11...14 as ClosedRange<UInt64>
  )
  func rolesAnswers(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let database = GeneratedDatabase(tableCount: 4, rowCount: 14, using: &random)
    let permissions = GeneratedPermissions(database, using: &random)
    let postgres = try await TestDatabase(
      "dovetail_role_\(seed)",
      script: database.script + permissions.views(schema: "visible")
    )
    let onPostgres = try await TestEngine()
    try await onPostgres.addPostgres(postgres)
    try await onPostgres.replaceTables(
      database.metadata(schema: "public", permissions: permissions.json)
    )
    let onSQLite = try await TestEngine()
    try await onSQLite.addSQLite(script: database.script)
    try await onSQLite.replaceTables(
      database.metadata(schema: nil, permissions: permissions.json)
    )

    var filled = 0
    for _ in 0..<40 {
      let query = GeneratedQuery(visible: permissions.visible, using: &random)
      let name = database.tables[query.table].name
      let expected = comparable(try await postgres.json(query.sql(schema: "visible")))
      for engine in [onPostgres, onSQLite] {
        let answer = try await engine.query(
          query.text,
          variables: query.variables,
          session: permissions.session
        )
        let data = comparable(answer)
        #expect(data == expected, "\(query.text) with \(JSONValue.object(query.variables))")
        if data != expected { return }
      }
      if expected[name] != [] { filled += 1 }
    }
    #expect(filled > 2, "most answers are empty: the test shows little")
    for text in permissions.forbiddenQueries {
      for engine in [onPostgres, onSQLite] {
        let error = await engine.failure(text, session: permissions.session)
        #expect(error?.code == "validation-failed", "\(text)")
        #expect(await engine.failure(text) == nil, "\(text) is wrong for anybody")
      }
    }
    await onPostgres.engine.stop()
    await onSQLite.engine.stop()
  }
}

extension TestEngine {
  /// Puts the tables into the metadata of the source `default`.
  func replaceTables(_ tables: JSONValue) async throws {
    guard var metadata = try await exported()["metadata"]?.objectValue,
      var source = metadata["sources"]?.arrayValue?.first?.objectValue
    else { return }
    source["tables"] = tables
    metadata["sources"] = [.object(source)]
    try await run(
      [
        "type": "replace_metadata", "version": 2,
        "args": ["metadata": .object(metadata)],
      ])
  }
}
