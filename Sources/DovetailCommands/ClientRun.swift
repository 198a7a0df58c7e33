import DovetailProject
package import DovetailServer

/// The run of a command that works with a project directory or asks a running engine.
package struct ClientRun: Sendable {
  let invocation: ClientInvocation
  let project: Project
  /// The environment, with the variables of the project's `.env` behind it.
  let environment: [String: String]
  let output: CommandOutput

  /// Runs a command.
  ///
  /// - Returns: the exit status of the program: 0, or 1 if `metadata diff` found something.
  package static func run(
    _ invocation: ClientInvocation,
    environment: [String: String],
    output: CommandOutput
  ) async throws(CommandFailure) -> Int32 {
    do {
      let run = try ClientRun(invocation, environment: environment, output: output)
      return try await run.perform()
    } catch {
      // As in other programs that compare, 1 means a difference.
      guard invocation.command == .metadataDiff else { throw error }
      throw CommandFailure(error.message, status: 2)
    }
  }

  private init(
    _ invocation: ClientInvocation,
    environment: [String: String],
    output: CommandOutput
  ) throws(CommandFailure) {
    self.invocation = invocation
    self.output = output
    let path = invocation.text(.project) ?? environment["DOVETAIL_PROJECT"] ?? "."
    do {
      let folder = try ProjectFolder(path)
      self.environment = try Self.environment(environment, invocation, folder)
      project = try Project(at: path, environment: self.environment)
    } catch {
      throw CommandFailure(error)
    }
    for notice in project.configuration.notices { output.note("warning: \(notice)") }
  }

  private func perform() async throws(CommandFailure) -> Int32 {
    switch invocation.command {
    case .metadataValidate:
      try validateMetadata()
    case .metadataExport:
      try await withEngine { (engine) async throws(CommandFailure) in
        try await exportMetadata(from: engine)
      }
    case .metadataApply:
      try await applyMetadata()
    case .metadataDiff:
      return try await withEngine { (engine) async throws(CommandFailure) in
        try await compareMetadata(with: engine) ? 1 : 0
      }
    case .metadataReload:
      try await withEngine { (engine) async throws(CommandFailure) in
        try await reloadMetadata(of: engine)
      }
    case .migrateApply:
      try await withEngine { (engine) async throws(CommandFailure) in
        try await applyMigrations(to: engine)
      }
    case .migrateStatus:
      try await withEngine { (engine) async throws(CommandFailure) in
        try await showMigrations(of: engine)
      }
    case .explain:
      try await withEngine { (engine) async throws(CommandFailure) in
        try await explain(engine)
      }
    }
    return 0
  }

  /// The environment, and behind it what the project's file of variables says.
  private static func environment(
    _ environment: [String: String],
    _ invocation: ClientInvocation,
    _ folder: ProjectFolder
  ) throws(ProjectError) -> [String: String] {
    let name = invocation.text(.envfile)
    guard let path = RelativePath(name ?? ".env") else {
      throw ProjectError("--envfile: \"\(name ?? "")\" leads out of the project")
    }
    if name == nil, folder.kind(of: path) == nil { return environment }
    let variables = try EnvironmentFile.variables(in: folder.text(of: path), file: "\(path)")
    return environment.merging(variables) { own, _ in own }
  }
}

// MARK: - Asking

/// What a body throws, as the failure of the command.
func failing<Value>(
  _ body: () async throws(EngineRefusal) -> Value
) async throws(CommandFailure) -> Value {
  do {
    return try await body()
  } catch {
    throw CommandFailure(error)
  }
}

/// What a body throws, as the failure of the command.
func failing<Value>(
  _ body: () throws(ProjectError) -> Value
) throws(CommandFailure) -> Value {
  do {
    return try body()
  } catch {
    throw CommandFailure(error)
  }
}
