import OrderedCollections
import OrderedJSON
import Testing

@Suite(
  "Bad input through the server",
  .serialized
)
struct BadInputTests {
  private let program: Program

  init() throws {
    program = try Program.serving()
    try program.addDatabase(
      """
      CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);
      INSERT INTO author VALUES (1, 'Ann');
      """,
      tracking: ["author"]
    )
  }

  /// The engine must go on as if nothing had happened.
  private func expectService() throws {
    let answer = try program.graphql("{ author { id name } }")
    #expect(answer.body == ["data": ["author": [["id": 1, "name": "Ann"]]]])
  }

  @Test(
    "Bodies that are no request are refused in the contract's words",
    arguments: [
      ("{", "invalid-json"), ("", "invalid-json"), ("\u{0}", "invalid-json"),
      ("5", "parse-failed"), ("{}", "parse-failed"), (#"{"query": 5}"#, "parse-failed"),
      (#"{"query": "{ author { id } }", "variables": []}"#, "parse-failed"),
      (#"{"query": "{ author { id "}"#, "validation-failed"),
      (#"{"query": ""}"#, "validation-failed"),
    ]
  )
  func bodies(text: String, code: String) throws {
    let answer = try program.request("POST", "/v1/graphql", body: Array(text.utf8))
    #expect(answer.status == 200)
    #expect(answer.error?.code == code, "\(answer.body)")
    try expectService()
  }

  @Test(
    "Metadata commands that are none are refused with a status and a place",
    arguments: [
      ("{", "invalid-json"), ("[]", "parse-failed"), ("{}", "parse-failed"),
      (#"{"type": "no_such", "args": {}}"#, "parse-failed"),
      (#"{"type": "sqlite_track_table", "args": {"table": 5}}"#, "parse-failed"),
      (#"{"type": "sqlite_track_table", "args": {"table": "ghost"}}"#, "invalid-configuration"),
    ]
  )
  func commands(text: String, code: String) throws {
    let answer = try program.request("POST", "/v1/metadata", body: Array(text.utf8))
    #expect(answer.status == 400)
    #expect(answer.queryError?.code == code, "\(answer.body)")
    try expectService()
  }

  @Test("A table that does not exist is named with its place")
  func unknownTable() throws {
    let answer = try program.graphql("{ ghosts { id } }")
    #expect(answer.error?.message == "field 'ghosts' not found in type: 'query_root'")
    #expect(answer.error?.path == "$.selectionSet.ghosts")
    try expectService()
  }

  @Test("A query of five million bytes is refused, not parsed")
  func hugeQuery() throws {
    let answer = try program.graphql("{ author { id } }" + String(repeating: " ", count: 5_000_000))
    #expect(answer.error != nil, "\(answer.status)")
    try expectService()
  }

  @Test("Deep nesting is refused, whatever is nested")
  func deepNesting() throws {
    for text in [
      String(repeating: "{a", count: 50_000) + String(repeating: "}", count: 50_000),
      "{ author(where: " + String(repeating: "{_not: ", count: 50_000) + "{}"
        + String(repeating: "}", count: 50_000) + ") { id } }",
      "{ author(where: {id: {_in: " + String(repeating: "[", count: 50_000)
        + String(repeating: "]", count: 50_000) + "}}) { id } }",
    ] {
      let answer = try program.graphql(text)
      #expect(answer.error?.code == "validation-failed")
    }
    let json = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    let answer = try program.request("POST", "/v1/graphql", body: Array(json.utf8))
    #expect(answer.error?.code == "invalid-json")
    try expectService()
  }

  @Test("Ten thousand aliases are refused with a clear message")
  func aliases() throws {
    let fields = (0..<10_000).map { "a\($0): id" }.joined(separator: " ")
    let answer = try program.graphql("{ author { \(fields) } }")
    #expect(answer.error?.code == "validation-failed")
    #expect(answer.error?.message.contains("ask for less at once") == true)
    try expectService()
  }

  @Test("Values of the wrong kind are refused at their place")
  func wrongValues() throws {
    let answer = try program.graphql(#"{ author(limit: "many") { id } }"#)
    #expect(answer.error?.path == "$.selectionSet.author.args.limit")
    try expectService()
  }

  @Test("A PostgreSQL source that does not answer is refused with the reason, without the password")
  func unreachableDatabase() throws {
    let port = try Socket.freePort()
    let url = "postgresql://someone:hunter2@127.0.0.1:\(port)/nothing"
    let answer = try program.metadata([
      "type": "pg_add_source",
      "args": [
        "name": "far", "configuration": ["connection_info": ["database_url": .string(url)]],
      ],
    ])
    #expect(answer.status == 400)
    #expect(answer.queryError?.message == "Inconsistent object: connection error")
    let text = String(decoding: answer.body["internal"]?.serialized() ?? [], as: UTF8.self)
    #expect(text.contains("refused"), "\(text)")
    #expect(!text.contains("hunter2"))
    try expectService()
  }

  @Test("A path that does not exist is a plain 404")
  func unknownPath() throws {
    let answer = try program.request("POST", "/v1/nothing", body: Array("{}".utf8))
    #expect(answer.status == 404)
    #expect(answer.queryError?.code == "not-found")
    try expectService()
  }
}
