import DovetailEngine
import DovetailMetadata
import DovetailSQLite
import DovetailSource
import FoundationEssentials
import Logging
import OrderedCollections
import OrderedJSON

/// A folder below `Cases/<area>/` with a request and what comes of it.
///
/// In: `request.graphql`, and if needed `variables.json` and `session.json` (the role and the session
/// variables); `schema.sql` and `metadata.json` of the area. Out: `explain.json` (the SQL of each
/// fetch) and `response.json`, or `errors.json` for what is refused.
struct GoldenCase: Sendable, CustomStringConvertible {
  let area: String
  let name: String

  var description: String { "\(area)/\(name)" }

  private static let root =
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")

  /// Whether expected files are rewritten instead of compared.
  static var isUpdating: Bool {
    ProcessInfo.processInfo.environment["DOVETAIL_UPDATE_GOLDENS"] == "1"
  }

  /// All cases, by name.
  static let all: [GoldenCase] = folders(in: root).flatMap { area in
    folders(in: root.appending(path: area)).map { GoldenCase(area: area, name: $0) }
  }

  private static func folders(in folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return names.filter { !$0.contains(".") }.sorted()
  }

  // MARK: Files

  private var folder: URL { Self.root.appending(path: area).appending(path: name) }

  /// The text of a file of the case, or else of its area.
  func text(of file: String) -> String? {
    let own = folder.appending(path: file)
    let shared = folder.deletingLastPathComponent().appending(path: file)
    return (try? String(contentsOf: own, encoding: .utf8))
      ?? (try? String(contentsOf: shared, encoding: .utf8))
  }

  /// The expected files that the folder has.
  var expectedFiles: Set<String> {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return Set(names).intersection(["explain.json", "response.json", "errors.json"])
  }

  /// Replaces the expected files.
  func write(_ outcome: [String: String]) throws {
    for file in expectedFiles {
      try FileManager.default.removeItem(at: folder.appending(path: file))
    }
    for (file, text) in outcome {
      try text.write(to: folder.appending(path: file), atomically: true, encoding: .utf8)
    }
  }

  // MARK: Running

  /// Runs the request on an engine of its own, with a fresh database.
  func run() async throws -> [String: String] {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "dovetail-golden-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let engine = Engine(
      options: EngineOptions(),
      connector: SQLiteConnector(),
      store: SQLiteMetadataStore(dataDirectory: directory.path()),
      log: Logger(label: "golden", factory: { _ in SwiftLogNoOpLogHandler() })
    )
    try await engine.start()
    try await setUp(engine, database: directory.appending(path: "golden.db").path())
    let outcome = try await outcome(of: engine)
    await engine.stop()
    return outcome
  }

  private func setUp(_ engine: Engine, database: String) async throws {
    let add: JSONValue = [
      "type": "sqlite_add_source",
      "args": [
        "name": "default",
        "configuration": ["connection_info": ["database": .string(database)]],
      ],
    ]
    _ = try await engine.run(MetadataRequest(body: add, api: .metadata, session: .admin))
    let script: JSONValue = [
      "type": "sqlite_run_sql", "args": ["sql": .string(text(of: "schema.sql") ?? "")],
    ]
    _ = try await engine.run(MetadataRequest(body: script, api: .v2Query, session: .admin))
    let commands = try JSONValue(parsing: text(of: "metadata.json") ?? "[]")
    let bulk: JSONValue = ["type": "bulk", "args": commands]
    _ = try await engine.run(MetadataRequest(body: bulk, api: .metadata, session: .admin))
  }

  private func outcome(of engine: Engine) async throws -> [String: String] {
    let text = text(of: "request.graphql") ?? ""
    let variables = try JSONValue(parsing: self.text(of: "variables.json") ?? "{}")
    let given = try JSONValue(parsing: self.text(of: "session.json") ?? "{}")
    var session: [String: String] = [:]
    for (name, value) in given.objectValue ?? [:] { session[name] = value.stringValue }
    let role = RoleName(session["x-hasura-role"] ?? "admin")
    let response = await engine.execute(
      GraphQLOperationRequest(
        text: text,
        variables: variables.objectValue ?? [:],
        session: Session(role: role, variables: session)
      )
    )
    guard let data = response.data else {
      return ["errors.json": pretty(.array(response.errors.map(describe)))]
    }
    var files = ["response.json": pretty(try JSONValue(parsing: data))]
    if !text.hasPrefix("mutation") {
      let request: JSONValue = [
        "query": ["query": .string(text), "variables": variables], "user": given,
      ]
      files["explain.json"] = pretty(withoutPlans(try await engine.explanation(of: request)))
    }
    return files
  }

  private func describe(_ error: EngineError) -> JSONValue {
    ["message": .string(error.message), "code": .string(error.code), "path": .string(error.path)]
  }

  /// The database's own plans differ between its versions.
  private func withoutPlans(_ value: JSONValue) -> JSONValue {
    guard case .array(let fields) = value else { return value }
    return .array(
      fields.map { field in
        guard case .object(var members) = field else { return field }
        members["plan"] = nil
        return .object(members)
      }
    )
  }

  private func pretty(_ value: JSONValue) -> String {
    String(decoding: value.prettySerialized(), as: UTF8.self) + "\n"
  }
}

/// Connects SQLite files and nothing else.
private struct SQLiteConnector: UpstreamConnector {
  func connect(_ configuration: SourceConfiguration) throws(SourceError) -> any Source {
    try SQLiteSource(configuration: configuration.configuration, environment: [:])
  }

  func connect(
    _ name: RemoteSchemaName,
    _ definition: RemoteSchemaDefinition,
    trusting tlsAllowlist: [TLSAllowlistEntry]
  ) throws(SourceError) -> any Source {
    throw SourceError(code: .notSupported, message: "goldens have no remote schemas")
  }
}
