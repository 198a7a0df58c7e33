import OrderedJSON

/// Runs the migrations of a database on an engine, keeping account after each of them.
package struct MigrationRun: Sendable {
  private let folder: ProjectFolder
  private let database: String
  /// The kind of the source: `postgres`.
  private let kind: String
  private let executes: Bool

  /// A run for one database, in which scripts are run, or only noted as run.
  package init(in folder: ProjectFolder, database: String, kind: String, executes: Bool = true) {
    self.folder = folder
    self.database = database
    self.kind = kind
    self.executes = executes
  }

  /// Runs steps in their order, until one fails; keeps what the engine has up to date, and reports a line
  /// for each step that is done.
  package func run(
    _ steps: [MigrationStep],
    on engine: any EngineConnection,
    state: inout MigrationState,
    report: (String) -> Void
  ) async throws(ProjectError) {
    for step in steps {
      let file = step.migration.script(step.direction)
      if executes, let file {
        let sql = try folder.text(of: file)
        if sql.contains(where: { !$0.isWhitespace }) {
          do {
            try await engine.runSQL(sql, source: database, kind: kind)
          } catch {
            throw ProjectError(
              "the migration failed in database \"\(database)\": \(error)",
              file: "\(file)"
            )
          }
        }
      }
      state.set(step.migration.version, in: database, isApplied: step.direction == .up)
      do {
        try await engine.setMigrationState(state)
      } catch {
        throw ProjectError(
          "migration \(step.migration.version) was run in database \"\(database)\", but that "
            + "cannot be noted: \(error)"
        )
      }
      report(step.summary(database: database))
    }
  }
}

extension MigrationStep {
  /// `up 1620138789_create_author (default)`.
  package func summary(database: String) -> String {
    let name = migration.name.isEmpty ? "" : "_\(migration.name)"
    return "\(direction.rawValue) \(migration.version)\(name) (\(database))"
  }
}
