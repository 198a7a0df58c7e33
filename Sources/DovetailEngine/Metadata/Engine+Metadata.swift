import DovetailMetadata
import DovetailSource
import Logging
package import OrderedJSON

extension Engine {
  /// Runs a request to the metadata API.
  ///
  /// - Returns: the answer's body.
  /// - Throws: what is wrong with the command, or why it failed; then no metadata was changed.
  package func run(_ request: MetadataRequest) async throws(EngineError) -> JSONValue {
    // The other endpoints have commands about rows, which come often and cost little.
    guard request.api == .metadata else { return try await answer(request) }
    return try await withTaskExecutorPreference(globalConcurrentExecutor) {
      () async throws(EngineError) in try await answerConcurrently(request)
    }
  }

  /// A command may read, check and write a large document, and the task of a connection prefers the
  /// connection's event loop.
  @concurrent private func answerConcurrently(
    _ request: MetadataRequest
  ) async throws(EngineError) -> JSONValue {
    try await answer(request)
  }

  private func answer(_ request: MetadataRequest) async throws(EngineError) -> JSONValue {
    let command = try read(request)
    guard command.modifiesMetadata else { return try await perform(command, request) }
    guard !options.isMetadataReadOnly else {
      throw EngineError(
        code: "unexpected",
        message: "metadata cannot be modified in maintenance mode",
        status: 500
      )
    }
    return try await editing.withLock { () async throws(EngineError) in
      try await change(command, session: request.session)
    }
  }

  private func read(_ request: MetadataRequest) throws(EngineError) -> MetadataCommand {
    let endpoint: MetadataCommand.Endpoint =
      switch request.api {
      case .metadata: .metadata
      case .v1Query: .query
      case .v2Query: .sourceQuery
      }
    let command: MetadataCommand
    do {
      command = try MetadataCommand(request.body, endpoint: endpoint)
    } catch {
      // At `/v1/query`, where all roles may read and write data, the error may be about such a command.
      guard request.session.isAdmin || request.api == .v1Query else { throw Self.adminOnly }
      throw EngineError(error)
    }
    guard request.session.isAdmin || command.isOpenToAllRoles else { throw Self.adminOnly }
    if request.session.isAdmin { note(command.warnings, of: command.name) }
    return command
  }

  /// Logs what a command holds and nobody knows, since its answer has no place for that.
  private func note(_ warnings: [MetadataDiagnostic], of command: String) {
    guard !warnings.isEmpty else { return }
    log.warning(
      "a metadata command has keys that are not known and have no effect",
      metadata: [
        "command": "\(command)",
        "keys": .array(warnings.prefix(20).map { "\($0.path)" }),
      ]
    )
  }

  /// Runs a command that leaves metadata as it is, within the limits of the session's role.
  private func perform(
    _ command: MetadataCommand,
    _ request: MetadataRequest
  ) async throws(EngineError) -> JSONValue {
    let base = snapshot
    let limits = RoleLimits(base.metadata.apiLimits, for: request.session)
    try admit(command, request, limits, base)
    let start = MetadataTransaction(base, connector: connector, options: options)
    let work = { @Sendable [self] () async -> Result<JSONValue, EngineError> in
      var transaction = start
      do throws(EngineError) {
        return .success(
          try await transaction.perform(command, in: self, session: request.session)
        )
      } catch {
        return .failure(error)
      }
    }
    guard let seconds = limits?.time else { return try await work().get() }
    guard let timely = await withTimeLimit(seconds: seconds, work) else {
      throw RoleLimits.timeExceeded(seconds)
    }
    return try timely.get()
  }

  /// Refuses data commands that the role could not send as operations either.
  private func admit(
    _ command: MetadataCommand,
    _ request: MetadataRequest,
    _ limits: RoleLimits?,
    _ base: EngineSnapshot
  ) throws(EngineError) {
    // No data command is on a list of GraphQL documents.
    if base.allowlist != nil, !request.session.isAdmin { throw EngineError.queryNotAllowed }
    guard let limits else { return }
    let commands = command.engineCommands
    if case .bulk = command.work { try limits.check(batchOf: commands.count) }
    if let rate = limits.rate {
      for _ in commands {
        try rateLimiter.admit(request.session, address: request.clientAddress, rate)
      }
    }
    try limits.check(OperationCost(of: commands))
  }

  private static let adminOnly = EngineError(
    code: "access-denied",
    message: "restricted access : admin only",
    path: "$.args"
  )

  private func change(
    _ command: MetadataCommand,
    session: Session
  ) async throws(EngineError) -> JSONValue {
    let base = snapshot
    if let version = command.resourceVersion, version != base.resourceVersion {
      throw EngineError(
        code: "conflict",
        message: "metadata resource version referenced (\(version)) did not match current version",
        status: 409
      )
    }
    // What is new is told from what was inconsistent before.
    await base.settle()
    var transaction = MetadataTransaction(base, connector: connector, options: options)
    do throws(EngineError) {
      let answer = try await transaction.perform(command, in: self, session: session)
      let version: Int
      do throws(EngineError) {
        version =
          transaction.makesVersion
          ? try await save(
            transaction.metadata,
            since: base.metadata,
            replacing: base.resourceVersion,
            invalidations: transaction.invalidations
          )
          : base.resourceVersion
      } catch {
        // Another engine was faster, but there is nothing to lose: what is to be told has happened.
        guard error.code == "conflict", transaction.metadata == base.metadata,
          transaction.invalidations != Invalidations()
        else { throw error }
        await publish(transaction, resourceVersion: base.resourceVersion)
        try await announce(transaction.invalidations)
        return answer
      }
      await publish(transaction, resourceVersion: version)
      for action in transaction.clearedLogs {
        do {
          try await store.removeCalls(of: action)
        } catch {
          log.warning("cannot clear the log of an action", metadata: ["reason": "\(error)"])
        }
      }
      return answer
    } catch {
      await transaction.opened.close(unlessIn: base.upstreams)
      throw error
    }
  }
}
