import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite(
  "Inherited roles",
  .serialized
)
struct InheritedRoleTests {
  private let test: TestEngine

  /// `a` sees rows 1 and 2 with all columns, `b` rows 2 and 3 with names only.
  init() async throws {
    let database = try await TestDatabase(
      "dovetail_inherited",
      script: """
        CREATE TABLE person (id integer PRIMARY KEY, name text NOT NULL, age integer NOT NULL);
        INSERT INTO person VALUES (1, 'Ann', 30), (2, 'Bob', 20), (3, 'Cid', 10), (4, 'Dan', 5);
        CREATE FUNCTION shout(p person) RETURNS text LANGUAGE sql STABLE AS
          $$ SELECT upper(p.name) $$;
        """
    )
    test = try await TestEngine()
    try await test.addPostgres(database)
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "pg_track_table", "args": {"table": "person"}},
        {"type": "pg_add_computed_field", "args": {"table": "person", "name": "shout",
          "definition": {"function": "shout"}}},
        {"type": "pg_create_select_permission", "args": {"table": "person", "role": "a",
          "permission": {"columns": ["id", "name", "age"], "computed_fields": ["shout"],
            "filter": {"id": {"_lte": 2}}, "allow_aggregations": true}}},
        {"type": "pg_create_select_permission", "args": {"table": "person", "role": "b",
          "permission": {"columns": ["id", "name"], "filter": {"id": {"_in": [2, 3]}}}}},
        {"type": "add_inherited_role", "args": {"role_name": "both", "role_set": ["a", "b"]}}]}
      """
    )
  }

  private func rows(_ text: String, role: RoleName = "both") async throws -> JSONValue? {
    try await test.query(text, session: Session(role: role))["person"]
  }

  @Test("Rows of any parent show; cells only where a parent that sees them shows the row")
  func cells() async throws {
    #expect(
      try await rows("{ person(order_by: {id: asc}) { id name age shout } }") == [
        ["id": 1, "name": "Ann", "age": 30, "shout": "ANN"],
        ["id": 2, "name": "Bob", "age": 20, "shout": "BOB"],
        ["id": 3, "name": "Cid", "age": nil, "shout": nil],
      ]
    )
  }

  @Test("Hidden cells are null for filters, orders and aggregates, too")
  func hiddenUses() async throws {
    let hidden: JSONValue = [["id": 3]]
    #expect(try await rows("{ person(where: {age: {_eq: 10}}) { id } }") == [])
    #expect(try await rows("{ person(where: {age: {_is_null: true}}) { id } }") == hidden)
    #expect(try await rows("{ person(where: {shout: {_eq: \"CID\"}}) { id } }") == [])
    #expect(try await rows("{ person(where: {shout: {_is_null: true}}) { id } }") == hidden)
    let last: JSONValue = [["id": 2], ["id": 1], ["id": 3]]
    #expect(try await rows("{ person(order_by: {age: asc}) { id } }") == last)
    #expect(
      try await rows("{ person(order_by: {shout: asc}) { id } }")
        == [["id": 1], ["id": 2], ["id": 3]]
    )
    #expect(
      try await test.query(
        "{ person_aggregate { aggregate { count min { age } } } }",
        session: Session(role: "both")
      )
        == ["person_aggregate": ["aggregate": ["count": 3, "min": ["age": 20]]]]
    )
  }

  @Test("A conditional column is nullable in the role's schema")
  func nullability() async throws {
    let text = "{ __type(name: \"person\") { fields { name type { kind } } } }"
    let fields = try await test.query(text, session: Session(role: "both"))["__type"]?["fields"]
    let kinds = Dictionary(
      uniqueKeysWithValues: (fields?.arrayValue ?? []).map {
        ($0["name"]?.stringValue ?? "", $0["type"]?["kind"]?.stringValue ?? "")
      }
    )
    #expect(kinds == ["id": "NON_NULL", "name": "NON_NULL", "age": "SCALAR", "shout": "SCALAR"])
  }

  @Test("An inherited role's own permission hides its parents', also from roles above it")
  func ownPermission() async throws {
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "add_inherited_role", "args": {"role_name": "mine", "role_set": ["a", "b"]}},
        {"type": "pg_create_select_permission", "args": {"table": "person", "role": "mine",
          "permission": {"columns": ["id"], "filter": {"id": {"_eq": 4}}}}},
        {"type": "add_inherited_role", "args": {"role_name": "top", "role_set": ["mine"]}}]}
      """
    )
    for role in ["mine", "top"] as [RoleName] {
      #expect(try await rows("{ person { id } }", role: role) == [["id": 4]])
      let error = await test.failure("{ person { name } }", session: Session(role: role))
      #expect(error?.message == "field 'name' not found in type: 'person'")
    }
  }

  @Test("Own write permissions hide those of the parents, also from roles above")
  func ownWritePermission() async throws {
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "pg_create_delete_permission", "args": {"table": "person", "role": "a",
          "permission": {"filter": {"id": {"_lte": 2}}}}},
        {"type": "add_inherited_role", "args": {"role_name": "mine", "role_set": ["a", "b"]}},
        {"type": "pg_create_delete_permission", "args": {"table": "person", "role": "mine",
          "permission": {"filter": {"id": {"_eq": 4}}}}},
        {"type": "add_inherited_role", "args": {"role_name": "top", "role_set": ["mine"]}}]}
      """
    )
    let text = "mutation { delete_person(where: {}) { affected_rows returning { id } } }"
    let answer = try await test.query(text, session: Session(role: "top"))
    #expect(
      answer == ["delete_person": ["affected_rows": 1, "returning": [["id": 4]]]]
    )
    #expect(
      try await test.query(text, session: Session(role: "both"))["delete_person"]?["affected_rows"]
        == 2
    )
  }

  @Test("Parents that disagree give nothing, nor do roles above them")
  func disagreement() async throws {
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "pg_create_delete_permission", "args": {"table": "person", "role": "a",
          "permission": {"filter": {"id": {"_lte": 2}}}}},
        {"type": "pg_create_delete_permission", "args": {"table": "person", "role": "b",
          "permission": {"filter": {"id": {"_lte": 3}}}}},
        {"type": "add_inherited_role", "args": {"role_name": "top", "role_set": ["both", "a"]}}]}
      """
    )
    for role in ["both", "top"] as [RoleName] {
      let error = await test.failure(
        "mutation { delete_person(where: {}) { affected_rows } }",
        session: Session(role: role)
      )
      #expect(error?.message == "no mutations exist")
    }
    #expect(try await test.inconsistent() == ["both", "top"])
    let report = try await test.run(#"{"type": "get_inconsistent_metadata", "args": {}}"#)
    #expect(
      report["inconsistent_objects"]?.arrayValue?.first?["entity"] == [
        "table": ["name": "person", "schema": "public"], "source": "default",
        "permission_type": "delete",
      ]
    )
  }

  @Test("What a role writes shows it no cell that it may not see")
  func returning() async throws {
    try await test.run(
      """
      {"type": "pg_create_update_permission", "args": {"table": "person", "role": "a",
        "permission": {"columns": ["name"], "filter": {}}}}
      """
    )
    let answer = try await test.query(
      """
      mutation { update_person(where: {id: {_gte: 2}}, _set: {name: "x"})
        { returning { id name age shout } } }
      """,
      session: Session(role: "both")
    )
    let rows = answer["update_person"]?["returning"]?.arrayValue?.sorted {
      ($0["id"]?.intValue ?? 0) < ($1["id"]?.intValue ?? 0)
    }
    // Rows 3 and 4 are not those of `a`, who alone sees ages; row 4 is nobody's.
    #expect(
      rows == [
        ["id": 2, "name": "x", "age": 20, "shout": "X"],
        ["id": 3, "name": "x", "age": nil, "shout": nil],
        ["id": 4, "name": "x", "age": nil, "shout": nil],
      ]
    )
  }

  @Test("Roles inherit only from roles that exist, and not from themselves")
  func parents() async throws {
    let missing = try await test.error(
      """
      {"type": "add_inherited_role", "args": {"role_name": "c", "role_set": ["a", "x", "y"]}}
      """
    )
    #expect(missing?.code == "invalid-configuration")
    let reason =
      "the following parent role(s) are not found: \"x\", \"y\" which are required to construct "
      + "the inherited role: \"c\""
    #expect(missing?.message == "Inconsistent object: " + reason)

    guard var metadata = try await test.exported()["metadata"]?.objectValue else { return }
    metadata["inherited_roles"] = [
      ["role_name": "c", "role_set": ["d"]], ["role_name": "d", "role_set": ["c", "a"]],
    ]
    do {
      try await test.run(["type": "replace_metadata", "args": .object(metadata)])
      Issue.record("a cycle was taken")
    } catch let error as EngineError {
      #expect(error.code == "cyclic-dependency")
    }

    try await test.run(
      #"{"type": "pg_drop_select_permission", "args": {"table": "person", "role": "b"}}"#
    )
    let report = try await test.run(#"{"type": "get_inconsistent_metadata", "args": {}}"#)
    let objects = report["inconsistent_objects"]?.arrayValue ?? []
    #expect(objects.first?["name"] == "inherited role both")
    #expect(objects.first?["type"] == "inherited_role")
    #expect(try await rows("{ person(where: {id: {_eq: 1}}) { id } }") == [["id": 1]])
  }
}
