import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Metadata commands on a real database")
struct TrackingTests {
  /// An engine on authors and articles, both tracked, related both ways.
  static func blog() async throws -> TestEngine {
    let test = try await TestEngine()
    try await test.addSQLite(
      script: """
        CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL, secret TEXT);
        CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT,
          author_id INTEGER NOT NULL REFERENCES author(id));
        INSERT INTO author VALUES (1, 'Ann', 'x'), (2, 'Bob', NULL);
        INSERT INTO article VALUES (1, 'One', 1), (2, 'Two', 1), (3, 'Three', 2);
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
            {"table": "article", "column": "author_id"}}}}]}
      """
    )
    return test
  }

  @Test("A tracked table answers, an untracked one does not")
  func trackAndUntrack() async throws {
    let test = try await Self.blog()
    let data = try await test.query("{ author(order_by: {id: asc}) { id articles { title } } }")
    #expect(
      data == [
        "author": [
          ["id": 1, "articles": [["title": "One"], ["title": "Two"]]],
          ["id": 2, "articles": [["title": "Three"]]],
        ]
      ]
    )
    try await test.run(
      #"{"type": "sqlite_untrack_table", "args": {"table": "author", "cascade": true}}"#
    )
    let failure = await test.failure("{ author { id } }")
    #expect(failure?.message == "field 'author' not found in type: 'query_root'")
    #expect(
      try await test.query("{ article_by_pk(id: 2) { title } }")["article_by_pk"] == [
        "title": "Two"
      ]
    )
  }

  @Test("A table that others refer to is untracked only with what depends on it")
  func dependents() async throws {
    let test = try await Self.blog()
    let error = try await test.error(
      #"{"type": "sqlite_untrack_table", "args": {"table": "author"}}"#
    )
    #expect(error?.code == "dependency-error")
    #expect(
      error?.message
        == "cannot drop due to the following dependent objects: relationship article.author "
        + "in source \"default\""
    )
    #expect(await test.failure("{ author { id } }") == nil)
  }

  @Test(
    "What cannot be done is refused with code, words and place, and changes nothing",
    arguments: [
      (
        #"{"type": "sqlite_track_table", "args": {"table": "author"}}"#, "already-tracked",
        "view/table already tracked: \"author\""
      ),
      (
        #"{"type": "sqlite_track_table", "args": {"table": "ghost"}}"#, "invalid-configuration",
        "Inconsistent object: no such table/view exists in source: \"ghost\""
      ),
      (
        #"{"type": "sqlite_untrack_table", "args": {"table": "ghost"}}"#, "already-untracked",
        "view/table already untracked: \"ghost\""
      ),
      (
        """
        {"type": "sqlite_create_object_relationship", "args": {"table": "article",
          "name": "other", "using": {"foreign_key_constraint_on": "title"}}}
        """, "invalid-configuration",
        "Inconsistent object: in table \"article\": in relationship \"other\": no foreign constraint "
          + "exists on the given column(s)"
      ),
      (
        """
        {"type": "sqlite_create_select_permission", "args": {"table": "author", "role": "user",
          "permission": {"columns": ["id"], "filter": {"nope": {"_eq": 1}}}}}
        """, "invalid-configuration",
        "Inconsistent object: in table \"author\": in permission for role \"user\": \"nope\" does not "
          + "exist"
      ),
      (
        """
        {"type": "sqlite_create_select_permission", "args": {"table": "author", "role": "admin",
          "permission": {"columns": ["id"], "filter": {}}}}
        """, "constraint-violation", "cannot define permission for admin role"
      ),
      (#"{"type": "no_such_command", "args": {}}"#, "parse-failed", "unknown metadata command"),
      (#"{"args": {}}"#, "parse-failed", "key \"type\" not found"),
      ("[]", "parse-failed", ""),
    ]
  )
  func refused(command: String, code: String, message: String) async throws {
    let test = try await Self.blog()
    let before = try await test.exported()
    let error = try #require(try await test.error(command))
    #expect(error.code == code, "\(error)")
    #expect(error.message.contains(message), "\(error)")
    #expect(try await test.exported() == before)
    #expect(await test.failure("{ author { id articles { id } } }") == nil)
  }

  @Test("A permission shows its rows and columns, and dropping it hides them again")
  func permissions() async throws {
    let test = try await Self.blog()
    let user = Session(role: "user", variables: ["X-Hasura-User-Id": "2"])
    #expect(await test.failure("{ author { id } }", session: user) != nil)
    try await test.run(
      """
      {"type": "sqlite_create_select_permission", "args": {"table": "author", "role": "user",
        "permission": {"columns": ["id", "name"], "filter": {"id": "X-Hasura-User-Id"}}}}
      """
    )
    #expect(
      try await test.query("{ author { id name } }", session: user)
        == ["author": [["id": 2, "name": "Bob"]]]
    )
    #expect(
      await test.failure("{ author { secret } }", session: user)?.message
        == "field 'secret' not found in type: 'author'"
    )
    #expect(
      await test.failure("{ author { articles { id } } }", session: user)?.message
        == "field 'articles' not found in type: 'author'"
    )
    let missing = await test.failure("{ author { id } }", session: Session(role: "user"))
    #expect(missing?.code == "not-found")
    #expect(missing?.message == "missing session variable: \"x-hasura-user-id\"")
    try await test.run(
      #"{"type": "sqlite_drop_select_permission", "args": {"table": "author", "role": "user"}}"#
    )
    #expect(await test.failure("{ author { id } }", session: user) != nil)
  }

  @Test("Only administrators may change metadata, and learn no more than that")
  func administratorsOnly() async throws {
    let test = try await Self.blog()
    for command in [#"{"type": "clear_metadata", "args": {}}"#, "{}"] {
      let error = try await test.error(command, session: Session(role: "user"))
      #expect(error?.code == "access-denied")
      #expect(error?.message == "restricted access : admin only")
    }
  }
}
