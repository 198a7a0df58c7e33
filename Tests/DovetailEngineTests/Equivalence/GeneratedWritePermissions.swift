import OrderedCollections
import OrderedJSON

/// Random permissions of the role `user` to write to generated tables, all of which it may read.
///
/// The same check holds for rows that are inserted and those that are updated, since SQLite, unlike
/// PostgreSQL, is given the stricter of both for an upsert.
struct GeneratedWritePermissions {
  let database: GeneratedDatabase
  private let updateFilters: [Condition]
  private let deleteFilters: [Condition]
  private let checks: [Condition]
  private let preset: [String?]
  /// The preset's value, which the session gives.
  private static let presetValue = 3

  init(_ database: GeneratedDatabase, using random: inout SeededGenerator) {
    self.database = database
    let all = VisibleTables(all: database)
    func conditions(_ depth: Int) -> [Condition] {
      database.tables.indices.map {
        random.chance(0.3) ? .and([]) : .random(on: $0, in: all, depth: depth, using: &random)
      }
    }
    updateFilters = conditions(2)
    deleteFilters = conditions(2)
    checks = conditions(1)
    preset = database.tables.map { table in
      random.chance(0.5) ? table.columns.first { $0.kind == .integer }?.name : nil
    }
  }

  /// Whether clients may set the column.
  func isSettable(_ column: String, of table: Int) -> Bool { preset[table] != column }

  /// What the engine sets by itself.
  func presets(of table: Int) -> [String: GeneratedDatabase.Value] {
    preset[table].map { [$0: .integer(Self.presetValue)] } ?? [:]
  }

  /// The session variables that the permissions use.
  static let variables = ["X-Hasura-Preset": String(presetValue)]

  // MARK: SQL

  func updateFilter(_ table: Int, alias: String, schema: String) -> String {
    sql(updateFilters[table], table, alias, schema)
  }

  func deleteFilter(_ table: Int, alias: String, schema: String) -> String {
    sql(deleteFilters[table], table, alias, schema)
  }

  func insertCheck(_ table: Int, alias: String, schema: String) -> String {
    sql(checks[table], table, alias, schema)
  }

  func updateCheck(_ table: Int, alias: String, schema: String) -> String {
    sql(checks[table], table, alias, schema)
  }

  private func sql(
    _ condition: Condition,
    _ table: Int,
    _ alias: String,
    _ schema: String
  )
    -> String
  {
    condition.sql(database, table: table, alias: alias, schema: schema, isPermission: true)
  }

  // MARK: Metadata

  /// Adds the permissions to the tables of a source's metadata.
  func adding(to tables: JSONValue) -> JSONValue {
    .array(
      (tables.arrayValue ?? []).enumerated().map { number, table in
        guard var members = table.objectValue else { return table }
        let columns = VisibleTables.allColumns(of: database.tables[number]).map(\.name)
        let settable = columns.filter { isSettable($0, of: number) }.map { JSONValue.string($0) }
        let set: JSONValue =
          preset[number].map { .object(members: [($0, .string("X-Hasura-Preset"))]) } ?? [:]
        func entry(_ permission: JSONValue) -> JSONValue {
          [["role": "user", "permission": permission]]
        }
        let check = checks[number].json(database)
        members["select_permissions"] = entry([
          "columns": "*", "filter": [:], "allow_aggregations": true,
        ])
        members["insert_permissions"] = entry([
          "columns": .array(settable), "check": check, "set": set,
        ])
        members["update_permissions"] = entry([
          "columns": .array(settable), "filter": updateFilters[number].json(database),
          "check": check, "set": set,
        ])
        members["delete_permissions"] = entry(["filter": deleteFilters[number].json(database)])
        return .object(members)
      }
    )
  }
}
