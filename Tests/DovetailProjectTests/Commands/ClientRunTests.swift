import DovetailCommands
import DovetailProject
import DovetailServer
import NIOHTTP1
import OrderedJSON
import Synchronization
import Testing

@Suite("Commands")
struct ClientRunTests {
  /// What a command did.
  private struct Outcome {
    var status: Int32
    var result: String
    var notes: String
  }

  private final class Texts: Sendable {
    let result = Mutex("")
    let notes = Mutex("")
  }

  private func run(
    _ arguments: [String],
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    let invocation = try Invocation(arguments: arguments, environment: environment, version: "")
    guard case .client(let client) = invocation else { throw CommandFailure("\(invocation)") }
    let texts = Texts()
    let output = CommandOutput(
      result: { text in texts.result.withLock { $0 += text } },
      note: { text in texts.notes.withLock { $0 += text + "\n" } }
    )
    var status: Int32
    do throws(CommandFailure) {
      status = try await ClientRun.run(client, environment: environment, output: output)
    } catch {
      status = error.status
      output.note("error: \(error)")
    }
    return Outcome(
      status: status,
      result: texts.result.withLock { $0 },
      notes: texts.notes.withLock { $0 }
    )
  }

  private static let metadata: JSONValue = [
    "resource_version": 3, "metadata": ["version": 3, "sources": []],
  ]

  @Test("A certificate that nobody knows is refused, unless it is named or all are taken")
  func certificates() async throws {
    let engine = try await TLSEngine(answering: Self.metadata)
    let project = try TemporaryProject(["config.yaml": "version: 3\n"])
    try project.write(TLSEngine.certificate + "\n", to: "authority.pem")
    let export = [
      "metadata", "export", "--project", project.path, "-o", "json", "--endpoint", engine.endpoint,
    ]
    let refused = try await run(export)
    #expect(refused.status == 1)
    #expect(refused.notes.contains("cannot be asked"), "\(refused.notes)")
    #expect(engine.requests.isEmpty)
    let authority = ["--certificate-authority", project.path + "/authority.pem"]
    for options in [authority, ["--insecure-skip-tls-verify"]] {
      let run = try await run(export + options)
      #expect(run.status == 0, "\(run.notes)")
      #expect(try JSONValue(parsing: run.result) == ["version": 3, "sources": []])
    }
    let variable = try await run(
      export,
      environment: ["HASURA_GRAPHQL_INSECURE_SKIP_TLS_VERIFY": "true"]
    )
    #expect(variable.status == 0)
    let missing = try await run(export + ["--certificate-authority", "/nowhere.pem"])
    #expect(missing.notes.contains("the certificate authority \"/nowhere.pem\" cannot be read"))
    try await engine.stop()
  }

  @Test("Flags win over variables, these over .env, and that over config.yaml")
  func precedence() async throws {
    let engine = try await TLSEngine(answering: Self.metadata)
    let project = try TemporaryProject([
      "config.yaml": """
      version: 3
      endpoint: \(engine.endpoint)/
      admin_secret: from-config
      insecure_skip_tls_verify: true
      api_paths:
        v1_metadata: moved/metadata
      """
    ])
    let export = ["metadata", "export", "--project", project.path, "-o", "yaml"]
    _ = try await run(export)
    try project.write("HASURA_GRAPHQL_ADMIN_SECRET=from-file\n", to: ".env")
    _ = try await run(export)
    let environment = ["HASURA_GRAPHQL_ADMIN_SECRET": "from-environment"]
    _ = try await run(export, environment: environment)
    let flag = try await run(export + ["--admin-secret", "from-flag"], environment: environment)
    try project.write("HASURA_GRAPHQL_ADMIN_SECRET=from-other\n", to: "other.env")
    _ = try await run(export + ["--envfile", "other.env"])
    #expect(
      engine.requests == [
        "/moved/metadata from-config", "/moved/metadata from-file",
        "/moved/metadata from-environment", "/moved/metadata from-flag",
        "/moved/metadata from-other",
      ]
    )
    #expect(flag.result == "version: 3\nsources: []\n")
    try await engine.stop()
  }

  @Test(
    "What an engine says in its own way is passed on",
    arguments: [
      (
        ["error": "no", "code": "access-denied", "path": "$.args"] as JSONValue,
        "error: no (access-denied at $.args)"
      ),
      (["message": "oops"] as JSONValue, "answered with status 400"),
    ]
  )
  func refusals(answer: JSONValue, part: String) async throws {
    let engine = try await TLSEngine(answering: answer, status: .badRequest)
    let project = try TemporaryProject()
    let run = try await run([
      "migrate", "status", "--project", project.path, "--insecure-skip-tls-verify", "--endpoint",
      engine.endpoint,
    ])
    #expect(run.status == 1)
    #expect(run.notes.contains(part), "\(run.notes)")
    try await engine.stop()
  }

  @Test(
    "Options that contradict each other are refused",
    arguments: [
      (["migrate", "apply", "--up", "1", "--down", "1"], "--up and --down exclude each other"),
      (["migrate", "apply", "--up", "some"], "--up: expected a number or all"),
      (["migrate", "apply", "--type", "up"], "--type belongs to --version"),
      (["migrate", "apply", "--goto", "x"], "--goto: expected the version of a migration"),
      (["explain"], "give one operation"),
      (["explain", "{ a }", "--query", "{ b }"], "give one operation"),
      (["explain", "{ a }", "--session", "x"], "--session: expected NAME=VALUE"),
      (["explain", "{ a }", "--variables", "[]"], "--variables: expected a JSON object"),
    ]
  )
  func contradictions(arguments: [String], part: String) async throws {
    let project = try TemporaryProject()
    let run = try await run(
      arguments + ["--project", project.path, "--endpoint", "http://127.0.0.1:1"]
    )
    #expect(run.status == 2)
    #expect(run.notes.contains(part), "\(run.notes)")
  }

  @Test("Without an engine or a project there is a word of what to give")
  func nothingNamed() async throws {
    let project = try TemporaryProject(smallMetadata)
    try project.write("version: 3\n", to: "config.yaml")
    let engine = try await run(["metadata", "diff", "--project", project.path])
    #expect(engine.status == 2 && engine.notes.contains("give --endpoint"), "\(engine.notes)")
    let scheme = try await run([
      "metadata", "apply", "--project", project.path, "--endpoint", "localhost:8080",
    ])
    #expect(scheme.notes.contains("is no http:// or https:// URL"))
    let folder = try await run(["metadata", "validate", "--project", "/nowhere"])
    #expect(folder.notes.contains("the project directory \"/nowhere\" does not exist"))
  }
}
