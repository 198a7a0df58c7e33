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
}
