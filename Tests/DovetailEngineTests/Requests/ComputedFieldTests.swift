import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite(
  "Computed fields on PostgreSQL",
  .serialized
)
struct ComputedFieldTests {
  private let test: TestEngine
  private let user = Session(role: "user")

  init() async throws {
    let database = try await TestDatabase(
      "dovetail_computed_fields",
      script: """
        CREATE TABLE person (id integer PRIMARY KEY, name text NOT NULL, age integer NOT NULL);
        INSERT INTO person VALUES (1, 'Ann', 30), (2, 'Bob', 20), (3, 'Cid', 10);
        CREATE FUNCTION loud(p person) RETURNS text LANGUAGE sql STABLE AS
          $$ SELECT upper(p.name) $$;
        CREATE FUNCTION older(p person, years integer) RETURNS integer LANGUAGE sql STABLE AS
          $$ SELECT p.age + years $$;
        CREATE FUNCTION next(p person) RETURNS person LANGUAGE sql STABLE AS
          $$ SELECT * FROM person WHERE id = p.id + 1 $$;
        CREATE FUNCTION first_one() RETURNS person LANGUAGE sql STABLE AS
          $$ SELECT * FROM person WHERE id = 1 $$;
        """
    )
    test = try await TestEngine()
    try await test.addPostgres(database)
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "pg_track_table", "args": {"table": "person"}},
        {"type": "pg_track_function", "args": {"function": "first_one"}},
        {"type": "pg_add_computed_field", "args": {"table": "person", "name": "loud",
          "definition": {"function": "loud"}}},
        {"type": "pg_add_computed_field", "args": {"table": "person", "name": "older",
          "definition": {"function": "older"}}},
        {"type": "pg_add_computed_field", "args": {"table": "person", "name": "next",
          "definition": {"function": "next"}}},
        {"type": "pg_create_select_permission", "args": {"table": "person", "role": "user",
          "permission": {"columns": ["id"], "computed_fields": ["loud"],
            "allow_aggregations": true, "filter": {"next": {"id": {"_lt": 4}}}}}}]}
      """
    )
  }

  @Test("A row that a function gives can be asked for in conditions and orders")
  func singleRow() async throws {
    #expect(
      try await test.query(
        """
        { all: person(order_by: {id: asc}) { id next { id } }
          old: person(where: {next: {age: {_gt: 10}}}) { id }
          some: person(where: {next: {}}, order_by: {id: asc}) { id }
          ordered: person(order_by: {next: {name: desc_nulls_last}}) { id } }
        """
      )
        == [
          "all": [
            ["id": 1, "next": ["id": 2]], ["id": 2, "next": ["id": 3]], ["id": 3, "next": nil],
          ],
          "old": [["id": 1]],
          "some": [["id": 1], ["id": 2]],
          "ordered": [["id": 2], ["id": 1], ["id": 3]],
        ]
    )
  }

  @Test("A permission looks only at rows that there are")
  func permission() async throws {
    #expect(
      try await test.query("{ person(order_by: {id: asc}) { id loud } }", session: user)
        == ["person": [["id": 1, "loud": "ANN"], ["id": 2, "loud": "BOB"]]]
    )
  }

  @Test("Computed values are aggregated, with their arguments")
  func aggregates() async throws {
    #expect(
      try await test.query(
        """
        { person_aggregate { aggregate {
            max { loud older(args: {years: 1}) name }
            sum { five: older(args: {years: 5}) older(args: {years: 0}) }
            }  nodes { id } } }
        """
      )
        == [
          "person_aggregate": [
            "aggregate": [
              "max": ["loud": "CID", "older": 31, "name": "Cid"],
              "sum": ["five": 75, "older": 60],
            ], "nodes": [["id": 1], ["id": 2], ["id": 3]],
          ]
        ]
    )
    #expect(
      try await test.query(
        "{ person_aggregate(limit: 1, order_by: {id: desc}) { aggregate { min { loud } } } }",
        session: user
      )
        == ["person_aggregate": ["aggregate": ["min": ["loud": "BOB"]]]]
    )
    #expect(
      await test.failure(
        "{ person_aggregate { aggregate { sum { older(args: {years: 1}) } } } }",
        session: user
      )?.message == "field 'older' not found in type: 'person_sum_fields'"
    )
  }

  @Test("A function of one row gives an object, and aggregates of at most one row")
  func functionOfOneRow() async throws {
    #expect(
      try await test.query("{ first_one { name } }") == ["first_one": ["name": "Ann"]]
    )
    #expect(
      try await test.query("{ first_one_aggregate { aggregate { count } } }")
        == ["first_one_aggregate": ["aggregate": ["count": 1]]]
    )
  }
}
