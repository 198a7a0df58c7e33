import DovetailEngine
import DovetailMetadata
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON
import SeededRandom
import Testing

@Suite("Building only what changed")
struct IncrementalBuildTests {
  @Test(
    "After any commands, an engine shows what one shows that starts on the same metadata",
    arguments: seeds(61...64)
  )
  func sameAsAnew(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let database = GeneratedDatabase(tableCount: 4, rowCount: 8, using: &random)
    let permissions = GeneratedPermissions(database, using: &random)
    let test = try await TestEngine()
    try await test.addSQLite(script: database.script)
    let whole = database.metadata(
      schema: nil,
      permissions: [(role: "user", tables: permissions.json)]
    )
    // Whatever refers to the tables that are missing is inconsistent until they are tracked.
    let some = whole.arrayValue?.filter { _ in random.chance(0.6) } ?? []
    try await replaceTables(test, .array(some))
    try await compare(test, "the start")
    for _ in 0..<6 {
      let commands = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        command(whole, database, using: &random)
      }
      try await test.run(["type": "bulk_keep_going", "args": .array(commands)])
      try await compare(test, "\(commands)")
    }
    await test.engine.stop()
  }

  /// A random edit; it may be refused.
  private func command(
    _ tables: JSONValue,
    _ database: GeneratedDatabase,
    using random: inout SeededGenerator
  ) -> JSONValue {
    let number = Int.random(in: database.tables.indices, using: &random)
    let table = database.tables[number]
    let name = JSONValue.string(table.name)
    func command(_ type: String, _ more: [(String, JSONValue)]) -> JSONValue {
      let args: [(String, JSONValue)] = [("table", name)] + more
      return ["type": .string("sqlite_" + type), "args": .object(members: args)]
    }
    let permission = tables.arrayValue?[number]["select_permissions"]?.arrayValue?.first
    switch Int.random(in: 0...8, using: &random) {
    case 0: return command("untrack_table", [("cascade", true)])
    case 1, 2: return command("track_table", [])
    case 3:
      return command(
        "create_object_relationship",
        [("name", "parent"), ("using", ["foreign_key_constraint_on": "parent_id"])]
      )
    case 4:
      let child = database.children(of: number).first ?? number
      let other = database.tables[child].name
      return command(
        "create_array_relationship",
        [
          ("name", .string(other + "s")),
          (
            "using",
            ["foreign_key_constraint_on": ["table": .string(other), "column": "parent_id"]]
          ),
        ]
      )
    case 5: return command("drop_relationship", [("relationship", "parent"), ("cascade", true)])
    case 6:
      return command(
        "create_select_permission",
        [("role", "user"), ("permission", permission?["permission"] ?? [:])]
      )
    case 7: return command("drop_select_permission", [("role", "user")])
    default:
      let column = JSONValue.object(members: [
        ("id", ["custom_name": .string(random.chance(0.5) ? "key" : "id")] as JSONValue)
      ])
      return command(
        "set_table_customization",
        [("configuration", ["column_config": column])]
      )
    }
  }

  /// Compares schemas, answers and inconsistencies with those of an engine that starts now.
  private func compare(_ test: TestEngine, _ comment: String) async throws {
    let anew = try await TestEngine(folder: test.folder)
    let report = #"{"type": "get_inconsistent_metadata", "args": {}}"#
    // The order is that of the tables' coming, which a document does not keep.
    func problems(_ engine: TestEngine) async throws -> [String]? {
      try await engine.run(report)["inconsistent_objects"]?.arrayValue?.map(\.description).sorted()
    }
    #expect(try await problems(test) == problems(anew), "\(comment)")
    #expect(try await test.exported() == anew.exported(), "\(comment)")
    for role in ["admin", "user"] as [RoleName] {
      let session = GeneratedPermissions.session(of: role)
      let schema = try await test.query(IntrospectionQuery.standard, session: session)
      #expect(
        try await schema == anew.query(IntrospectionQuery.standard, session: session),
        "\(role) after \(comment)"
      )
      for field in StaticTypeSchema.build(introspection: schema).schema.type(named: "query_root")?
        .fields.values.map(\.name) ?? [] where !field.contains("_")
      {
        let text = "{ \(field)_aggregate { aggregate { count } nodes { __typename } } }"
        func answer(_ engine: TestEngine) async -> String {
          let response = await engine.execute(text, session: session)
          let data = response.data.map { String(decoding: $0, as: UTF8.self) }
          return "\(data ?? "nothing") \(response.errors.map(\.message))"
        }
        #expect(
          await answer(test) == answer(anew),
          "\(role): \(text) after \(comment)"
        )
      }
    }
    await anew.engine.stop()
  }

  private func replaceTables(_ test: TestEngine, _ tables: JSONValue) async throws {
    guard var metadata = try await test.exported()["metadata"]?.objectValue,
      var source = metadata["sources"]?.arrayValue?.first?.objectValue
    else { return }
    source["tables"] = tables
    metadata["sources"] = [.object(source)]
    try await test.run([
      "type": "replace_metadata", "version": 2,
      "args": ["metadata": .object(metadata), "allow_inconsistent_metadata": true],
    ])
  }
}
