import DovetailCatalog
import DovetailMetadata
import DovetailSource
import OrderedCollections
import OrderedJSON

extension MetadataTransaction {
  /// Runs a command in the transaction and gives its answer.
  mutating func perform(
    _ command: MetadataCommand,
    in engine: Engine,
    session: Session
  ) async throws(EngineError) -> JSONValue {
    switch command.work {
    case .edit(let call):
      return try await apply(call)
    case .engine(let work):
      return try await perform(work, named: command.name, in: engine, session: session)
    case .bulk(let commands, .keepingGoing):
      return .array(await performEach(commands, in: engine, session: session))
    case .bulk(let commands, .atomic):
      _ = try await performAll(commands, in: engine, session: session)
      return MetadataEdit.success
    case .bulk(let commands, .stopping):
      return .array(try await performAll(commands, in: engine, session: session))
    case .bulk(let commands, .concurrent):
      guard commands.allSatisfy({ !$0.modifiesMetadata }) else {
        throw EngineError(
          code: "unexpected",
          message: "Only read-only queries are allowed in a concurrent_bulk",
          status: 500
        )
      }
      return .array(try await performAll(commands, in: engine, session: session))
    }
  }

  /// Runs commands until one fails; runs of edits are applied together, with one build.
  private mutating func performAll(
    _ commands: [MetadataCommand],
    in engine: Engine,
    session: Session
  ) async throws(EngineError) -> [JSONValue] {
    var answers: [JSONValue] = []
    var index = 0
    while index < commands.count {
      let edits = commands[index...].prefix { $0.edit != nil }.compactMap(\.edit)
      if edits.count > 1, let together = await applyTogether(edits) {
        answers += together
        index += edits.count
        continue
      }
      do {
        answers.append(try await perform(commands[index], in: engine, session: session))
      } catch {
        throw error.inElement(index)
      }
      index += 1
    }
    return answers
  }

  private mutating func performEach(
    _ commands: [MetadataCommand],
    in engine: Engine,
    session: Session
  ) async -> [JSONValue] {
    var answers: [JSONValue] = []
    for (index, command) in commands.enumerated() {
      do {
        answers.append(try await perform(command, in: engine, session: session))
      } catch {
        answers.append(error.inElement(index).queryErrorJSON)
      }
    }
    return answers
  }

  // MARK: Commands that need the engine

  private mutating func perform(
    _ command: EngineCommand,
    named name: String,
    in engine: Engine,
    session: Session
  ) async throws(EngineError) -> JSONValue {
    switch command {
    case .runSQL(let arguments):
      return try await runSQL(arguments)
    case .exportMetadata(let version):
      return exported(version: version)
    case .reloadMetadata(let arguments):
      return try await reload(arguments)
    case .getInconsistentMetadata:
      return consistencyReport
    case .dropInconsistentMetadata:
      return try await dropInconsistentObjects()
    case .introspectRemoteSchema(let schema):
      return try introspection(of: schema)
    case .reloadRemoteSchema(let schema):
      return try await reload(schema)
    case .getSourceTables(let source):
      return try tables(of: source)
    case .getCatalogState, .setCatalogState:
      return try await performCatalogState(command, in: engine)
    case .listSourceKinds:
      return [
        "sources": [
          ["builtin": true, "kind": "postgres"], ["builtin": true, "kind": "citus"],
          ["builtin": true, "kind": "cockroach"], ["builtin": true, "kind": "sqlite"],
        ]
      ]
    case .getCronTriggers:
      return .array(metadata.cronTriggers.values.map(\.json))
    case .select, .insert, .update, .delete, .count:
      return try await performData(command, session: session) ?? .null
    default:
      throw EngineError(
        code: "not-supported",
        message: "\"\(name)\" is not supported yet",
        path: "$.args"
      )
    }
  }

  private func exported(version: Int) -> JSONValue {
    guard version >= 2 else { return metadata.exportedJSON }
    return [
      "resource_version": .int(base.resourceVersion),
      "metadata": metadata.exportedJSON,
    ]
  }

  private func tables(of name: SourceName) throws(EngineError) -> JSONValue {
    guard let source = upstreams.sources[name] else { throw unknownSource(name) }
    let names = source.facts.facts?.relational.tables.keys.sorted() ?? []
    return .array(names.map(\.json))
  }

  func unknownSource(_ name: SourceName) -> EngineError {
    EngineError(
      code: "not-exists",
      message: "source with name \"\(name)\" does not exist",
      path: "$.args.source"
    )
  }

  private func performCatalogState(
    _ command: EngineCommand,
    in engine: Engine
  ) async throws(EngineError) -> JSONValue {
    do {
      guard case .setCatalogState(let arguments) = command else {
        let state = try await engine.store.catalogState()
        return [
          "id": .string(state.id),
          "cli_state": (try? JSONValue(parsing: state.cli)) ?? [:],
          "console_state": (try? JSONValue(parsing: state.console)) ?? [:],
        ]
      }
      guard let client = arguments["type"]?.stringValue.flatMap(CatalogState.Client.init) else {
        throw EngineError(
          code: "parse-failed",
          message: "\"type\" is \"cli\" or \"console\"",
          path: "$.args.type"
        )
      }
      try await engine.store.setCatalogState(
        (arguments["state"] ?? [:]).serialized(),
        of: client
      )
      return MetadataEdit.success
    } catch let error as EngineError {
      throw error
    } catch let error as MetadataStoreError {
      throw EngineError(error)
    } catch {
      throw EngineError(code: "unexpected", message: "\(error)", status: 500)
    }
  }
}

extension MetadataCommand {
  /// The edit, if the command is one.
  fileprivate var edit: EditCall? {
    if case .edit(let call) = work { call } else { nil }
  }
}

extension EngineError {
  /// The error of a command that is an element of a bulk.
  fileprivate func inElement(_ index: Int) -> EngineError {
    var error = self
    if error.path.hasPrefix("$") {
      error.path = "$.args[\(index)]" + error.path.dropFirst()
    }
    return error
  }

  /// The error as a member of a bulk's answer.
  var queryErrorJSON: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("error", .string(message)), ("path", .string(path)), ("code", .string(code)),
    ]
    if let detail { members.append(("internal", detail)) }
    return .object(members: members)
  }
}
