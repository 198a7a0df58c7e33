/// Which migrations to apply or take back.
package enum MigrationChoice: Sendable, Hashable {
  /// The next ones that the database does not have; nil for all.
  case up(Int?)
  /// The last ones that the database has; nil for all.
  case down(Int?)
  /// Exactly one.
  case version(UInt64, Migration.Direction)
  /// Up to a version, forwards or backwards.
  case goTo(UInt64)
}

/// A migration to run, and which way.
package struct MigrationStep: Sendable, Hashable {
  package var migration: Migration
  package var direction: Migration.Direction
}

extension MigrationFolder {
  /// The steps that a choice means for a database that has the applied versions, in their order.
  ///
  /// Where they are only going to be noted, they need no scripts.
  package func steps(
    _ choice: MigrationChoice,
    applied: Set<UInt64>,
    needsScripts: Bool = true
  ) throws(ProjectError) -> [MigrationStep] {
    let pending = migrations.filter { !applied.contains($0.version) && $0.up != nil }
    let present = migrations.filter { applied.contains($0.version) }
    let steps: [MigrationStep]
    switch choice {
    case .up(let count):
      steps = pending.prefix(count ?? pending.count).map { .init(migration: $0, direction: .up) }
    case .down(let count):
      steps = present.reversed().prefix(count ?? present.count).map {
        .init(migration: $0, direction: .down)
      }
    case .version(let version, let direction):
      let migration = try migration(version)
      guard applied.contains(version) == (direction == .down) else {
        let state = direction == .up ? "is already applied" : "is not applied"
        throw ProjectError("migration \(version) \(state) in database \"\(database)\"")
      }
      steps = [.init(migration: migration, direction: direction)]
    case .goTo(let version):
      _ = try migration(version)
      let back = present.filter { $0.version > version }.reversed()
      let forth = pending.filter { $0.version <= version }
      steps =
        back.map { .init(migration: $0, direction: .down) }
        + forth.map { .init(migration: $0, direction: .up) }
    }
    for step in steps where needsScripts && step.migration.script(step.direction) == nil {
      throw ProjectError(
        "migration \(step.migration.version) of database \"\(database)\" has no "
          + "\(step.direction.rawValue).sql"
      )
    }
    return steps
  }

  private func migration(_ version: UInt64) throws(ProjectError) -> Migration {
    guard let migration = migrations.first(where: { $0.version == version }) else {
      throw ProjectError("the project has no migration \(version) for database \"\(database)\"")
    }
    return migration
  }
}
