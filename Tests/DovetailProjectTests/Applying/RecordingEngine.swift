import DovetailProject
import OrderedJSON
import Synchronization

/// An engine that does what it is told, notes it, and fails where it should.
final class RecordingEngine: EngineConnection {
  struct State {
    var metadata: JSONValue = ["version": 3, "sources": []]
    var version = 1
    var cliState: JSONValue = [:]
    var scripts: [String] = []
    var replacements = 0
    var reloads = 0
    /// How many of the next replacements lose against somebody else.
    var conflicts = 0
    /// The part of a script that makes it fail.
    var poison: String?
  }

  let state: Mutex<State>

  init(_ state: State = State()) {
    self.state = Mutex(state)
  }

  func answer(
    to command: JSONValue,
    at endpoint: EngineEndpoint
  ) async throws(EngineRefusal) -> JSONValue {
    try state.withLock { (state) throws(EngineRefusal) in
      try Self.answer(to: command, &state)
    }
  }

  private static func answer(
    to command: JSONValue,
    _ state: inout State
  ) throws(EngineRefusal) -> JSONValue {
    switch command["type"]?.stringValue {
    case "export_metadata":
      return ["resource_version": .int(state.version), "metadata": state.metadata]
    case "replace_metadata":
      if state.conflicts > 0 {
        state.conflicts -= 1
        state.version += 1
      }
      guard command["resource_version"]?.intValue == state.version else {
        throw EngineRefusal("metadata resource version referenced", code: "conflict")
      }
      state.version += 1
      state.replacements += 1
      state.metadata = command["args"]?["metadata"] ?? .null
      return ["is_consistent": true, "inconsistent_objects": []]
    case "get_catalog_state":
      return ["id": "x", "cli_state": state.cliState, "console_state": [:]]
    case "set_catalog_state":
      state.cliState = command["args"]?["state"] ?? .null
      return ["message": "success"]
    case "reload_metadata":
      state.reloads += 1
      return ["message": "success"]
    default:
      let sql = command["args"]?["sql"]?.stringValue ?? ""
      if let poison = state.poison, sql.contains(poison) {
        throw EngineRefusal(
          "query execution failed",
          code: "postgres-error",
          path: "$.args",
          detail: ["error": ["message": "relation does not exist"]]
        )
      }
      let source = command["args"]?["source"]?.stringValue ?? ""
      state.scripts.append("\(command["type"]?.stringValue ?? "") \(source): \(sql)")
      return ["result_type": "CommandOk", "result": .null]
    }
  }
}
