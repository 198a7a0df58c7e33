import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Native queries on SQLite")
struct SQLiteNativeQueryTests {
  private let test: TestEngine

  init() async throws {
    test = try await TestEngine()
    try await test.addSQLite(
      script: """
        CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT, home JSON);
        CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT, price NUMERIC, author_id INTEGER,
          written TIMESTAMP, tags JSON);
        INSERT INTO author VALUES (1, 'Ann', '{"city": "Rome", "zip": 1}'), (2, 'Bob', 'no JSON');
        INSERT INTO article VALUES (1, 'x', 1.5, 1, '2024-01-02 03:04:05', '["a"]'),
          (2, 'y', 2.5, 2, NULL, NULL);
        """
    )
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "sqlite_track_table", "args": {"table": "author"}},
        {"type": "sqlite_track_logical_model", "args": {"name": "Place", "fields": [
          {"name": "city", "type": {"scalar": "text"}},
          {"name": "zip", "type": {"scalar": "integer", "nullable": true}}]}},
        {"type": "sqlite_track_logical_model", "args": {"name": "Offer", "fields": [
            {"name": "id", "type": {"scalar": "integer"}},
            {"name": "author_id", "type": {"scalar": "integer"}},
            {"name": "written", "type": {"scalar": "timestamp", "nullable": true}},
            {"name": "tags", "type": {"array": {"scalar": "text"}, "nullable": true}},
            {"name": "home", "type": {"logical_model": "Place", "nullable": true}},
            {"name": "homes", "type": {"array": {"logical_model": "Place"}}}]}},
        {"type": "sqlite_track_native_query", "args": {"root_field_name": "offers",
          "returns": "Offer", "code":
            "SELECT a.id, author_id, written, tags, home, '[{\\"city\\": \\"Bern\\"}, 1]' AS homes FROM article a JOIN author w ON w.id = author_id WHERE price <= {{most}} -- and so on",
          "arguments": {"most": {"type": "numeric"}},
          "object_relationships": [{"name": "author", "using": {"manual_configuration":
            {"remote_table": "author", "column_mapping": {"author_id": "id"}}}}]}},
        {"type": "sqlite_create_array_relationship", "args": {"table": "author",
          "name": "offers", "using": {"manual_configuration": {"remote_native_query": "offers",
            "column_mapping": {"id": "author_id"}}}}},
        {"type": "sqlite_create_logical_model_select_permission", "args": {"name": "Offer",
          "role": "user", "permission": {"columns": "*",
            "filter": {"author_id": "X-Hasura-User-Id"}}}}]}
      """
    )
  }

  @Test("Rows come with lists, objects and related rows; what is no object is null")
  func rows() async throws {
    #expect(
      try await test.query(
        """
        { offers(args: {most: 3}, order_by: {id: asc}) { id written tags home { city zip }
          homes { city zip } author { name } } }
        """
      )
        == [
          "offers": [
            [
              "id": 1, "written": "2024-01-02T03:04:05", "tags": ["a"],
              "home": ["city": "Rome", "zip": 1], "homes": [["city": "Bern", "zip": nil]],
              "author": ["name": "Ann"],
            ],
            [
              "id": 2, "written": nil, "tags": nil, "home": nil,
              "homes": [["city": "Bern", "zip": nil]], "author": ["name": "Bob"],
            ],
          ]
        ]
    )
  }

  @Test("Conditions reach into objects and over relationships")
  func conditions() async throws {
    #expect(
      try await test.query(
        """
        { offers(args: {most: 3}, where: {home: {city: {_eq: "Rome"}}, author: {name: {_eq: "Ann"}}})
            { id }
          author(order_by: {id: asc}) { offers(args: {most: 2}) { id } } }
        """
      )
        == ["offers": [["id": 1]], "author": [["offers": [["id": 1]]], ["offers": []]]]
    )
  }

  @Test("A role sees the rows that the model's permission shows")
  func permissions() async throws {
    let user = Session(
      role: "user",
      variables: ["x-hasura-role": "user", "x-hasura-user-id": "2"]
    )
    #expect(
      try await test.query("{ offers(args: {most: 3}) { id } }", session: user)
        == ["offers": [["id": 2]]]
    )
  }

  @Test(
    "A query that the database refuses is not tracked",
    arguments: [
      ("SELECT 1 AS city", "no such column: query.zip"),
      ("SELECT * FROM missing", "no such table: missing"),
      ("INSERT INTO author VALUES (9) RETURNING *", "near \"INSERT\": syntax error"),
      (
        "SELECT ? AS city, :zip AS zip",
        "the query has parameters of its own: write '{{name}}' for a value of an argument"
      ),
    ]
  )
  func refused(code: String, reason: String) async throws {
    let error = try await test.error(
      """
      {"type": "sqlite_track_native_query", "args": {"root_field_name": "tried",
        "code": "\(code)", "returns": "Place"}}
      """
    )
    #expect(error?.code == "validation-failed")
    #expect(
      error?.message == "in native query \"tried\": Failed to validate query: \(reason)"
    )
  }

  @Test("Scripts that a query does not survive are undone")
  func schemaChanges() async throws {
    let error = try await test.error(
      #"{"type": "run_sql", "args": {"sql": "ALTER TABLE article DROP COLUMN price"}}"#,
      api: .v2Query
    )
    #expect(error?.message == "cannot continue due to newly found inconsistent metadata")
    #expect(
      try await test.query("{ offers(args: {most: 2}) { id } }") == ["offers": [["id": 1]]]
    )
  }
}
