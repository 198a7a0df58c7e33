import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SeededRandom
import Testing

@Suite(
  "Random mutations",
  .serialized
)
struct MutationEquivalenceTests {
  @Test(
    "Mutations leave the rows in both databases that independent SQL leaves",
    arguments: seeds(31...34)
  )
  func administrator(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let database = GeneratedDatabase(tableCount: 3, rowCount: 14, using: &random)
    try await compare(database, nil, role: .admin, name: "dovetail_write_\(seed)", using: &random)
  }

  @Test(
    "A role's mutations touch what its filters show, pass its checks, and set its presets",
    arguments: seeds(41...45)
  )
  func role(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let database = GeneratedDatabase(tableCount: 3, rowCount: 14, using: &random)
    let permissions = GeneratedWritePermissions(database, using: &random)
    try await compare(
      database,
      permissions,
      role: "user",
      name: "dovetail_write_\(seed)",
      using: &random
    )
  }

  private func compare(
    _ database: GeneratedDatabase,
    _ permissions: GeneratedWritePermissions?,
    role: RoleName,
    name: String,
    using random: inout SeededGenerator
  ) async throws {
    let views = GeneratedPermissions.views(
      schema: "visible",
      of: permissions.map { [$0.reading] } ?? [],
      base: "oracle",
      areLive: true
    )
    let postgres = try await TestDatabase(
      name,
      script: database.script + "\nCREATE SCHEMA oracle; SET search_path = oracle;\n"
        + database.script + views
    )
    let onPostgres = try await TestEngine()
    try await onPostgres.addPostgres(postgres)
    let onSQLite = try await TestEngine()
    try await onSQLite.addSQLite(script: database.script)
    for (engine, schema) in [(onPostgres, "public"), (onSQLite, nil)] {
      let tables = database.metadata(schema: schema)
      try await engine.replaceTables(permissions?.adding(to: tables) ?? tables)
    }
    let session = GeneratedWritePermissions.session(of: role)
    let visible = permissions?.reading.visible ?? VisibleTables(all: database)
    var outcomes = (done: 0, refused: 0)
    for _ in 0..<rounds(50) {
      let mutation = GeneratedMutation.random(in: visible, permissions, using: &random)
      let text = mutation.text(database)
      let variables = mutation.variables(database)
      let comment = "\(text) with \(JSONValue.object(variables))"
      let expected = try? await postgres.write(
        mutation.sql(database, schema: "oracle", permissions)
      )
      for engine in [onPostgres, onSQLite] {
        let response = await engine.execute(text, variables: variables, session: session)
        let data = try response.data.map { try JSONValue(parsing: $0) }?["answer"]
        let ids = data?["returning"]?.arrayValue?.compactMap { $0["id"]?.intValue }.sorted()
        #expect(ids == expected?.arrayValue?.compactMap(\.intValue), "\(comment)")
        #expect(data?["affected_rows"]?.intValue == expected?.arrayValue?.count, "\(comment)")
      }
      if expected == nil { outcomes.refused += 1 } else if expected != [] { outcomes.done += 1 }
      guard try await haveSameRows(database, postgres, onSQLite, comment) else { return }
    }
    #expect(
      outcomes.done > 5 && outcomes.done + outcomes.refused > 8,
      "almost nothing was written: the test shows little"
    )
    await onPostgres.engine.stop()
    await onSQLite.engine.stop()
  }

  /// Whether all tables hold the rows that the independent SQL made.
  private func haveSameRows(
    _ database: GeneratedDatabase,
    _ postgres: TestDatabase,
    _ sqlite: TestEngine,
    _ comment: String
  ) async throws -> Bool {
    for table in database.tables {
      func rows(_ schema: String) async throws -> JSONValue {
        comparable(
          try await postgres.json(
            "SELECT coalesce(json_agg(t ORDER BY id), '[]') FROM \(schema).\(table.name) AS t"
          )
        )
      }
      let expected = try await rows("oracle")
      let inPostgres = try await rows("public")
      let columns = VisibleTables.allColumns(of: table).map(\.name).joined(separator: " ")
      let inSQLite = comparable(
        try await sqlite.query("{ \(table.name)(order_by: {id: asc}) { \(columns) } }")
      )[table.name]
      #expect(inPostgres == expected, "\(table.name) in PostgreSQL after \(comment)")
      #expect(inSQLite == expected, "\(table.name) in SQLite after \(comment)")
      if inPostgres != expected || inSQLite != expected { return false }
    }
    return true
  }
}
