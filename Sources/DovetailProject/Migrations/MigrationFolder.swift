/// The migrations of one database.
package struct MigrationFolder: Sendable {
  package var database: String
  /// In the order of their versions.
  package var migrations: [Migration]

  package init(database: String, migrations: [Migration]) {
    self.database = database
    self.migrations = migrations
  }

  /// The folders of all databases; none if a project has no migrations.
  package static func all(
    in root: RelativePath,
    of folder: ProjectFolder
  ) throws(ProjectError) -> [MigrationFolder] {
    var folders: [MigrationFolder] = []
    for name in try folder.names(in: root) {
      let path = root.appending(name)
      guard folder.kind(of: path) == .folder else {
        guard !name.hasSuffix(".sql") else {
          throw ProjectError("migrations belong into the folder of their database", file: "\(path)")
        }
        continue
      }
      let found = try migrations(in: path, of: folder)
      guard !found.isEmpty || version(of: name) == nil else {
        throw ProjectError(
          "the project has the layout of config version 2; in version 3 migrations belong into the "
            + "folder of their database: \(root)/default/\(name)",
          file: "\(path)"
        )
      }
      folders.append(MigrationFolder(database: name, migrations: found))
    }
    return folders
  }

  private static func migrations(
    in root: RelativePath,
    of folder: ProjectFolder
  ) throws(ProjectError) -> [Migration] {
    var byVersion: [UInt64: Migration] = [:]
    for entry in try folder.names(in: root) {
      let path = root.appending(entry)
      guard let (version, name) = version(of: entry) else { continue }
      if folder.kind(of: path) == .folder {
        let migration = try read(version, name, path, folder)
        if let other = byVersion.updateValue(migration, forKey: version) {
          throw duplicate(version, other, path)
        }
      } else {
        try addFile(path, version, name, to: &byVersion)
      }
    }
    return byVersion.values.sorted { $0.version < $1.version }
  }

  /// A migration with a folder of its own, which has `up.sql` or `down.sql` or both.
  private static func read(
    _ version: UInt64,
    _ name: String,
    _ path: RelativePath,
    _ folder: ProjectFolder
  ) throws(ProjectError) -> Migration {
    let names = try folder.names(in: path)
    try refuseYAML(names, in: path)
    let migration = Migration(
      version: version,
      name: name,
      up: names.contains("up.sql") ? path.appending("up.sql") : nil,
      down: names.contains("down.sql") ? path.appending("down.sql") : nil
    )
    guard migration.up != nil || migration.down != nil else {
      throw ProjectError("the migration has neither up.sql nor down.sql", file: "\(path)")
    }
    return migration
  }

  /// A script without a folder: `1620_name.up.sql`.
  private static func addFile(
    _ path: RelativePath,
    _ version: UInt64,
    _ name: String,
    to migrations: inout [UInt64: Migration]
  ) throws(ProjectError) {
    for direction in [Migration.Direction.up, .down] {
      try refuseYAML([path.name], in: path.parent)
      let suffix = ".\(direction.rawValue).sql"
      guard name.hasSuffix(suffix) else { continue }
      let plainName = String(name.dropLast(suffix.count))
      var migration = migrations[version] ?? Migration(version: version, name: plainName)
      guard migration.script(direction) == nil, migration.name == plainName else {
        throw duplicate(version, migration, path)
      }
      if direction == .up { migration.up = path } else { migration.down = path }
      migrations[version] = migration
    }
  }

  private static func refuseYAML(
    _ names: [String],
    in path: RelativePath
  ) throws(ProjectError) {
    for name in names where name.hasSuffix("up.yaml") || name.hasSuffix("down.yaml") {
      throw ProjectError(
        "migrations of metadata commands are not supported; metadata belongs into the metadata "
          + "folder, and migrations into up.sql and down.sql",
        file: "\(path.appending(name))"
      )
    }
  }

  private static func duplicate(
    _ version: UInt64,
    _ other: Migration,
    _ path: RelativePath
  ) -> ProjectError {
    ProjectError(
      "the version \(version) exists twice; the other migration is \"\(other.name)\"",
      file: "\(path)"
    )
  }

  /// Takes `1620138789_create_author` apart; the name may be missing.
  private static func version(of entry: String) -> (UInt64, String)? {
    let digits = entry.prefix { $0.isASCII && $0.isNumber }
    guard let version = UInt64(digits) else { return nil }
    let rest = entry.dropFirst(digits.count)
    guard rest.isEmpty || rest.hasPrefix("_") || rest.hasPrefix(".") else { return nil }
    return (version, String(rest.hasPrefix("_") ? rest.dropFirst() : rest))
  }
}
