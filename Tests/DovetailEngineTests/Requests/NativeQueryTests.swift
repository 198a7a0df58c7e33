import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite(
  "Native queries on PostgreSQL",
  .serialized
)
struct NativeQueryTests {
  private let test: TestEngine
  private let user = Session(
    role: "user",
    variables: ["x-hasura-role": "user", "x-hasura-user-id": "1"]
  )

  init() async throws {
    let database = try await TestDatabase(
      "dovetail_native_queries",
      script: """
        CREATE TYPE place AS (city text, zip integer);
        CREATE TYPE mood AS ENUM ('good', 'bad');
        CREATE TABLE author (id integer PRIMARY KEY, name text, home place, mood mood);
        CREATE TABLE article (id integer PRIMARY KEY, title text, price numeric, tags text[],
          author_id integer REFERENCES author);
        INSERT INTO author VALUES (1, 'Ann', ROW('Rome', 1), 'good'), (2, 'Bob', NULL, NULL);
        INSERT INTO article VALUES (1, 'x', 1, '{a,b}', 1), (2, 'y', 2, NULL, 1),
          (3, 'z', 30, '{c}', 2);
        """
    )
    test = try await TestEngine()
    try await test.addPostgres(database)
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "pg_track_table", "args": {"table": "author"}},
        {"type": "pg_track_logical_model", "args": {"name": "Place", "fields": [
          {"name": "city", "type": {"scalar": "text"}},
          {"name": "zip", "type": "integer", "nullable": true}]}},
        {"type": "pg_track_logical_model", "args": {"name": "Offer", "description": "what to buy",
          "fields": [{"name": "id", "type": {"scalar": "int4"}},
            {"name": "title", "type": {"scalar": "varchar(20)", "nullable": true}},
            {"name": "price", "type": {"scalar": "numeric"}, "description": "in euros"},
            {"name": "author_id", "type": {"scalar": "integer"}},
            {"name": "tags", "type": {"array": {"scalar": "text"}, "nullable": true}},
            {"name": "mood", "type": {"scalar": "mood", "nullable": true}},
            {"name": "home", "type": {"logical_model": "Place", "nullable": true}},
            {"name": "homes", "type": {"array": {"logical_model": "Place"}}}]}},
        {"type": "pg_track_native_query", "args": {"root_field_name": "offers",
          "description": "articles up to a price", "returns": "Offer",
          "code": "SELECT a.id, title, price, author_id, tags, mood, home, '[{\\"city\\": \\"Bern\\"}, {\\"city\\": \\"Oslo\\", \\"zip\\": 7}]'::json AS homes FROM article a JOIN author w ON w.id = author_id WHERE price <= {{most}} OR {{most}} IS NULL;",
          "arguments": {"most": {"type": "numeric", "nullable": true, "description": "the limit"}},
          "object_relationships": [{"name": "author", "using": {"manual_configuration":
            {"remote_table": "author", "column_mapping": {"author_id": "id"}}}}]}},
        {"type": "pg_create_array_relationship", "args": {"table": "author", "name": "offers",
          "using": {"manual_configuration": {"remote_native_query": "offers",
            "column_mapping": {"id": "author_id"}}}}},
        {"type": "pg_create_logical_model_select_permission", "args": {"name": "Offer",
          "role": "user", "permission": {"columns": ["id", "price", "home"],
            "filter": {"author_id": "X-Hasura-User-Id"}}}}]}
      """
    )
  }

  private func track(_ code: String, arguments: String = "{}", returns: String = "Place") -> String
  {
    """
    {"type": "pg_track_native_query", "args": {"root_field_name": "tried", "code": "\(code)",
      "arguments": \(arguments), "returns": "\(returns)"}}
    """
  }

  @Test("Rows come as the model says, with lists, objects, and rows of a table")
  func rows() async throws {
    #expect(
      try await test.query(
        """
        { offers(args: {most: 1}) { __typename id title price tags mood home { city zip }
          homes(order_by: {city: desc}) { city zip } author { name } } }
        """
      )
        == [
          "offers": [
            [
              "__typename": "Offer", "id": 1, "title": "x", "price": 1, "tags": ["a", "b"],
              "mood": "good", "home": ["city": "Rome", "zip": 1],
              "homes": [["city": "Oslo", "zip": 7], ["city": "Bern", "zip": nil]],
              "author": ["name": "Ann"],
            ]
          ]
        ]
    )
  }

  @Test("Rows are filtered, ordered and cut, also by what is inside of them or related")
  func rowArguments() async throws {
    #expect(
      try await test.query(
        """
        { all: offers(order_by: [{author: {name: desc}}, {id: desc}], limit: 2, offset: 1) { id }
          first: offers(distinct_on: author_id, order_by: [{author_id: asc}, {id: desc}]) { id }
          rome: offers(where: {home: {city: {_eq: "Rome"}}, price: {_gt: "1"}}) { id home { city } }
          bern: offers(where: {_not: {homes: {city: {_eq: "Bern"}}}}) { id }
          bob: offers(where: {author: {name: {_eq: "Bob"}}}) { id home { city } } }
        """
      )
        == [
          "all": [["id": 2], ["id": 1]],
          "first": [["id": 2], ["id": 3]],
          "rome": [["id": 2, "home": ["city": "Rome"]]],
          "bern": [],
          "bob": [["id": 3, "home": nil]],
        ]
    )
  }

  @Test("A table's relationship to a query takes the query's arguments")
  func relationship() async throws {
    #expect(
      try await test.query(
        """
        query ($most: numeric) {
          author(order_by: {id: asc}) { name offers(args: {most: $most}, order_by: {id: asc}) { id } } }
        """,
        variables: ["most": 2]
      )
        == [
          "author": [
            ["name": "Ann", "offers": [["id": 1], ["id": 2]]], ["name": "Bob", "offers": []],
          ]
        ]
    )
  }

  @Test("Values are bound, whatever text they hold")
  func hostileValues() async throws {
    try await test.run(
      track(
        "SELECT {{city}} AS city, 1 AS zip",
        arguments: #"{"city": {"type": "text"}}"#
      )
    )
    let city: JSONValue = "'; DROP TABLE author; -- \" {{city}} $1 \\"
    #expect(
      try await test.query(
        "query ($city: String!) { tried(args: {city: $city}) { city zip } }",
        variables: ["city": city]
      )
        == ["tried": [["city": city, "zip": 1]]]
    )
    #expect(
      await test.failure("{ tried(args: {}) { city } }")?.message
        == "missing required field 'city'"
    )
    #expect(
      await test.failure("{ tried(args: {city: null}) { city } }")?.message
        == "unexpected null value for type 'String'"
    )
  }

  @Test("A role sees the columns and rows that the models' permissions show")
  func permissions() async throws {
    #expect(
      try await test.query("{ offers(order_by: {id: asc}) { id price } }", session: user)
        == ["offers": [["id": 1, "price": 1], ["id": 2, "price": 2]]]
    )
    for hidden in ["title", "author { name }", "home { city }"] {
      let name = hidden.split(separator: " ").first.map(String.init) ?? ""
      #expect(
        await test.failure("{ offers { \(hidden) } }", session: user)?.message
          == "field '\(name)' not found in type: 'Offer'"
      )
    }
    #expect(
      await test.failure("{ offers { id } }", session: Session(role: "nobody"))?.message
        == "field 'offers' not found in type: 'query_root'"
    )
    try await test.run(
      """
      {"type": "pg_create_logical_model_select_permission", "args": {"name": "Place",
        "role": "user", "permission": {"columns": ["city"], "filter": {"zip": {"_gt": 5}}}}}
      """
    )
    #expect(
      try await test.query("{ offers(limit: 1) { home { city } } }", session: user)
        == ["offers": [["home": nil]]]
    )
    #expect(
      await test.failure("{ offers { homes { city } } }", session: user)?.message
        == "field 'homes' not found in type: 'Offer'"
    )
  }

  @Test("Introspection describes the query, its arguments and the model")
  func introspection() async throws {
    #expect(
      try await test.query(
        """
        { offers: __type(name: "offers_arguments") { inputFields { name description type { name } } }
          model: __type(name: "Offer") { description fields { name description } } }
        """
      )["offers"]
        == [
          "inputFields": [
            ["name": "most", "description": "the limit", "type": ["name": "numeric"]]
          ]
        ]
    )
    #expect(
      try await test.query(#"{ __type(name: "Offer") { description } }"#)
        == ["__type": ["description": "what to buy"]]
    )
  }

  @Test(
    "A query that the database refuses is not tracked",
    arguments: [
      ("SELECT 1 AS city", "column query.zip does not exist"),
      ("SELECT * FROM missing", #"relation \"missing\" does not exist"#),
      ("SELECT now() AS city, point '(1,2)' AS zip", "cannot cast type point to integer"),
      ("DELETE FROM author", #"syntax error at or near \"FROM\""#),
      (
        "WITH x AS (DELETE FROM author RETURNING name) SELECT name AS city, 1 AS zip FROM x",
        "WITH clause containing a data-modifying statement must be at the top level"
      ),
    ]
  )
  func refusedByDatabase(code: String, reason: String) async throws {
    let error = try await test.error(track(code))
    #expect(error?.code == "validation-failed")
    #expect(error?.path == "$.args")
    let text = reason.split(separator: "\\").joined()
    #expect(
      error?.message == "in native query \"tried\": Failed to validate query: \(text)"
    )
    #expect(error?.detail?["error"]?["message"]?.stringValue == text)
    #expect(try await test.query("{ author { id } }")["author"]?.arrayValue?.count == 2)
  }

  @Test(
    "What does not fit is refused by name",
    arguments: [
      (
        "SELECT {{x}} AS city, 1 AS zip", "{}", "Place",
        "in native query \"tried\": undeclared arguments: \"x\""
      ),
      (
        "SELECT 1", "{}", "Nothing",
        "Inconsistent object: in native query \"tried\": the logical model \"Nothing\" does not exist"
      ),
      (
        "SELECT 1", #"{"x": {"type": "no such"}}"#, "Place",
        "Inconsistent object: in native query \"tried\": the type \"no such\" of the argument \"x\" "
          + "does not exist in the database"
      ),
    ]
  )
  func refused(code: String, arguments: String, model: String, reason: String) async throws {
    let command = track(code, arguments: arguments, returns: model)
    #expect(try await test.error(command)?.message == reason)
  }

  @Test("What others need is not untracked")
  func dependencies() async throws {
    let untrack = #"{"type": "pg_untrack_native_query", "args": {"root_field_name": "offers"}}"#
    #expect(
      try await test.error(untrack)?.message
        == "cannot drop due to the following dependent objects: relationship author.offers in source "
        + "\"default\""
    )
    #expect(
      try await test.error(#"{"type": "pg_untrack_table", "args": {"table": "author"}}"#)?.message
        == "cannot drop due to the following dependent objects: relationship offers.author in source "
        + "\"default\""
    )
    try await test.run(
      #"{"type": "pg_untrack_table", "args": {"table": "author", "cascade": true}}"#
    )
    #expect(try await test.query("{ offers(limit: 1) { id } }") == ["offers": [["id": 1]]])
    try await test.run(untrack)
    #expect(try await test.inconsistent() == [])
  }

  @Test("Scripts that a query does not survive are undone; with cascade the query goes")
  func schemaChanges() async throws {
    func run(_ more: String = "") -> String {
      """
      {"type": "run_sql", "args": {"sql": "ALTER TABLE article DROP COLUMN price"\(more)}}
      """
    }
    let error = try await test.error(run(), api: .v2Query)
    #expect(error?.message == "cannot continue due to newly found inconsistent metadata")
    #expect(error?.status == 500)
    #expect(
      try await test.query("{ offers(args: {most: 1}) { price } }")
        == ["offers": [["price": 1]]]
    )
    try await test.run(run(#", "cascade": true"#), api: .v2Query)
    #expect(try await test.inconsistent() == [])
    let left = try await test.run(#"{"type": "pg_get_native_query", "args": {}}"#)
    #expect(left == [])
    let models = try await test.run(#"{"type": "pg_get_logical_model", "args": {}}"#)
    #expect(models.arrayValue?.compactMap { $0["name"]?.stringValue } == ["Place", "Offer"])
  }

  @Test("bulk_atomic looks at the outcome only, and changes nothing if that does not fit")
  func atomically() async throws {
    let drop = """
      {"type": "pg_drop_relationship", "args": {"table": "author", "relationship": "offers"}}
      """
    let untrack = #"{"type": "pg_untrack_native_query", "args": {"root_field_name": "offers"}}"#
    let missing = track("SELECT 1 AS nothing")
    let error = try await test.error(
      #"{"type": "bulk_atomic", "args": [\#(drop), \#(untrack), \#(missing)]}"#
    )
    #expect(error?.code == "bad-request")
    #expect(error?.message == "Schema inconsistency")
    #expect(try await test.query("{ author(limit: 1) { offers { id } } }") != [:])
    // The model comes after the query that needs it.
    let model = """
      {"type": "pg_track_logical_model", "args": {"name": "One", "fields": [
        {"name": "one", "type": {"scalar": "integer"}}]}}
      """
    #expect(
      try await test.run(
        """
        {"type": "bulk_atomic", "args": [\(drop), \(untrack),
          \(track("SELECT 1 AS one", returns: "One")), \(model)]}
        """
      ) == ["message": "success"]
    )
    #expect(try await test.query("{ tried { one } }") == ["tried": [["one": 1]]])
  }

  @Test("A model cannot take the name of a table's type")
  func clash() async throws {
    let command = """
      {"type": "pg_track_logical_model", "args": {"name": "author", "fields": [
        {"name": "id", "type": {"scalar": "integer"}}]}}
      """
    #expect(
      try await test.error(command)?.message
        == "Inconsistent object: in logical model \"author\": the GraphQL type 'author' exists "
        + "already: give the model another name, or the source a customization of type names"
    )
  }

  @Test("Without validation, the database objects when the query is asked for")
  func withoutValidation() async throws {
    let lenient = try await TestEngine(
      folder: test.folder,
      options: EngineOptions(checksNativeQueries: false)
    )
    try await lenient.run(track("SELECT 1 AS city"))
    #expect(await lenient.failure("{ tried { city } }")?.message == "database query error")
  }
}
