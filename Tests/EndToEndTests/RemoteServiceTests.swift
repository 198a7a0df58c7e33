import Glibc
import OrderedCollections
import OrderedJSON
import Testing

@Suite(
  "Remote schemas through the server",
  .serialized
)
struct RemoteServiceTests {
  /// Adds a remote schema at a port of this machine.
  private func add(
    _ name: String,
    port: Int,
    to program: Program,
    timeout: Int = 10
  ) throws -> Program.Answer {
    let definition: JSONValue = [
      "url": .string("http://127.0.0.1:\(port)/v1/graphql"), "timeout_seconds": .int(timeout),
    ]
    return try program.metadata([
      "type": "add_remote_schema", "args": ["name": .string(name), "definition": definition],
    ])
  }

  @Test("Services that are not there, not GraphQL, or too slow are refused with the reason")
  func refused() throws {
    let program = try Program.serving()
    let nobody = try add("nobody", port: try Socket.freePort(), to: program)
    #expect(nobody.status == 400)
    #expect(nobody.queryError?.code == "remote-schema-error", "\(nobody.body)")

    let page = try FakeService(contentType: "text/html", body: "<html>Welcome</html>")
    let html = try add("page", port: page.port, to: program)
    #expect(html.status == 400)
    #expect(html.queryError?.code == "remote-schema-error", "\(html.body)")

    let slow = try FakeService(contentType: "application/json", body: "{}", delay: 4)
    let clock = ContinuousClock()
    let start = clock.now
    let late = try add("slow", port: slow.port, to: program, timeout: 1)
    #expect(clock.now - start < .seconds(4))
    #expect(late.status == 400)
    #expect(late.queryError?.code == "remote-schema-error", "\(late.body)")

    let export = try program.metadata(["type": "export_metadata", "args": [:]])
    #expect(export.body["remote_schemas"] == nil)
    #expect(try program.graphql("{ no_queries_available }").error == nil)
  }

  @Test("A permission that is no SDL, or allows what is not there, is refused")
  func permissions() throws {
    let other = try Program.serving()
    try other.addDatabase("CREATE TABLE album (id INTEGER PRIMARY KEY)", tracking: ["album"])
    let program = try Program.serving(
      environment: ["HASURA_GRAPHQL_ENABLE_REMOTE_SCHEMA_PERMISSIONS=true"])
    #expect(try add("other", port: other.port, to: program).status == 200)
    for sdl in ["type Query {", "schema { query: query_root } type query_root { ghost: Int }"] {
      let answer = try program.metadata([
        "type": "add_remote_schema_permissions",
        "args": [
          "remote_schema": "other", "role": "user", "definition": ["schema": .string(sdl)],
        ],
      ])
      #expect(answer.status == 400)
      #expect(answer.queryError != nil, "\(answer.body)")
    }
    #expect(try program.graphql("{ album { id } }").body == ["data": ["album": []]])
  }

  @Test("Two engines and three levels take two requests")
  func twoEngines() throws {
    let other = try Program.serving()
    try other.addDatabase(
      """
      CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE album (id INTEGER PRIMARY KEY, title TEXT);
      INSERT INTO artist VALUES (1, 'Ann'), (2, 'Bob');
      INSERT INTO album VALUES (1, 'One'), (2, 'Two'), (3, 'Three');
      """,
      tracking: ["artist", "album"]
    )
    let program = try Program.serving()
    try program.addDatabase(
      """
      CREATE TABLE note (id INTEGER PRIMARY KEY, artist_id INTEGER, album_id INTEGER, word TEXT);
      INSERT INTO note VALUES (1, 1, 1, 'good'), (2, 1, 3, 'fine'), (3, 2, 2, 'poor');
      """,
      tracking: ["note"]
    )
    #expect(try add("music", port: other.port, to: program).status == 200)
    let toTable: JSONValue = [
      "to_source": [
        "source": "default", "table": "note", "relationship_type": "array",
        "field_mapping": ["id": "artist_id"],
      ]
    ]
    let toAlbum: JSONValue = [
      "to_remote_schema": [
        "remote_schema": "music", "lhs_fields": ["album_id"],
        "remote_field": ["album_by_pk": ["arguments": ["id": "$album_id"]]],
      ]
    ]
    for command: JSONValue in [
      [
        "type": "create_remote_schema_remote_relationship",
        "args": [
          "remote_schema": "music", "type_name": "artist", "name": "notes", "definition": toTable,
        ],
      ],
      [
        "type": "sqlite_create_remote_relationship",
        "args": ["source": "default", "table": "note", "name": "album", "definition": toAlbum],
      ],
    ] {
      let answer = try program.metadata(command)
      try #require(answer.status == 200, "\(answer.body)")
    }
    let before = other.graphqlRequestCount
    let answer = try program.graphql(
      """
      { artist(order_by: {id: asc}) {
          name notes(order_by: {id: asc}) { word album { title } } } }
      """
    )
    #expect(
      answer.body == [
        "data": [
          "artist": [
            [
              "name": "Ann",
              "notes": [
                ["word": "good", "album": ["title": "One"]],
                ["word": "fine", "album": ["title": "Three"]],
              ],
            ],
            ["name": "Bob", "notes": [["word": "poor", "album": ["title": "Two"]]]],
          ]
        ]
      ]
    )
    // The log is written after the answer.
    for _ in 0..<40 where other.graphqlRequestCount < before + 2 { usleep(50_000) }
    usleep(200_000)
    #expect(other.graphqlRequestCount == before + 2)
  }
}

extension Program {
  /// How many requests to `/v1/graphql` the program has logged.
  fileprivate var graphqlRequestCount: Int {
    output.split(separator: "\n").filter {
      $0.contains("\"type\":\"http-log\"") && $0.contains("\"url\":\"/v1/graphql\"")
    }.count
  }
}
