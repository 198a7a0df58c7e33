import DovetailEngine
import DovetailMetadata
import OrderedJSON

/// Sets an engine up for the demo, through the metadata API as a user would.
struct DemoSetup {
  let engine: Engine

  /// What had to be done.
  struct Outcome {
    /// How long it took to make and fill the tables; nil if they were there.
    var filling: Duration?
    /// How long it took to apply the metadata; nil if it was there.
    var applying: Duration?
  }

  /// Does what has not been done in an earlier run on the same directory.
  func run(_ shop: Shop) async throws(DemoError) -> Outcome {
    let metadata = try DemoContent.metadataDocument()
    let existing = try await send(["type": "export_metadata", "args": [:]])
    var outcome = Outcome()
    if !has(DemoContent.source, in: existing["sources"]) {
      let configuration = metadata["sources"]?.arrayValue?.first?["configuration"] ?? [:]
      try await send([
        "type": "sqlite_add_source",
        "args": ["name": .string(DemoContent.source), "configuration": configuration],
      ])
    }
    let clock = ContinuousClock()
    if try await !hasTables() {
      let start = clock.now
      try await runSQL(shop.script)
      outcome.filling = start.duration(to: clock.now)
    }
    if !has(DemoContent.remoteSchema, in: existing["remote_schemas"]) {
      let start = clock.now
      try await send([
        "type": "replace_metadata", "version": 2,
        "args": ["allow_inconsistent_metadata": false, "metadata": metadata],
      ])
      outcome.applying = start.duration(to: clock.now)
    }
    return outcome
  }

  private func has(_ name: String, in objects: JSONValue?) -> Bool {
    objects?.arrayValue?.contains { $0["name"]?.stringValue == name } ?? false
  }

  private func hasTables() async throws(DemoError) -> Bool {
    let answer = try await runSQL("SELECT name FROM sqlite_master WHERE name = 'customers'")
    // The first row has the names of the columns.
    return (answer["result"]?.arrayValue?.count ?? 0) > 1
  }

  @discardableResult
  private func runSQL(_ sql: String) async throws(DemoError) -> JSONValue {
    try await send(
      [
        "type": "sqlite_run_sql",
        "args": ["source": .string(DemoContent.source), "sql": .string(sql)],
      ],
      to: .v2Query
    )
  }

  @discardableResult
  private func send(
    _ command: JSONValue,
    to api: MetadataAPI = .metadata
  ) async throws(DemoError) -> JSONValue {
    do {
      return try await engine.run(MetadataRequest(body: command, api: api, session: .admin))
    } catch {
      let detail = error.detail.map { " \($0)" } ?? ""
      throw DemoError(
        "\(command["type"]?.stringValue ?? "the command") failed: \(error.message)\(detail)"
      )
    }
  }
}
