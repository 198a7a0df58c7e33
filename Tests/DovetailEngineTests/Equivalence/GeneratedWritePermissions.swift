import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SeededRandom

/// Random permissions of the role `user` to write to generated tables, and to read some of them.
///
/// The same check holds for rows that are inserted and those that are updated, since SQLite, unlike
/// PostgreSQL, is given the stricter of both for an upsert.
struct GeneratedWritePermissions {
  let database: GeneratedDatabase
  private let updateFilters: [Condition]
  private let deleteFilters: [Condition]
  private let checks: [Condition]
  /// What the role may read, which is all that its conditions can see.
  let reading: GeneratedPermissions
  private let presetColumns: [[String: Preset]]

  /// A value that a permission sets.
  private enum Preset {
    /// The session's, which is a text for every type.
    case session
    case literal(GeneratedDatabase.Value)
  }

  /// The session's value.
  private static let sessionValue = 3

  init(_ database: GeneratedDatabase, using random: inout SeededGenerator) {
    self.database = database
    let all = VisibleTables(all: database)
    func conditions(_ depth: Int) -> [Condition] {
      database.tables.indices.map {
        random.chance(0.3)
          ? .and([]) : .random(on: $0, in: all, root: $0, depth: depth, using: &random)
      }
    }
    updateFilters = conditions(2)
    deleteFilters = conditions(2)
    checks = conditions(1)
    presetColumns = database.tables.map { table in
      var presets: [String: Preset] = [:]
      for column in table.columns where random.chance(0.2) {
        let isNull = column.isNullable && random.chance(0.2)
        presets[column.name] =
          column.kind == .integer && random.chance(0.6)
          ? .session : .literal(isNull ? .null : column.kind.value(using: &random))
      }
      return presets
    }
    reading = GeneratedPermissions(database, using: &random)
  }

  /// Whether clients may set the column.
  func isSettable(_ column: String, of table: Int) -> Bool {
    presetColumns[table][column] == nil
  }

  /// What the engine sets by itself.
  func presets(of table: Int) -> [String: GeneratedDatabase.Value] {
    presetColumns[table].mapValues { preset in
      switch preset {
      case .session: .integer(Self.sessionValue)
      case .literal(let value): value
      }
    }
  }

  /// A session of the role, with the variables that the permissions use.
  static func session(of role: RoleName) -> Session {
    var variables = GeneratedPermissions.session(of: role).variables
    variables["x-hasura-preset"] = String(sessionValue)
    return Session(role: role, variables: variables)
  }

  private func presetsJSON(_ table: Int) -> JSONValue {
    let presets = presetColumns[table].sorted { $0.key < $1.key }
    return .object(
      members: presets.map { column, preset -> (String, JSONValue) in
        switch preset {
        case .session: (column, "X-Hasura-Preset")
        case .literal(let value): (column, value.json)
        }
      }
    )
  }

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
        let set = presetsJSON(number)
        func entry(_ permission: JSONValue) -> JSONValue {
          [["role": "user", "permission": permission]]
        }
        let check = checks[number].json(database)
        members["select_permissions"] = entry(reading.json[number])
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
