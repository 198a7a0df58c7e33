import DovetailMetadata
import DovetailSource
package import OrderedJSON

extension Engine {
  /// Runs a request to the metadata API.
  ///
  /// - Returns: the answer's body.
  /// - Throws: what is wrong with the command, or why it failed; then no metadata was changed.
  package func run(_ request: MetadataRequest) async throws(EngineError) -> JSONValue {
    let command = try read(request)
    guard command.modifiesMetadata else {
      var transaction = MetadataTransaction(snapshot, connector: connector, options: options)
      return try await transaction.perform(command, in: self, session: request.session)
    }
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
      guard request.session.isAdmin else { throw Self.adminOnly }
      throw EngineError(error)
    }
    guard request.session.isAdmin || command.isOpenToAllRoles else { throw Self.adminOnly }
    return command
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
    var transaction = MetadataTransaction(base, connector: connector, options: options)
    do throws(EngineError) {
      let answer = try await transaction.perform(command, in: self, session: session)
      let version =
        transaction.isChanged
        ? try await save(transaction.metadata, replacing: base.resourceVersion)
        : base.resourceVersion
      await publish(transaction, resourceVersion: version)
      return answer
    } catch {
      await transaction.opened.close(unlessIn: base.upstreams)
      throw error
    }
  }
}
