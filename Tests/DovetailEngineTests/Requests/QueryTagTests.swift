import DovetailEngine
import DovetailMetadata
import DovetailPlan
import OrderedCollections
import OrderedJSON
import Testing

@Suite("Query tags")
struct QueryTagTests {
  /// A view that shows the statement that reads it.
  private let script = """
    CREATE VIEW own_statement AS SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid();
    CREATE TABLE note (id integer PRIMARY KEY, text text);
    CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN NEW.text := current_query(); RETURN NEW; END $$;
    CREATE TRIGGER keep BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION keep();
    """

  private func engine(_ database: TestDatabase, tags: String) async throws -> TestEngine {
    let test = try await TestEngine()
    try await test.addPostgres(database)
    try await test.run(
      #"{"type": "pg_track_tables", "args": {"tables": [{"table": "own_statement"}, {"table": "note"}]}}"#
    )
    try await test.run(
      #"{"type": "set_query_tags", "args": {"source_name": "default", "tags": \#(tags)}}"#
    )
    return test
  }

  /// The comment at the end of the statement that the database ran.
  private func comment(
    _ test: TestEngine,
    _ text: String,
    requestID: String = ""
  ) async throws -> String {
    let response = await test.engine.execute(
      GraphQLOperationRequest(text: text, session: .admin, requestID: requestID)
    )
    #expect(response.errors.isEmpty)
    let data = try JSONValue(parsing: try #require(response.data))
    let row = data["own"]?.arrayValue?.first ?? data["own"]
    let statement = row?["query"]?.stringValue ?? row?["text"]?.stringValue ?? ""
    let start = try #require(statement.firstRange(of: "/*")?.lowerBound, "\(statement)")
    #expect(statement.hasSuffix(" */"))
    return String(statement[start...])
  }

  @Test("Statements end in the field, the operation and a hash that values do not change")
  func standard() async throws {
    let database = try await TestDatabase("query_tags", script: script)
    let test = try await engine(database, tags: "{}")
    let first = try await comment(
      test,
      #"query Mine { own: own_statement(limit: 1, where: {query: {_neq: "a"}}) { query } }"#
    )
    let second = try await comment(
      test,
      #"query Mine { own: own_statement(limit: 2, where: {query: {_neq: "b"}}) { query } }"#
    )
    #expect(first == second)
    let beginning = "/* field_name=own,operation_name=Mine,parameterized_query_hash="
    #expect(first.hasPrefix(beginning))
    #expect(first.dropFirst(beginning.count).dropLast(3).count == 16)
    let other = try await comment(test, "{ own: own_statement { query } }")
    #expect(other.hasPrefix("/* field_name=own,parameterized_query_hash="))
    #expect(other.suffix(19) != first.suffix(19))
    await test.engine.stop()
  }

  @Test("The id of a request is in the comment if it is wanted, and cannot leave it")
  func requestIDs() async throws {
    let database = try await TestDatabase("query_tags_ids", script: script)
    let test = try await engine(
      database,
      tags: #"{"format": "sqlcommenter", "omit_request_id": false}"#
    )
    let text = "query Mine { own: own_statement { query } }"
    for id in ["r-1", "r-2"] {
      #expect(try await comment(test, text, requestID: id).hasSuffix("',request_id='\(id)' */"))
    }
    let hostile = try await comment(test, text, requestID: "*/ ; DROP TABLE note; /* '")
    #expect(
      hostile.hasSuffix("request_id='%2A%2F%20%3B%20DROP%20TABLE%20note%3B%20%2F%2A%20%27' */")
    )
    let written = try await comment(
      test,
      "mutation { own: insert_note_one(object: {id: 1}) { text } }",
      requestID: "r-3"
    )
    #expect(written.hasPrefix("/* field_name='own',parameterized_query_hash='"))
    #expect(written.hasSuffix("request_id='r-3' */"))
    await test.engine.stop()
  }

  @Test("Without query tags, and with tags that are disabled, statements carry nothing")
  func disabled() async throws {
    let database = try await TestDatabase("query_tags_off", script: script)
    let test = try await engine(database, tags: #"{"disabled": true}"#)
    let data = try await test.query("{ own_statement { query } }")
    let statement = data["own_statement"]?.arrayValue?.first?["query"]?.stringValue
    #expect(statement?.contains("/*") == false)
    await test.engine.stop()
  }

  @Test("SQLite runs statements with comments", arguments: [true, false])
  func sqlite(omitsRequestID: Bool) async throws {
    let test = try await TestEngine()
    try await test.addSQLite(
      script: "CREATE TABLE note (id INTEGER PRIMARY KEY); INSERT INTO note VALUES (1);"
    )
    try await test.run(#"{"type": "sqlite_track_table", "args": {"table": "note"}}"#)
    try await test.run(
      #"{"type": "set_query_tags", "args": {"source_name": "default", "tags": {"omit_request_id": \#(omitsRequestID)}}}"#
    )
    for _ in 0..<3 {
      #expect(try await test.query("query Notes { note { id } }") == ["note": [["id": 1]]])
    }
    let written = try await test.query("mutation { insert_note_one(object: {id: 2}) { id } }")
    #expect(written == ["insert_note_one": ["id": 2]])
    await test.engine.stop()
  }
}
