import OrderedCollections
package import OrderedJSON

/// Which migrations an engine has, as the reference's tool keeps it (`cli_state`).
package struct MigrationState: Sendable, Hashable {
  /// The document with all that other tools keep in it.
  package private(set) var json: JSONValue

  /// Reads the state that `get_catalog_state` answers; an empty one is a new one.
  package init(_ json: JSONValue) {
    self.json = json
  }

  /// The versions that a database has.
  package func applied(in database: String) -> Set<UInt64> {
    Set(json["migrations"]?[database]?.members.compactMap { UInt64($0.key) } ?? [])
  }

  /// The databases that have migrations.
  package var databases: [String] {
    json["migrations"]?.members.filter { !$0.value.isEmpty }.map(\.key) ?? []
  }

  /// Notes that a database has a version, or has it no more.
  package mutating func set(_ version: UInt64, in database: String, isApplied: Bool) {
    var state = json.objectValue ?? [:]
    if state["settings"] == nil { state["settings"] = ["migration_mode": "true"] }
    var migrations = state["migrations"]?.objectValue ?? [:]
    var versions = migrations[database]?.objectValue ?? [:]
    // The value says whether a migration is unfinished.
    versions["\(version)"] = isApplied ? false : nil
    migrations[database] = .object(versions)
    state["migrations"] = .object(migrations)
    state["isStateCopyCompleted"] = true
    json = .object(state)
  }
}
