import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SeededRandom
import Testing

@Suite(
  "Random queries",
  .serialized
)
struct EquivalenceTests {
  @Test(
    "SQLite, PostgreSQL and independent SQL agree on where, order, window and nesting",
    arguments: seeds(1...4)
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
    for _ in 0..<rounds(40) {
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
    "A role's answers are those on a database that holds what its permissions show",
    arguments: seeds(11...14)
  )
  func rolesAnswers(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let database = GeneratedDatabase(tableCount: 4, rowCount: 14, using: &random)
    let permissions = GeneratedPermissions(database, using: &random)
    try await compare(
      database,
      [permissions],
      permissions.visible,
      role: "user",
      name: "dovetail_role_\(seed)",
      forbidden: permissions.forbiddenQueries,
      using: &random
    )
  }

  @Test(
    "An inherited role's answers are those on a database that holds what its parents show",
    arguments: seeds(21...24)
  )
  func inheritedAnswers(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let database = GeneratedDatabase(tableCount: 4, rowCount: 14, using: &random)
    let one = GeneratedPermissions(database, using: &random)
    let other = GeneratedPermissions(database, using: &random)
    try await compare(
      database,
      [one, other],
      one.visible(with: other),
      role: "both",
      name: "dovetail_both_\(seed)",
      forbidden: [],
      using: &random
    )
  }

  @Test(
    "A role that inherits from an inherited role sees what all below it see",
    arguments: seeds(61...63)
  )
  func inheritedTwice(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let database = GeneratedDatabase(tableCount: 3, rowCount: 14, using: &random)
    let parents = (0..<3).map { _ in GeneratedPermissions(database, using: &random) }
    try await compare(
      database,
      parents,
      parents[0].visible(with: parents[1].visible(with: parents[2])),
      role: "all",
      name: "dovetail_all_\(seed)",
      forbidden: [],
      using: &random
    )
  }

  /// Compares a role's answers with those on a database of what it sees; the roles `user`, `user1` …
  /// have the permissions, `both` inherits from the first two, and `all` from `both` and the others.
  private func compare(
    _ database: GeneratedDatabase,
    _ permissions: [GeneratedPermissions],
    _ visible: VisibleTables,
    role: RoleName,
    name: String,
    forbidden: [String],
    using random: inout SeededGenerator
  ) async throws {
    let postgres = try await TestDatabase(
      name,
      script: database.script
        + GeneratedPermissions.views(schema: "visible", of: permissions)
    )
    let roles = permissions.enumerated().map { number, permission in
      (role: number == 0 ? "user" : "user\(number)", tables: permission.json)
    }
    let both = roles.prefix(2).map { JSONValue.string($0.role) }
    let all: [JSONValue] = ["both"] + roles.dropFirst(2).map { JSONValue.string($0.role) }
    let onPostgres = try await TestEngine()
    try await onPostgres.addPostgres(postgres)
    let onSQLite = try await TestEngine()
    try await onSQLite.addSQLite(script: database.script)
    for (engine, schema) in [(onPostgres, "public"), (onSQLite, nil)] {
      try await engine.replaceTables(database.metadata(schema: schema, permissions: roles))
      for (name, parents) in [("both", both), ("all", all)] {
        try await engine.run([
          "type": "add_inherited_role",
          "args": ["role_name": .string(name), "role_set": .array(parents)],
        ])
      }
    }

    let session = GeneratedPermissions.session(of: role)
    var filled = 0
    for _ in 0..<rounds(40) {
      let query = GeneratedQuery(visible: visible, using: &random)
      let expected = comparable(try await postgres.json(query.sql(schema: "visible")))
      for engine in [onPostgres, onSQLite] {
        let data = comparable(
          try await engine.query(query.text, variables: query.variables, session: session)
        )
        #expect(data == expected, "\(query.text) with \(JSONValue.object(query.variables))")
        if data != expected { return }
      }
      if expected[database.tables[query.table].name] != [] { filled += 1 }
    }
    #expect(filled > 2, "most answers are empty: the test shows little")
    for text in forbidden {
      for engine in [onPostgres, onSQLite] {
        let error = await engine.failure(text, session: session)
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
    else {
      Issue.record("metadata lacks the source")
      return
    }
    source["tables"] = tables
    metadata["sources"] = [.object(source)]
    try await run(
      [
        "type": "replace_metadata", "version": 2,
        "args": ["metadata": .object(metadata)],
      ])
  }
}
