import DovetailEngine
import DovetailMetadata
import DovetailProject
import DovetailServer
import DovetailSource
import OrderedJSON

extension Dovetail {
  /// Starts the engine, and applies the project directory if there is one.
  ///
  /// Of several engines on the same store one after the other does so; those that come later find
  /// everything done.
  static func start(
    _ engine: Engine,
    on store: any MetadataStore,
    _ configuration: ServeConfiguration,
    environment: [String: String],
    log: EngineLog
  ) async throws {
    let defaultSource = defaultSource(configuration.store)
    guard let path = configuration.project else {
      try await engine.start(addingSource: defaultSource)
      return
    }
    var outcome: Result<Void, any Error> = .success(())
    do {
      let deployment = try ProjectDeployment(
        Project(at: path, environment: environment),
        keeping: defaultSource
      )
      for warning in deployment.warnings { log.startup("project", .warn, info: .string(warning)) }
      try await store.exclusively {
        do {
          try await engine.start(addingSource: defaultSource)
          try await deployment.apply(to: InProcessEngine(engine: engine)) { line in
            log.startup("project", info: .string(line))
          }
        } catch {
          outcome = .failure(error)
        }
      }
      try outcome.get()
    } catch let error as ProjectError {
      log.writer.flush()
      throw ProgramFailure("Fatal Error: the project \"\(path)\" cannot be applied: \(error)")
    } catch let error as MetadataStoreError {
      throw EngineError(error)
    }
  }
}

/// The engine of this process, asked as an administrator.
struct InProcessEngine: EngineConnection {
  let engine: Engine

  func answer(
    to command: JSONValue,
    at endpoint: EngineEndpoint
  ) async throws(EngineRefusal) -> JSONValue {
    do {
      switch endpoint {
      case .metadata, .query:
        return try await engine.run(
          MetadataRequest(
            body: command,
            api: endpoint == .metadata ? .metadata : .v2Query,
            session: .admin
          )
        )
      case .explain:
        return try await engine.explanation(of: command)
      }
    } catch {
      let refusal = EngineRefusal(
        error.message,
        code: error.code,
        path: error.path,
        detail: error.detail
      )
      // What the next attempt begins with.
      if refusal.isConflict { await engine.followOthers() }
      throw refusal
    }
  }
}
