package import OrderedJSON

/// What an engine has, and which version of it.
package struct EngineMetadata: Sendable {
  package var resourceVersion: Int?
  package var document: JSONValue
}

/// What an engine says after its metadata was replaced.
package struct ReplacementOutcome: Sendable {
  /// What does not fit, a line each; empty if all is well.
  package var inconsistencies: [String]
  /// What has no meaning or no effect, a line each.
  package var warnings: [String]
}

extension EngineConnection {
  /// The metadata that the engine has.
  package func exportMetadata() async throws(EngineRefusal) -> EngineMetadata {
    let answer = try await answer(
      to: ["type": "export_metadata", "version": 2, "args": [:]],
      at: .metadata
    )
    guard let document = answer["metadata"] else {
      throw EngineRefusal("the engine's answer has no metadata in it")
    }
    return EngineMetadata(
      resourceVersion: answer["resource_version"]?.intValue,
      document: document
    )
  }

  /// Replaces the metadata, if nobody else changed it since it had the version.
  package func replaceMetadata(
    _ document: JSONValue,
    version: Int?,
    allowsInconsistency: Bool
  ) async throws(EngineRefusal) -> ReplacementOutcome {
    var command: [(String, JSONValue)] = [
      ("type", "replace_metadata"), ("version", 2),
      (
        "args",
        [
          "allow_inconsistent_metadata": .bool(allowsInconsistency), "metadata": document,
        ]
      ),
    ]
    if let version { command.append(("resource_version", .int(version))) }
    let answer = try await answer(to: .object(members: command), at: .metadata)
    return ReplacementOutcome(
      inconsistencies: (answer["inconsistent_objects"]?.arrayValue ?? []).compactMap(
        inconsistencyText
      ),
      warnings: (answer["warnings"]?.arrayValue ?? []).compactMap { $0["message"]?.stringValue }
    )
  }

  /// Lets the engine look at its databases and services again.
  ///
  /// - Returns: what does not fit, a line each.
  @discardableResult
  package func reloadMetadata() async throws(EngineRefusal) -> [String] {
    let answer = try await answer(to: ["type": "reload_metadata", "args": [:]], at: .metadata)
    return (answer["inconsistent_objects"]?.arrayValue ?? []).compactMap(inconsistencyText)
  }

  /// Which migrations the engine has.
  package func migrationState() async throws(EngineRefusal) -> MigrationState {
    let answer = try await answer(to: ["type": "get_catalog_state", "args": [:]], at: .metadata)
    return MigrationState(answer["cli_state"] ?? [:])
  }

  /// Keeps which migrations the engine has.
  package func setMigrationState(_ state: MigrationState) async throws(EngineRefusal) {
    _ = try await answer(
      to: ["type": "set_catalog_state", "args": ["type": "cli", "state": state.json]],
      at: .metadata
    )
  }

  /// Runs a script in a database.
  package func runSQL(
    _ sql: String,
    source: String,
    kind: String
  ) async throws(EngineRefusal) {
    _ = try await answer(
      to: [
        "type": .string(kind == "postgres" ? "run_sql" : "\(kind)_run_sql"),
        "args": ["source": .string(source), "sql": .string(sql)],
      ],
      at: .query
    )
  }
}
