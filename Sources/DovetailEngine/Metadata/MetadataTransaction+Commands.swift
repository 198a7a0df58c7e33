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
      do {
        try command.requireKind(in: metadata)
      } catch {
        throw EngineError(error)
      }
      return try await perform(work, named: command.name, in: engine, session: session)
    case .bulk(let commands, let mode):
      return try await perform(commands, mode, in: engine, session: session)
    }
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
      await base.settle()
      return consistencyReport
    case .dropInconsistentMetadata:
      return try await dropInconsistentObjects()
    case .introspectRemoteSchema(let schema):
      return try introspection(of: schema)
    case .reloadRemoteSchema(let schema):
      return try await reload(schema)
    case .getSourceTables, .getSourceTrackables, .getTableInfo, .suggestRelationships:
      return try inspect(command)
    case .getNativeQuery(let source):
      guard let source = metadata.sources[source] else { throw unknownSource(source) }
      return .array(source.nativeQueries.values.map(\.json))
    case .getLogicalModel(let source):
      guard let source = metadata.sources[source] else { throw unknownSource(source) }
      return .array(source.logicalModels.values.map(\.json))
    case .getCatalogState, .setCatalogState:
      return try await performCatalogState(command, in: engine)
    case .listSourceKinds:
      return sourceKinds
    case .getSourceKindCapabilities(let kind):
      return try capabilities(ofKind: kind)
    case .dumpInternalState:
      await base.settle()
      return internalState { engine.health(of: $0) }
    case .testWebhookTransform(let arguments):
      return try TestWebhookTransform(arguments, settings: connector.webhooks).run()
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
      guard arguments["type"] != nil else {
        throw EngineError(code: "parse-failed", message: "key \"type\" not found", path: "$.args")
      }
      guard let client = arguments["type"]?.stringValue.flatMap(CatalogState.Client.init) else {
        throw EngineError(
          code: "parse-failed",
          message: "\"type\" is \"cli\" or \"console\"",
          path: "$.args.type"
        )
      }
      guard let state = arguments["state"] else {
        throw EngineError(
          code: "parse-failed",
          message: "key \"state\" not found",
          path: "$.args"
        )
      }
      try await engine.store.setCatalogState(
        state.serialized(),
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
