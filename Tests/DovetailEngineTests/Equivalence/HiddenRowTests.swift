import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SeededRandom
import Testing

/// Every row has a mark of its own; no answer to a role may hold the mark of a row that it may not
/// read, whatever way the answer was asked for.
@Suite(
  "Hidden rows",
  .serialized
)
struct HiddenRowTests {
  @Test(
    "A hidden row shows by no path, and cannot be guessed by filters",
    arguments: seeds(51...54)
  )
  func paths(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let near = GeneratedDatabase(
      tableCount: 3,
      rowCount: 12,
      prefix: "t",
      isMarked: true,
      using: &random
    )
    let far = GeneratedDatabase(
      tableCount: 3,
      rowCount: 12,
      prefix: "o",
      isMarked: true,
      using: &random
    )
    let permissions = GeneratedPermissions(near, hidesColumns: false, using: &random)
    let farPermissions = GeneratedPermissions(far, hidesColumns: false, using: &random)
    let postgres = try await TestDatabase(
      "dovetail_hidden_\(seed)",
      script: near.script + far.script + functions(of: near)
        + GeneratedPermissions.views(schema: "visible", of: [permissions])
        + GeneratedPermissions.views(schema: "far", of: [farPermissions])
    )
    let test = try await TestEngine()
    try await test.addPostgres(postgres)
    try await test.addSQLite("other", script: far.script)
    try await track(test, near, permissions, far, farPermissions)

    let nearMarks = try await marks(postgres, near, "visible")
    let allowed = try await nearMarks.union(marks(postgres, far, "far"))
    let all = try await marks(postgres, near, "public").union(marks(postgres, far, "public"))
    #expect(!allowed.isEmpty && allowed.count < all.count, "nothing is hidden, or everything is")
    let session = GeneratedPermissions.session(of: "user")
    var shown: Set<String> = []
    for text in near.tables.indices.flatMap({ queries(near, $0) }) {
      let found = try await answer(test, text, session)
      #expect(found.isSubset(of: allowed), "\(text) shows \(found.subtracting(allowed))")
      shown.formUnion(found)
    }
    #expect(shown.isSuperset(of: nearMarks), "not every path was walked")
    #expect(shown.contains { $0.hasPrefix("mark-o") }, "the joins show nothing")
    // Nobody hides anything from an administrator, so the paths are right.
    for text in near.tables.indices.flatMap({ queries(near, $0) }) {
      let response = await test.execute(text)
      #expect(response.errors.isEmpty, "\(text): \(response.errors)")
    }
    try await guess(test, near, hidden: all.subtracting(allowed), session)
    try await write(test, near, allowed: allowed, hidden: all.subtracting(allowed), session)
    await test.engine.stop()
  }

  // MARK: Paths

  /// Reads of a table by every path; the fields are spelled so that each shows marks.
  private func queries(_ database: GeneratedDatabase, _ number: Int) -> [String] {
    let name = database.tables[number].name
    let inner = ["mark"] + related(database, number)
    let row = inner.joined(separator: " ")
    let aggregate = "aggregate { count max { mark } min { mark } } nodes { \(row) }"
    var queries = [
      "{ \(name) { \(row) } }",
      "{ \(name)(distinct_on: mark, order_by: {mark: desc}, offset: 1) { mark } }",
      "{ \(name)_aggregate { \(aggregate) } }",
      "{ \(name)_aggregate(order_by: {mark: desc}, limit: 2) { \(aggregate) } }",
      "{ all_\(name) { \(row) } all_\(name)_aggregate { \(aggregate) } }",
      "query { \(name)(where: {kin: {}}) { mark } }",
    ]
    for row in database.tables[number].rows {
      guard case .integer(let id)? = row.first else { continue }
      queries.append("{ \(name)_by_pk(id: \(id)) { \(inner.joined(separator: " ")) } }")
    }
    return queries
  }

  /// The fields of a row that show marks of other rows.
  func related(_ database: GeneratedDatabase, _ number: Int) -> [String] {
    var fields = ["kin { mark }", "elsewhere { mark }"]
    if database.tables[number].parent != nil { fields.append("parent { mark }") }
    for child in database.children(of: number) {
      let list = database.tables[child].name + "s"
      fields.append("\(list) { mark parent { mark } }")
      fields.append("\(list)_aggregate { aggregate { max { mark } min { mark } } nodes { mark } }")
    }
    return fields
  }

  /// Filters that would tell by a row's coming that a related hidden row has a mark.
  private func guess(
    _ test: TestEngine,
    _ database: GeneratedDatabase,
    hidden: Set<String>,
    _ session: Session
  ) async throws {
    for number in database.tables.indices {
      let name = database.tables[number].name
      for mark in hidden where mark.hasPrefix("mark-\(name)-") {
        let own = "{mark: {_eq: \"\(mark)\"}}"
        var queries = [
          "{ \(name)(where: \(own)) { id } }", "{ all_\(name)(where: \(own)) { id } }",
          "{ \(name)(where: {kin: \(own)}) { id } }",
        ]
        for child in database.children(of: number) {
          queries.append("{ \(database.tables[child].name)(where: {parent: \(own)}) { id } }")
        }
        if let parent = database.tables[number].parent {
          let other = database.tables[parent].name
          queries += [
            "{ \(other)(where: {\(name)s: \(own)}) { id } }",
            "{ \(other)(where: {\(name)s_aggregate: "
              + "{count: {filter: \(own), predicate: {_gt: 0}}}}) { id } }",
          ]
        }
        for text in queries {
          let data = try await test.query(text, session: session)
          #expect(data.members.allSatisfy { $0.value == [] }, "\(text) tells of a hidden row")
        }
      }
    }
  }

  /// The marks in an answer.
  func answer(
    _ test: TestEngine,
    _ text: String,
    _ session: Session
  ) async throws -> Set<String> {
    let response = await test.execute(text, session: session)
    #expect(response.errors.isEmpty, "\(text): \(response.errors)")
    var found: Set<String> = []
    for part in String(decoding: response.data ?? [], as: UTF8.self).split(separator: "\"")
    where part.hasPrefix("mark-") {
      found.insert(String(part))
    }
    return found
  }

  private func marks(
    _ postgres: TestDatabase,
    _ database: GeneratedDatabase,
    _ schema: String
  ) async throws -> Set<String> {
    let tables = database.tables.map { "SELECT mark FROM \(schema).\($0.name)" }
    let list = try await postgres.json(
      "SELECT coalesce(json_agg(mark), '[]') FROM (\(tables.joined(separator: " UNION "))) AS m"
    )
    return Set(list.arrayValue?.compactMap(\.stringValue) ?? [])
  }

  // MARK: Metadata

  /// A function that gives all rows of each table, and one that gives the rows beside a row.
  private func functions(of database: GeneratedDatabase) -> String {
    database.tables.map { table in
      """
      CREATE FUNCTION all_\(table.name)() RETURNS SETOF \(table.name) LANGUAGE sql STABLE
        AS 'SELECT * FROM \(table.name)';
      CREATE FUNCTION kin_\(table.name)(r \(table.name)) RETURNS SETOF \(table.name)
        LANGUAGE sql STABLE AS 'SELECT * FROM \(table.name) AS k WHERE abs(k.id - r.id) < 2';
      """
    }.joined(separator: "\n")
  }

  private func track(
    _ test: TestEngine,
    _ near: GeneratedDatabase,
    _ permissions: GeneratedPermissions,
    _ far: GeneratedDatabase,
    _ farPermissions: GeneratedPermissions
  ) async throws {
    guard var metadata = try await test.exported()["metadata"]?.objectValue,
      var sources = metadata["sources"]?.arrayValue?.compactMap(\.objectValue),
      let first = sources.firstIndex(where: { $0["name"] == "default" }),
      let second = sources.firstIndex(where: { $0["name"] == "other" })
    else {
      Issue.record("metadata lacks a source")
      return
    }
    sources[first]["tables"] = near.metadata(
      schema: "public",
      permissions: [(role: "user", tables: permissions.json)]
    )
    sources[second]["tables"] = far.metadata(
      schema: nil,
      permissions: [(role: "user", tables: farPermissions.json)]
    )
    metadata["sources"] = .array(sources.map { .object($0) })
    try await test.run(
      ["type": "replace_metadata", "version": 2, "args": ["metadata": .object(metadata)]])
    for (number, table) in near.tables.enumerated() {
      let name = JSONValue.string(table.name)
      try await test.run([
        "type": "pg_track_function", "args": ["function": .string("all_" + table.name)],
      ])
      try await test.run([
        "type": "pg_add_computed_field",
        "args": [
          "table": name, "name": "kin",
          "definition": ["function": .string("kin_" + table.name)],
        ],
      ])
      try await test.run([
        "type": "pg_create_remote_relationship",
        "args": [
          "table": name, "name": "elsewhere",
          "definition": [
            "to_source": [
              "source": "other", "table": .string(far.tables[number].name),
              "relationship_type": "array", "field_mapping": ["id": "id"],
            ]
          ],
        ],
      ])
    }
  }
}
