import DovetailEngine
import DovetailMetadata
import OrderedCollections
import OrderedJSON
import Testing

/// A kind of database that the tests of Relay run on.
enum RelayDatabase: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite
  case postgres

  var testDescription: String { rawValue }
  /// The beginning of the names of metadata commands.
  var prefix: String { self == .sqlite ? "sqlite" : "pg" }
}

/// Authors, their articles and the articles' tags; some values are null, some equal.
struct RelayFixture {
  let test: TestEngine
  let database: RelayDatabase

  private static let script = """
    CREATE TABLE author (id integer PRIMARY KEY, name text NOT NULL, rating integer);
    CREATE TABLE article (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES author (id),
      title text NOT NULL, published boolean NOT NULL, written timestamp, score double precision);
    CREATE TABLE tag (article_id integer NOT NULL REFERENCES article (id), label text NOT NULL,
      weight integer, PRIMARY KEY (article_id, label));
    CREATE TABLE note (body text);
    INSERT INTO author VALUES (1, 'Ann', 5), (2, 'Bob', NULL), (3, 'Cid', 5), (4, 'Dan', 1),
      (5, 'Eve', NULL);
    INSERT INTO article VALUES
      (1, 1, 'b', true, '2024-01-02 10:00:00.5', 1.5), (2, 1, 'a', true, NULL, 0.1),
      (3, 2, 'c', false, '2024-01-01 00:00:00', NULL), (4, 2, 'a', true, NULL, 2.25),
      (5, 3, 'd', true, '2024-01-02 10:00:00.5', 0.1), (6, 1, 'e', false, '2023-05-05 05:05:05', 9);
    INSERT INTO tag VALUES (1, 'x', 1), (1, 'y "z"', 2), (4, 'x', NULL);
    """

  init(_ database: RelayDatabase, name: String) async throws {
    test = try await TestEngine()
    self.database = database
    switch database {
    case .sqlite: try await test.addSQLite(script: Self.script)
    case .postgres:
      try await test.addPostgres(
        try await TestDatabase("dovetail_relay_\(name)", script: Self.script)
      )
    }
    let text = """
      {"type": "bulk", "args": [
        {"type": "P_track_table", "args": {"table": "author"}},
        {"type": "P_track_table", "args": {"table": "article"}},
        {"type": "P_track_table", "args": {"table": "tag"}},
        {"type": "P_track_table", "args": {"table": "note"}},
        {"type": "P_create_array_relationship", "args": {"table": "author", "name": "articles",
          "using": {"foreign_key_constraint_on": {"table": "article", "column": "author_id"}}}},
        {"type": "P_create_object_relationship", "args": {"table": "article", "name": "author",
          "using": {"foreign_key_constraint_on": "author_id"}}},
        {"type": "P_create_array_relationship", "args": {"table": "article", "name": "tags",
          "using": {"foreign_key_constraint_on": {"table": "tag", "column": "article_id"}}}},
        {"type": "P_create_select_permission", "args": {"table": "author", "role": "user",
          "permission": {"columns": ["name"], "filter": {"id": {"_lte": "X-Hasura-Most"}}}}},
        {"type": "P_create_select_permission", "args": {"table": "article", "role": "user",
          "permission": {"columns": ["title"], "filter": {"published": {"_eq": true}},
            "limit": 2}}}]}
      """
    try await test.run(text.split(separator: "P_").joined(separator: database.prefix + "_"))
  }

  /// The data of an operation that must succeed.
  func query(
    _ text: String,
    variables: JSONObject = [:],
    session: Session = .admin
  ) async throws -> JSONValue {
    try await test.query(text, variables: variables, session: session, schema: .relay)
  }

  /// The first error of an operation that must fail.
  func failure(
    _ text: String,
    variables: JSONObject = [:],
    session: Session = .admin
  ) async -> EngineError? {
    await test.failure(text, variables: variables, session: session, schema: .relay)
  }

  /// The id of a row in table `public.author`, or in `author` where there are no schemas.
  func id(_ table: String, _ key: String) -> String {
    let schema = database == .sqlite ? "null" : "\"public\""
    return base64("[1, \(schema), \"\(table)\", \(key)]")
  }
}

/// The base64 form of a text.
func base64(_ text: String) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  var bits = text.utf8.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
  while !bits.count.isMultiple(of: 6) { bits.append(0) }
  var result = ""
  for start in stride(from: 0, to: bits.count, by: 6) {
    result.append(alphabet[bits[start..<start + 6].reduce(0) { $0 << 1 | Int($1) }])
  }
  return result + String(repeating: "=", count: (4 - result.count % 4) % 4)
}
