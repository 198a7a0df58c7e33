import OrderedCollections
import OrderedJSON
import Testing

@Suite(
  "Actions through the server",
  .serialized
)
struct ActionTests {
  @Test("A handler on this machine is called, and its answer joined with a table")
  func call() throws {
    let hook = try FakeService(
      contentType: "application/json",
      body: #"{"uid": 2, "token": "t"}"#
    )
    let program = try Program.serving(
      environment: ["HOOK_BASE=http://127.0.0.1:\(hook.port)"]
    )
    try program.addDatabase(
      """
      CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT);
      INSERT INTO account VALUES (1, 'Ann'), (2, 'Bob');
      """,
      tracking: ["account"]
    )
    let types: JSONValue = [
      "objects": [
        [
          "name": "Login",
          "fields": [
            ["name": "token", "type": "String!"], ["name": "uid", "type": "Int!"],
          ],
          "relationships": [
            [
              "name": "account", "type": "object", "remote_table": "account",
              "field_mapping": ["uid": "id"],
            ]
          ],
        ]
      ]
    ]
    let action: JSONValue = [
      "name": "login",
      "definition": [
        "handler": "{{HOOK_BASE}}/login", "output_type": "Login!",
        "arguments": [["name": "user", "type": "String!"]],
      ],
    ]
    for command: JSONValue in [
      ["type": "set_custom_types", "args": types], ["type": "create_action", "args": action],
    ] {
      let answer = try program.metadata(command)
      try #require(answer.status == 200, "\(answer.body)")
    }
    let answer = try program.graphql(
      #"mutation { login(user: "bob") { token account { name } } }"#
    )
    #expect(
      answer.body == ["data": ["login": ["token": "t", "account": ["name": "Bob"]]]]
    )
    #expect(hook.connectionCount == 1)
  }

  @Test("An error of a handler is the client's, with the extensions that the handler wants")
  func errors() throws {
    let program = try Program.serving()
    let nobody = try Socket.freePort()
    let action: JSONValue = [
      "name": "ping",
      "definition": [
        "type": "query", "handler": .string("http://127.0.0.1:\(nobody)/"), "output_type": "Int",
      ],
    ]
    let created = try program.metadata(["type": "create_action", "args": action])
    try #require(created.status == 200, "\(created.body)")
    let answer = try program.graphql("{ ping }")
    let error = answer.body["errors"]?.arrayValue?.first
    #expect(error?["message"] == "http exception when calling webhook")
    #expect(error?["extensions"]?["code"] == "unexpected")
    #expect(error?["extensions"]?["internal"]?["error"]?["type"] == "http_exception")
  }
}
