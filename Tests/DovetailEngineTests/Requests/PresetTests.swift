import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Presets")
struct PresetTests {
  /// Authors with articles; the role `writer` owns what it writes.
  private func engine() async throws -> TestEngine {
    let test = try await TestEngine()
    try await test.addSQLite(
      script: """
        CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT NOT NULL,
          author_id INTEGER REFERENCES author(id));
        INSERT INTO author VALUES (1, 'Ann');
        """
    )
    try await test.run(
      """
      {"type": "bulk", "args": [
        {"type": "sqlite_track_table", "args": {"table": "author"}},
        {"type": "sqlite_track_table", "args": {"table": "article"}},
        {"type": "sqlite_create_object_relationship", "args": {"table": "article",
          "name": "author", "using": {"foreign_key_constraint_on": "author_id"}}},
        {"type": "sqlite_create_array_relationship", "args": {"table": "author",
          "name": "articles", "using": {"foreign_key_constraint_on":
            {"table": "article", "column": "author_id"}}}},
        {"type": "sqlite_create_select_permission", "args": {"table": "author",
          "role": "writer", "permission": {"columns": "*", "filter": {}}}},
        {"type": "sqlite_create_select_permission", "args": {"table": "article",
          "role": "writer", "permission": {"columns": "*", "filter": {}}}},
        {"type": "sqlite_create_insert_permission", "args": {"table": "author",
          "role": "writer", "permission": {"check": {}, "columns": "*"}}},
        {"type": "sqlite_create_insert_permission", "args": {"table": "article",
          "role": "writer", "permission": {"check": {}, "columns": ["title"],
            "set": {"author_id": "X-Hasura-User-Id"}}}}]}
      """
    )
    return test
  }

  private let writer = Session(role: "writer", variables: ["x-hasura-user-id": "1"])

  @Test(
    "What a permission sets no relationship sets otherwise",
    arguments: [
      """
      mutation { insert_author(objects: [{id: 7, name: "Eve", articles: {data: [{title: "t"}]}}])
        { affected_rows } }
      """,
      """
      mutation { insert_article(objects: [{title: "t", author: {data: {id: 7, name: "Eve"}}}])
        { affected_rows } }
      """,
    ]
  )
  func nested(text: String) async throws {
    let test = try await engine()
    let answer = try await test.query(text, session: writer)
    #expect(answer.members.first?.value["affected_rows"] == 2)
    #expect(
      try await test.query("{ article { title author_id } }")
        == ["article": [["title": "t", "author_id": 1]]]
    )
  }

  @Test("A value of the wrong form is reported where it was to be written")
  func wrongForm() async throws {
    let test = try await engine()
    let error = await test.failure(
      "mutation { insert_author(objects: [{id: \"x\", name: \"Bob\"}]) { affected_rows } }"
    )
    #expect(error?.code == "data-exception")
    #expect(error?.path == "$.selectionSet.insert_author.args.objects")
    let preset = await test.failure(
      "mutation { insert_article_one(object: {title: \"t\"}) { id } }",
      session: Session(role: "writer", variables: ["x-hasura-user-id": "me"])
    )
    #expect(preset?.code == "data-exception")
    #expect(preset?.path == "$.selectionSet.insert_article_one.args.object")
    let missing = await test.failure(
      "mutation { insert_article_one(object: {title: \"t\"}) { id } }",
      session: Session(role: "writer")
    )
    #expect(missing?.code == "not-found")
    #expect(missing?.path == "$")
  }
}
