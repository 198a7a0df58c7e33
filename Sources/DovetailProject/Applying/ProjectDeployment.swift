package import DovetailMetadata
import OrderedCollections
import OrderedJSON

/// Brings an engine to what a project says: its migrations, then its metadata.
///
/// An engine that has all of it already is left as it is.
package struct ProjectDeployment: Sendable {
  private let project: Project
  private let document: JSONValue
  private let metadata: Metadata
  private let folders: [MigrationFolder]
  /// What of the project has no meaning.
  package let warnings: [String]

  /// Reads a project.
  ///
  /// The kept source is one that the engine has for other reasons; it stays, unless the project has one
  /// of its name.
  package init(_ project: Project, keeping keptSource: SourceMetadata?) throws(ProjectError) {
    self.project = project
    let read = try project.metadata()
    var document = read.json
    let (decoded, warnings) = try read.decoded()
    var metadata = decoded
    if let keptSource, metadata.sources[keptSource.name] == nil,
      case .object(var members) = document
    {
      metadata.sources[keptSource.name] = keptSource
      members["sources"] = .array((members["sources"]?.arrayValue ?? []) + [keptSource.json])
      document = .object(members)
    }
    self.document = document
    self.metadata = metadata
    self.warnings =
      project.configuration.notices + read.notices + warnings.map(\.description)
    folders = try project.migrations()
  }

  /// Applies the project, and reports a line for each thing that was done or does not fit.
  package func apply(
    to engine: any EngineConnection,
    report: (String) -> Void
  ) async throws(ProjectError) {
    var attempts = 0
    while true {
      do throws(Failure) {
        return try await attempt(on: engine, report: report)
      } catch {
        attempts += 1
        switch error {
        case .project(let error): throw error
        // Somebody changed the metadata in between. Migrations that ran are noted, and not run again.
        case .engine(let refusal) where refusal.isConflict && attempts < 5: continue
        case .engine(let refusal):
          throw ProjectError("the metadata cannot be applied: \(refusal)")
        }
      }
    }
  }

  /// Whose fault it is.
  private enum Failure: Error {
    case project(ProjectError)
    case engine(EngineRefusal)
  }

  private func attempt(
    on engine: any EngineConnection,
    report: (String) -> Void
  ) async throws(Failure) {
    let hasMigrated = try await migrate(engine, report: report)
    let current = try await asking { () async throws(EngineRefusal) in
      try await engine.exportMetadata()
    }
    guard try !isCurrent(current.document) else {
      if hasMigrated {
        let problems = try await asking { () async throws(EngineRefusal) in
          try await engine.reloadMetadata()
        }
        for line in problems { report("inconsistent: \(line)") }
      }
      return
    }
    let outcome = try await asking { () async throws(EngineRefusal) in
      try await engine.replaceMetadata(
        document,
        version: current.resourceVersion,
        allowsInconsistency: true
      )
    }
    report("metadata: applied")
    for line in outcome.warnings { report("warning: \(line)") }
    for line in outcome.inconsistencies { report("inconsistent: \(line)") }
  }

  /// Whether the engine has the project's metadata, whatever the order in which it is written.
  private func isCurrent(_ document: JSONValue) throws(Failure) -> Bool {
    do {
      let current = try Metadata(json: document)
      return MetadataDifference(engine: current, project: metadata).isEmpty
    } catch {
      throw .engine(EngineRefusal("the engine's metadata cannot be read: \(error.message)"))
    }
  }

  // MARK: Migrations

  /// Runs what the databases do not have yet.
  ///
  /// - Returns: whether there was anything.
  private func migrate(
    _ engine: any EngineConnection,
    report: (String) -> Void
  ) async throws(Failure) -> Bool {
    guard !folders.allSatisfy(\.migrations.isEmpty) else { return false }
    var state = try await asking { () async throws(EngineRefusal) in
      try await engine.migrationState()
    }
    var hasMigrated = false
    for folder in folders {
      let steps: [MigrationStep]
      let source: SourceMetadata
      do {
        steps = try folder.steps(.up(nil), applied: state.applied(in: folder.database))
        guard !steps.isEmpty else { continue }
        source = try self.source(of: folder)
      } catch {
        throw .project(error)
      }
      try await connect(source, engine)
      do {
        try await MigrationRun(
          in: project.folder,
          database: folder.database,
          kind: source.kind.value
        ).run(steps, on: engine, state: &state) { report("migration: \($0)") }
      } catch {
        throw .project(error)
      }
      hasMigrated = true
    }
    return hasMigrated
  }

  private func source(of folder: MigrationFolder) throws(ProjectError) -> SourceMetadata {
    guard let source = metadata.sources[SourceName(folder.database)] else {
      throw ProjectError(
        "there are migrations for a database \"\(folder.database)\", which the metadata does not "
          + "have",
        file: "\(project.migrationsFolder.appending(folder.database))"
      )
    }
    return source
  }

  /// Makes sure that the engine reaches a source as the project says, tracking what it tracks so far.
  private func connect(
    _ source: SourceMetadata,
    _ engine: any EngineConnection
  ) async throws(Failure) {
    let current = try await asking { () async throws(EngineRefusal) in
      try await engine.exportMetadata()
    }
    guard case .object(var members) = current.document else { return }
    var sources = members["sources"]?.arrayValue ?? []
    let name = JSONValue.string(source.name.value)
    if let index = sources.firstIndex(where: { $0["name"] == name }) {
      guard case .object(var existing) = sources[index],
        existing["configuration"] != source.configuration
      else { return }
      existing["configuration"] = source.configuration
      sources[index] = .object(existing)
    } else {
      let added = SourceMetadata(
        name: source.name,
        kind: source.kind,
        configuration: source.configuration
      )
      sources.append(added.json)
    }
    members["sources"] = .array(sources)
    let document = JSONValue.object(members)
    _ = try await asking { () async throws(EngineRefusal) in
      try await engine.replaceMetadata(
        document,
        version: current.resourceVersion,
        allowsInconsistency: true
      )
    }
  }

  private func asking<Value>(
    _ body: () async throws(EngineRefusal) -> Value
  ) async throws(Failure) -> Value {
    do {
      return try await body()
    } catch {
      throw .engine(error)
    }
  }
}
