import DovetailDemo
import DovetailEngine
import OrderedCollections
import OrderedJSON
import Testing

/// What keys can be in PostgreSQL: arrays, parts of `jsonb`, computed fields, values of enum tables.
@Suite("Keys in PostgreSQL")
struct PostgresKeyTests {
  private static let script = """
    CREATE TABLE parent (id integer PRIMARY KEY, ints integer[], texts text[], doc jsonb);
    INSERT INTO parent VALUES
      (1, '{3,NULL,0,3}', '{"3","4"}', '{"a": {"id": 7, "list": [3, null, "4", 3]}, "b": [[], [{"x": 2}]]}'),
      (2, '{}', '{}', '{"a": {"id": "8", "list": []}, "b": []}'),
      (3, NULL, NULL, '{"a": {"id": null, "list": null}}'),
      (4, '{-1}', '{"0"}', '{"a": {"id": 0, "list": 5}, "b": [1, {"x": 2}]}'),
      (5, '{7}', '{NULL}', '{"a": [1], "b": {"x": 4}}'),
      (6, '{2,1}', '{"2"}', '[1]'), (7, NULL, NULL, NULL);
    CREATE FUNCTION facts(p parent) RETURNS jsonb LANGUAGE sql STABLE
      AS $$ SELECT jsonb_build_object('boss', jsonb_build_object('id', p.id + 10),
        'team', jsonb_build_array(p.id, NULL, 0)) $$;
    """
  private static let target = """
    CREATE TABLE member (id integer PRIMARY KEY, name text);
    INSERT INTO member VALUES (2, 'p2'), (3, 'p3'), (4, 'p4'), (5, 'p5'), (7, 'p7'), (8, 'p8');
    """

  /// Parents in PostgreSQL; people in a service and in another database.
  private func run(
    _ name: String,
    _ body: (JoinEngine, GraphService) async throws -> Void
  ) async throws {
    let people = try People.service()
    let parents = try await PostgresDatabase("dovetail_keys_\(name)_a", script: Self.script)
    let others = try await PostgresDatabase("dovetail_keys_\(name)_b", script: Self.target)
    try await JoinEngine.run(["people": people]) { test in
      try await test.addDatabase(parents, named: "default", tables: ["parent"])
      try await test.addDatabase(others, named: "pg", tables: ["member"])
      try await body(test, people)
    }
  }

  /// Relationships by a field to each kind of target, and what they give for all rows.
  private func names(
    _ test: JoinEngine,
    by field: String,
    to targets: [String] = ["aliased", "batched", "rows"]
  ) async throws -> [JSONValue] {
    for name in targets {
      let definition =
        switch name {
        case "aliased":
          """
          {"to_remote_schema": {"remote_schema": "people", "lhs_fields": ["\(field)"],
            "remote_field": {"person": {"arguments": {"id": "$\(field)"}}}}}
          """
        case "batched":
          """
          {"to_remote_schema": {"remote_schema": "people", "lhs_fields": ["\(field)"],
            "remote_field": {"people": {"arguments": {}}},
            "batch": {"argument": "ids", "key": "id"}}}
          """
        default:
          """
          {"to_source": {"source": "pg", "table": "member", "relationship_type": "object",
            "field_mapping": {"\(field)": "id"}}}
          """
        }
      try await test.relate("parent", name, definition, kind: "pg")
    }
    let fields = targets.map { "\($0) { name }" }.joined(separator: " ")
    let data = try await test.query("{ parent(order_by: {id: asc}) { \(fields) } }")
    let rows = data["parent"]?.arrayValue ?? []
    return targets.map { target in
      .array(rows.map { Self.names(in: $0[target] ?? "missing") })
    }
  }

  /// Objects as their names.
  private static func names(in value: JSONValue) -> JSONValue {
    switch value {
    case .array(let items): .array(items.map { names(in: $0) })
    case .object: value["name"] ?? .null
    default: value
    }
  }

  @Test(
    "An array column is a list of keys, of whatever type it is",
    arguments: [
      (
        "ints",
        [["p3", .null, .null, "p3"], [], .null, [.null], ["p7"], ["p2", "p1"], .null]
      ),
      ("texts", [["p3", "p4"], [], .null, [.null], [.null], ["p2"], .null]),
    ] as [(String, JSONValue)]
  )
  func arrays(column: String, expected: JSONValue) async throws {
    try await run("arrays_\(column)") { test, people in
      let found = try await names(test, by: column)
      #expect(found[0] == expected)
      #expect(found[1] == expected)
      // The table does not have everybody whom the service knows.
      let rows = expected.arrayValue?.map { row in
        row.arrayValue.map { .array($0.map { $0 == "p1" ? .null : $0 }) } ?? row
      }
      #expect(found[2] == rows.map { .array($0) })
      #expect(people.requests.count == 2)
      let ids = people.requests.compactMap { $0.variables["keys"]?.arrayValue }.first ?? []
      #expect(Set(ids.compactMap(\.intValue)).count == ids.count, "each is asked for once")
    }
  }

  @Test("A list in jsonb, with numbers and texts; what is no list is one key")
  func lists() async throws {
    try await run("lists") { test, people in
      let expected: JSONValue = [
        ["p3", .null, "p4", "p3"], [], .null, ["p5"], .null, .null, .null,
      ]
      let found = try await names(test, by: "doc.a.list[]")
      #expect(found == [expected, expected, expected])
      #expect(people.requests.count == 2)
    }
  }

  @Test("Paths in jsonb: numbers or texts; null, missing and other shapes are no key")
  func paths() async throws {
    try await run("paths") { test, people in
      let expected: JSONValue = ["p7", "p8", .null, .null, .null, .null, .null]
      #expect(try await names(test, by: "doc.a.id") == [expected, expected, expected])
      let deep: JSONValue = ["p2", .null, .null, .null, .null, .null, .null]
      #expect(try await names(test, by: "doc.b[1][0].x") == [deep, deep, deep])
      let data = try await test.query(
        "{ parent(order_by: {id: asc}, limit: 1) { doc(path: \"$.a.id\") aliased { id } doc2: doc } }"
      )
      #expect(data["parent"]?.arrayValue?.first?["aliased"] == ["id": 2])
      #expect(data["parent"]?.arrayValue?.first?["doc"] == 7)
    }
  }

  @Test("Values that are no key of the other side cost an error and their own positions")
  func wrongShape() async throws {
    try await run("shape") { test, people in
      for (name, target) in [
        (
          "aliased",
          #""to_remote_schema": {"remote_schema": "people", "lhs_fields": ["doc.a"],"#
            + #""remote_field": {"person": {"arguments": {"id": "$doc.a"}}}}"#
        ),
        (
          "rows",
          #""to_source": {"source": "pg", "table": "member", "relationship_type": "object","#
            + #""field_mapping": {"doc.a": "id"}}"#
        ),
      ] {
        try await test.relate("parent", name, "{\(target)}", kind: "pg")
        let response = await test.execute("{ parent(order_by: {id: asc}) { id \(name) { name } } }")
        let data = try JSONValue(parsing: try #require(response.data))
        let rows = data["parent"]?.arrayValue ?? []
        #expect(rows.count == 7)
        #expect(rows.allSatisfy { $0[name] == .null }, "\(name)")
        #expect(response.errors.count == 1, "\(name): \(response.errors)")
        #expect(response.errors.first?.responsePath == ["parent", 0, .string(name)])
      }
    }
  }

  @Test("Computed fields that give JSON have parts, too")
  func computed() async throws {
    try await run("computed") { test, _ in
      try await test.run(
        "pg_add_computed_field",
        ["table": "parent", "name": "facts", "definition": ["function": "facts"]]
      )
      let bosses = JSONValue.array((11...17).map { .string("p\($0)") })
      #expect(try await names(test, by: "facts.boss.id", to: ["aliased"]) == [bosses])
      let teams = JSONValue.array((1...7).map { [.string("p\($0)"), .null, .null] })
      #expect(try await names(test, by: "facts.team[]", to: ["batched"]) == [teams])
      let rows: JSONValue = [
        [.null, .null, .null], ["p2", .null, .null], ["p3", .null, .null], ["p4", .null, .null],
        ["p5", .null, .null], [.null, .null, .null], ["p7", .null, .null],
      ]
      #expect(try await names(test, by: "facts.team[]", to: ["rows"]) == [rows])
    }
  }
}
