import FoundationEssentials
import OrderedCollections
import OrderedJSON
import Testing

@Suite(
  "Starting the program",
  .serialized
)
struct StartTests {
  @Test("Without any environment it serves, and says that there is nothing to query")
  func empty() throws {
    let program = try Program.serving()
    #expect(try program.request("GET", "/v1/version").body["version"]?.stringValue != nil)
    let answer = try program.graphql("{ no_queries_available }")
    #expect(answer.status == 200)
    #expect(
      answer.body["data"]?["no_queries_available"]?.stringValue?.hasPrefix("There are no queries")
        == true
    )
  }

  @Test("A port that is taken ends it with a message that names the port")
  func portTaken() throws {
    let (listener, port) = try Socket.listening()
    defer { listener.close() }
    let program = try Program(port: port)
    #expect(program.exitStatus().map { $0 != 0 } == true)
    #expect(program.output.contains(String(port)))
    #expect(program.output.contains("another process is using the port"))
  }

  @Test("A data directory that cannot be written ends it with a message that names the directory")
  func dataDirectory() throws {
    let file = "/tmp/dovetail-file-\(UInt64.random(in: 0...UInt64.max))"
    try Data().write(to: URL(filePath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let program = try Program(dataDirectory: file + "/data")
    #expect(program.exitStatus().map { $0 != 0 } == true)
    #expect(program.output.contains(file + "/data"), "\(program.output)")
  }

  @Test(
    "Options that make no sense end it with a message that names them",
    arguments: [
      (["--no-such-option"], [], "no-such-option"),
      (["--max-body-length", "many"], [], "max-body-length"),
      ([], ["DOVETAIL_MAX_BODY_LENGTH=many"], "DOVETAIL_MAX_BODY_LENGTH"),
      ([], ["HASURA_GRAPHQL_SERVER_TIMEOUT=many"], "HASURA_GRAPHQL_SERVER_TIMEOUT"),
    ]
  )
  func options(arguments: [String], environment: [String], name: String) throws {
    let program = try Program(arguments: arguments, environment: environment)
    #expect(program.exitStatus().map { $0 != 0 } == true)
    #expect(program.output.contains(name), "\(program.output)")
  }

  @Test("A metadata database that does not answer ends it with a message, without the password")
  func metadataDatabase() throws {
    let port = try Socket.freePort()
    let program = try Program(arguments: [
      "--metadata-database-url", "postgresql://someone:hunter2@127.0.0.1:\(port)/nothing",
      "--retries", "0",
    ])
    #expect(program.exitStatus().map { $0 != 0 } == true)
    #expect(program.output.contains("refused"), "\(program.output)")
    #expect(!program.output.contains("hunter2"))
  }

  @Test("Documents may be as long as the options say, and no longer")
  func documentLength() throws {
    func document(_ length: Int) -> String {
      "{ no_queries_available } # " + String(repeating: "x", count: length)
    }
    let ample = try Program.serving()
    #expect(try ample.graphql(document(3 << 20)).body["data"] != nil)
    #expect(try ample.graphql(document(5 << 20)).error?.code == "payload-too-large")
    let strict = try Program.serving(arguments: ["--max-query-length", "2000"])
    #expect(try strict.graphql(document(1_000)).body["data"] != nil)
    #expect(try strict.graphql(document(3_000)).error?.code == "payload-too-large")
  }

  @Test("What a run has kept is exported, and gone after clean")
  func clean() throws {
    let folder = "/tmp/dovetail-clean-\(UInt64.random(in: 0...UInt64.max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let program = try Program.serving(dataDirectory: folder)
      let command = #"""
        {"type": "create_query_collection", "args": {"name": "a", "definition": {"queries": []}}}
        """#
      #expect(try program.request("POST", "/v1/metadata", body: Array(command.utf8)).status == 200)
    }
    #expect(try CommandRun(["export", "--data-dir", folder]).output.contains("query_collections"))
    let cleaned = try CommandRun(["clean", "--data-dir", folder])
    #expect(cleaned.status == 0)
    #expect(cleaned.output == "the metadata in \"\(folder)\" is removed\n")
    #expect(
      try CommandRun(["export", "--data-dir", folder]).output.contains("query_collections") == false
    )
  }

  @Test("With an admin secret, nobody gets in without it")
  func adminSecret() throws {
    let program = try Program.serving(environment: ["HASURA_GRAPHQL_ADMIN_SECRET=sesame"])
    let refused = try program.graphql("{ no_queries_available }")
    #expect(refused.error?.code == "access-denied")
    let wrong = try program.request(
      "POST",
      "/v1/metadata",
      body: Array("{}".utf8),
      headers: ["X-Hasura-Admin-Secret: open"]
    )
    #expect(wrong.status == 401)
    #expect(
      wrong.queryError?.message
        == "invalid \"x-hasura-admin-secret\"/\"x-hasura-access-key\""
    )
    let right = try program.graphql(
      "{ no_queries_available }",
      headers: ["X-Hasura-Admin-Secret: sesame"]
    )
    #expect(right.error == nil)
    #expect(!program.output.contains("sesame"))
  }
}
