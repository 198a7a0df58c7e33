import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite(
  "Tracked functions on PostgreSQL",
  .serialized
)
struct FunctionTests {
  private let test: TestEngine

  init() async throws {
    let database = try await TestDatabase(
      "dovetail_functions",
      script: """
        CREATE TABLE person (id integer PRIMARY KEY, name text NOT NULL, age integer NOT NULL);
        INSERT INTO person VALUES (1, 'Ann', 30), (2, 'Bob', 20), (3, 'Cid', 10);
        CREATE FUNCTION older(than integer DEFAULT 15, role json DEFAULT '{}', most integer DEFAULT 9)
          RETURNS SETOF person LANGUAGE sql STABLE AS
          $$ SELECT id, name || (role ->> 'x-hasura-role'), age FROM person WHERE age > than
             ORDER BY id LIMIT most $$;
        CREATE FUNCTION named(wanted text) RETURNS person LANGUAGE sql STABLE AS
          $$ SELECT * FROM person WHERE name = wanted $$;
        CREATE FUNCTION birthday(which integer) RETURNS SETOF person LANGUAGE sql VOLATILE AS
          $$ UPDATE person SET age = age + 1 WHERE id = which RETURNING * $$;
        CREATE FUNCTION peek() RETURNS SETOF person LANGUAGE sql VOLATILE AS
          $$ UPDATE person SET age = 0 RETURNING * $$;
        CREATE FUNCTION friends(p person) RETURNS SETOF person LANGUAGE sql STABLE AS
          $$ SELECT * FROM person WHERE id <> p.id AND age < p.age $$;
        """
    )
    test = try await TestEngine()
    try await test.addPostgres(database)
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "pg_track_table", "args": {"table": "person"}},
        {"type": "pg_track_function", "args": {"function": "older",
          "configuration": {"session_argument": "role"}}},
        {"type": "pg_track_function", "args": {"function": "named"}},
        {"type": "pg_track_function", "args": {"function": "birthday"}},
        {"type": "pg_track_function", "args": {"function": "peek",
          "configuration": {"exposed_as": "query"}}},
        {"type": "pg_add_computed_field", "args": {"table": "person", "name": "friends",
          "definition": {"function": "friends"}}},
        {"type": "pg_create_select_permission", "args": {"table": "person", "role": "user",
          "permission": {"columns": ["id", "name", "age"], "filter": {"id": {"_lte": 2}}}}},
        {"type": "pg_create_function_permission", "args": {"function": "birthday",
          "role": "user"}}]}
      """
    )
  }

  private func run(_ sql: String, more: String = "") -> String {
    #"{"type": "run_sql", "args": {"source": "default", "sql": "\#(sql)"\#(more)}}"#
  }

  private let user = Session(role: "user")

  @Test("Arguments are given, left out, and taken from the session; the role sees its rows")
  func arguments() async throws {
    #expect(
      try await test.query("{ older(args: {than: 5, most: 2}, order_by: {id: desc}) { id name } }")
        == ["older": [["id": 2, "name": "Bobadmin"], ["id": 1, "name": "Annadmin"]]]
    )
    #expect(
      try await test.query("{ older(args: {most: 1}) { name } }", session: user)
        == ["older": [["name": "Annuser"]]]
    )
    #expect(
      try await test.query(
        "{ older(args: {than: 5}, where: {id: {_gt: 1}}) { id } }",
        session: user
      )
        == ["older": [["id": 2]]]
    )
    #expect(
      try await test.query("{ older_aggregate { aggregate { count } nodes { id } } }")
        == ["older_aggregate": ["aggregate": ["count": 2], "nodes": [["id": 1], ["id": 2]]]]
    )
  }

  @Test("A function of one row gives it, or null if there is none")
  func single() async throws {
    #expect(
      try await test.query(
        #"{ a: named(args: {wanted: "Bob"}) { id } b: named(args: {wanted: "x"}) { id } }"#
      )
        == ["a": ["id": 2], "b": nil]
    )
  }

  @Test("A mutation runs the function once, and others see what it did")
  func mutation() async throws {
    #expect(
      try await test.query(
        "mutation { a: birthday(args: {which: 1}) { age } b: birthday(args: {which: 1}) { age } }",
        session: user
      ) == ["a": [["age": 31]], "b": [["age": 32]]]
    )
    #expect(
      try await test.query("{ person_by_pk(id: 1) { age } }") == ["person_by_pk": ["age": 32]]
    )
  }

  @Test("What the role does not see of a mutation's rows has been done all the same")
  func mutationFiltered() async throws {
    #expect(
      try await test.query("mutation { birthday(args: {which: 3}) { id } }", session: user)
        == ["birthday": []]
    )
    #expect(
      try await test.query("{ person_by_pk(id: 3) { age } }") == ["person_by_pk": ["age": 11]]
    )
  }

  @Test("A query cannot change data by way of a function")
  func readOnly() async throws {
    let failure = await test.failure("{ peek { id } }")
    #expect(failure != nil)
    #expect(
      try await test.query("{ person_by_pk(id: 1) { age } }") == ["person_by_pk": ["age": 30]]
    )
  }

  @Test("Rows of a computed field are filtered and ordered by")
  func computedRows() async throws {
    #expect(
      try await test.query(
        """
        { person(where: {friends: {name: {_eq: "Cid"}}}, order_by: {friends_aggregate: {count: desc}})
          { id friends(order_by: {id: asc}) { id } } }
        """
      )
        == [
          "person": [
            ["id": 1, "friends": [["id": 2], ["id": 3]]], ["id": 2, "friends": [["id": 3]]],
          ]
        ]
    )
  }

  @Test(
    "Scripts cannot make functions in use ambiguous or let them change data",
    arguments: [
      (
        "CREATE FUNCTION named(a integer) RETURNS person LANGUAGE sql STABLE AS 'SELECT * FROM person'",
        "the following tracked function(s) cannot be overloaded: named"
      ),
      (
        "ALTER FUNCTION named(text) VOLATILE",
        "type of function \"named\" is altered to \"VOLATILE\" which is not supported now"
      ),
      (
        "CREATE FUNCTION friends(a integer) RETURNS person LANGUAGE sql STABLE AS 'SELECT * FROM person'",
        "The function \"friends\" associated with computed field\"friends\" of table \"person\" is being "
          + "overloaded"
      ),
      (
        "ALTER FUNCTION friends(person) VOLATILE",
        "The type of function \"friends\" associated with computed field \"friends\" of table "
          + "\"person\" is being altered to \"VOLATILE\""
      ),
      (
        "DROP FUNCTION friends(person)",
        "cannot drop due to the following dependent objects: computed field person.friends in source "
          + "\"default\""
      ),
    ]
  )
  func scripts(sql: String, message: String) async throws {
    let error = try await test.error(run(sql), api: .v2Query)
    #expect(error?.message == message)
    #expect(error?.status == 400)
    #expect(try await test.inconsistent() == [])
    #expect(await test.failure(#"{ named(args: {wanted: "Bob"}) { id friends { id } } }"#) == nil)
  }

  @Test("A dropped function is no longer tracked; one that was replaced is")
  func dropped() async throws {
    try await test.run(run("DROP FUNCTION older(integer, json, integer)"), api: .v2Query)
    #expect(try await test.inconsistent() == [])
    #expect(await test.failure("{ older { id } }") != nil)
    try await test.run(
      run(
        "DROP FUNCTION named(text); CREATE FUNCTION named(wanted text, often integer DEFAULT 1) "
          + "RETURNS person LANGUAGE sql STABLE AS 'SELECT * FROM person WHERE name = wanted'"
      ),
      api: .v2Query
    )
    #expect(
      try await test.query(#"{ named(args: {wanted: "Bob"}) { id } }"#) == ["named": ["id": 2]]
    )
  }
}
