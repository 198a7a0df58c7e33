import DovetailProject
import DovetailServer
import OrderedJSON

extension ClientRun {
  /// `migrate apply`: runs migrations, or takes them back, or only notes them.
  func applyMigrations(to engine: some EngineConnection) async throws(CommandFailure) {
    let choice = try MigrationChoice(invocation)
    let executes = invocation.flag(.skipExecution) != true
    let folders = try await chosenFolders(engine)
    guard !folders.isEmpty else {
      output.note("the project has no migrations")
      return
    }
    let kinds = try await kinds(of: engine)
    var failures: [String] = []
    for folder in folders {
      do throws(CommandFailure) {
        try await apply(choice, of: folder, kinds: kinds, executes: executes, to: engine)
      } catch {
        failures.append(error.message)
      }
    }
    guard failures.isEmpty else { throw CommandFailure(failures.joined(separator: "\n")) }
  }

  private func apply(
    _ choice: MigrationChoice,
    of folder: MigrationFolder,
    kinds: [String: String],
    executes: Bool,
    to engine: some EngineConnection
  ) async throws(CommandFailure) {
    let database = folder.database
    guard let kind = kinds[database] else {
      throw CommandFailure(
        "the engine has no database \"\(database)\"; apply the metadata first: dovetail metadata apply"
      )
    }
    var state = try await failing { () async throws(EngineRefusal) in
      try await engine.migrationState()
    }
    let steps = try failing { () throws(ProjectError) in
      try folder.steps(choice, applied: state.applied(in: database), needsScripts: executes)
    }
    if steps.isEmpty { output.note("nothing to do in database \"\(database)\"") }
    if invocation.flag(.dryRun) == true {
      for step in steps { output.result(step.summary(database: database) + "\n") }
      return
    }
    do {
      try await MigrationRun(
        in: project.folder,
        database: database,
        kind: kind,
        executes: executes
      ).run(steps, on: engine, state: &state) { line in
        output.note("\(executes ? "applied" : "noted") \(line)")
      }
    } catch {
      throw CommandFailure(error)
    }
  }

  /// `migrate status`: prints what project and databases have.
  func showMigrations(of engine: some EngineConnection) async throws(CommandFailure) {
    let folders = try await chosenFolders(engine)
    guard !folders.isEmpty else {
      output.note("neither the project nor the engine has migrations")
      return
    }
    let state = try await failing { () async throws(EngineRefusal) in
      try await engine.migrationState()
    }
    var tables: [String] = []
    for folder in folders {
      let status = MigrationStatus(folder, applied: state.applied(in: folder.database))
      tables.append(
        (folders.count > 1 ? "Database: \(folder.database)\n" : "") + status.text
      )
    }
    output.result(tables.joined(separator: "\n"))
  }

  // MARK: Databases

  /// The databases to work on: those that were named, or the only one.
  private func chosenFolders(
    _ engine: some EngineConnection
  ) async throws(CommandFailure) -> [MigrationFolder] {
    var folders = try failing { () throws(ProjectError) in try project.migrations() }
    if invocation.command == .migrateStatus {
      // Those that the engine has, but the project has not, are worth to be seen too.
      let state = try await failing { () async throws(EngineRefusal) in
        try await engine.migrationState()
      }
      for database in state.databases where !folders.contains(where: { $0.database == database }) {
        folders.append(MigrationFolder(database: database, migrations: []))
      }
    }
    let names = folders.map { "\"\($0.database)\"" }.joined(separator: ", ")
    if let name = invocation.text(.databaseName) {
      guard invocation.flag(.allDatabases) != true else {
        throw CommandFailure("give either --database-name or --all-databases", status: 2)
      }
      guard let folder = folders.first(where: { $0.database == name }) else {
        let known = names.isEmpty ? "" : "; there are: \(names)"
        throw CommandFailure("there are no migrations for a database \"\(name)\"\(known)")
      }
      return [folder]
    }
    guard folders.count <= 1 || invocation.flag(.allDatabases) == true else {
      throw CommandFailure(
        "which database? Give --database-name or --all-databases; there are: \(names)",
        status: 2
      )
    }
    return folders
  }

  /// The kinds of the engine's sources by name.
  private func kinds(
    of engine: some EngineConnection
  ) async throws(CommandFailure) -> [String: String] {
    let metadata = try await failing { () async throws(EngineRefusal) in
      try await engine.exportMetadata()
    }
    var kinds: [String: String] = [:]
    for source in metadata.document["sources"]?.arrayValue ?? [] {
      guard let name = source["name"]?.stringValue else { continue }
      kinds[name] = source["kind"]?.stringValue ?? "postgres"
    }
    return kinds
  }
}
