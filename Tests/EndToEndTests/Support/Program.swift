import FoundationEssentials
import Glibc
import OrderedCollections
import OrderedJSON
import Testing

/// The built program, running as a process of its own in a temporary folder.
final class Program: Sendable {
  let port: Int
  let folder: String
  private let process: pid_t

  /// The path of the built program.
  static let path: String = {
    if let given = getenv("DOVETAIL_TEST_BINARY") { return String(cString: given) }
    var folder = URL(filePath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    return folder.appending(path: ".build/debug/dovetail").path()
  }()

  /// Starts the program without waiting for anything.
  init(
    arguments: [String] = [],
    environment: [String] = [],
    port: Int? = nil,
    dataDirectory: String? = nil
  ) throws {
    let port = try port ?? Socket.freePort()
    let folder = "/tmp/dovetail-program-\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    self.port = port
    self.folder = folder
    let words =
      [
        Self.path, "serve", "--server-port", String(port), "--server-host", "127.0.0.1",
        "--data-dir", dataDirectory ?? folder + "/data",
      ] + arguments
    process = try Self.spawn(words, environment: environment, output: folder + "/output")
  }

  deinit {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Starts a program whose output goes into files; its errors into the same one if none is named.
  static func spawn(
    _ words: [String],
    environment: [String],
    output: String,
    errors: String? = nil
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    if let errors {
      posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    } else {
      posix_spawn_file_actions_adddup2(&actions, 1, 2)
    }
    var arguments = words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var process = pid_t()
    let result = posix_spawn(&process, words[0], &actions, nil, &arguments, &variables)
    try #require(result == 0, "\(words[0]) does not start")
    return process
  }

  /// A program that answers.
  static func serving(
    arguments: [String] = [],
    environment: [String] = [],
    port: Int? = nil,
    dataDirectory: String? = nil
  ) throws -> Program {
    let program = try Program(
      arguments: arguments,
      environment: environment,
      port: port,
      dataDirectory: dataDirectory
    )
    try program.waitUntilServing()
    return program
  }

  /// Waits until the program answers, some seconds at most.
  func waitUntilServing() throws {
    for _ in 0..<300 {
      if let answer = try? request("GET", "/healthz"), answer.status == 200 { return }
      usleep(50_000)
    }
    throw NotServing(output: output)
  }

  struct NotServing: Error {
    var output: String
  }

  /// What the program has written.
  var output: String {
    (try? String(contentsOfFile: folder + "/output", encoding: .utf8)) ?? ""
  }

  /// The status with which the program ended; nil if it does not end within ten seconds.
  func exitStatus() -> Int32? {
    for _ in 0..<200 {
      var status: Int32 = 0
      if waitpid(process, &status, WNOHANG) == process {
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
      }
      usleep(50_000)
    }
    return nil
  }

  // MARK: Requests

  /// An answer of the program.
  struct Answer {
    var status: Int
    var body: JSONValue
  }

  /// Sends a request on a connection of its own.
  func request(
    _ method: String,
    _ path: String,
    body: [UInt8] = [],
    headers: [String] = []
  ) throws -> Answer {
    let socket = try Socket.connected(to: port)
    defer { socket.close() }
    let lines =
      [
        "\(method) \(path) HTTP/1.1", "Host: localhost", "Connection: close",
        "Content-Type: application/json", "Content-Length: \(body.count)",
      ] + headers
    socket.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    var received: [UInt8] = []
    while case let some = socket.receive(), !some.isEmpty { received += some }
    let text = String(decoding: received, as: UTF8.self)
    guard let end = text.firstRange(of: "\r\n\r\n"),
      let status = text.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap({ Int($0) })
    else { throw NoAnswer(text: text) }
    let content = String(text[end.upperBound...])
    return Answer(
      status: status,
      body: (try? JSONValue(parsing: Array(content.utf8))) ?? .string(content)
    )
  }

  struct NoAnswer: Error {
    var text: String
  }

  /// The answer to an operation.
  func graphql(_ query: String, variables: JSONValue = [:], headers: [String] = []) throws -> Answer
  {
    let body: JSONValue = ["query": .string(query), "variables": variables]
    return try request("POST", "/v1/graphql", body: body.serialized(), headers: headers)
  }

  /// The answer to a metadata command.
  @discardableResult
  func metadata(_ command: JSONValue, path: String = "/v1/metadata") throws -> Answer {
    try request("POST", path, body: command.serialized())
  }

  /// Adds a SQLite source `default`, runs a script in it, and tracks tables.
  func addDatabase(_ script: String, tracking tables: [String]) throws {
    let configuration: JSONValue = [
      "connection_info": ["database": .string(folder + "/default.db"), "create": true]
    ]
    let commands: [JSONValue] =
      [
        [
          "type": "sqlite_add_source",
          "args": ["name": "default", "configuration": configuration],
        ],
        ["type": "run_sql", "args": ["source": "default", "sql": .string(script)]],
        ["type": "reload_metadata", "args": [:]],
      ]
      + tables.map { ["type": "sqlite_track_table", "args": ["table": .string($0)]] }
    for command in commands {
      let path = command["type"] == "run_sql" ? "/v2/query" : "/v1/metadata"
      let answer = try metadata(command, path: path)
      try #require(answer.status == 200, "\(command): \(answer.body)")
    }
  }
}

extension Program.Answer {
  /// The first error's message, code and path at the GraphQL endpoint.
  var error: (message: String, code: String, path: String)? {
    guard let error = body["errors"]?.arrayValue?.first,
      let message = error["message"]?.stringValue,
      let code = error["extensions"]?["code"]?.stringValue,
      let path = error["extensions"]?["path"]?.stringValue
    else { return nil }
    return (message, code, path)
  }

  /// The error's message, code and path at the other endpoints.
  var queryError: (message: String, code: String, path: String)? {
    guard let message = body["error"]?.stringValue, let code = body["code"]?.stringValue,
      let path = body["path"]?.stringValue
    else { return nil }
    return (message, code, path)
  }
}
