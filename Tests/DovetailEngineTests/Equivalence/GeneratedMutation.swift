import OrderedCollections
import OrderedJSON
import SeededRandom

/// A random mutation of a generated table, written as GraphQL and as SQL.
enum GeneratedMutation {
  case insert(table: Int, rows: [[String: GeneratedDatabase.Value]], Conflict?)
  case update(
    table: Int,
    Condition,
    set: [String: GeneratedDatabase.Value],
    increment: [String: Int]
  )
  case delete(table: Int, Condition)

  /// What an insertion does where a row with the key exists.
  struct Conflict {
    var updatedColumns: [String]
    var condition: Condition?
  }

  var table: Int {
    switch self {
    case .insert(let table, _, _), .update(let table, _, _, _), .delete(let table, _): table
    }
  }

  // MARK: Making

  /// A random mutation of a role's tables.
  static func random(
    in visible: VisibleTables,
    _ writing: GeneratedWritePermissions?,
    using random: inout SeededGenerator
  ) -> GeneratedMutation {
    let table = Int.random(in: visible.database.tables.indices, using: &random)
    let all = VisibleTables.allColumns(of: visible.database.tables[table])
    let settable = all.filter { column in
      column.name != "id" && writing?.isSettable(column.name, of: table) != false
    }
    let condition = Condition.random(on: table, in: visible, depth: 2, using: &random)
    switch Int.random(in: 0...9, using: &random) {
    case 0...3:
      var conflict: Conflict?
      if random.chance(0.6) {
        conflict = Conflict(
          updatedColumns: settable.filter { _ in random.chance(0.5) }.map(\.name),
          condition: random.chance(0.4) ? condition : nil
        )
      }
      // Existing rows are met, and new ones made; no key twice.
      let keys = Array(
        (5...24).shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
      )
      let rows = keys.map { key -> [String: GeneratedDatabase.Value] in
        var row: [String: GeneratedDatabase.Value] = ["id": .integer(key)]
        for column in settable { row[column.name] = value(of: column, using: &random) }
        return row
      }
      return .insert(table: table, rows: rows, conflict)
    case 4...7:
      var set: [String: GeneratedDatabase.Value] = [:]
      var increment: [String: Int] = [:]
      for column in settable where random.chance(0.4) {
        if column.kind == .integer && column.name != "parent_id" && random.chance(0.5) {
          increment[column.name] = Int.random(in: -2...3, using: &random)
        } else {
          set[column.name] = value(of: column, using: &random)
        }
      }
      return .update(table: table, condition, set: set, increment: increment)
    default:
      return .delete(table: table, condition)
    }
  }

  private static func value(
    of column: GeneratedDatabase.Column,
    using random: inout SeededGenerator
  ) -> GeneratedDatabase.Value {
    if column.name == "parent_id" {
      return random.chance(0.3) ? .null : .integer(Int.random(in: 1...16, using: &random))
    }
    return column.isNullable && random.chance(0.2) ? .null : column.kind.value(using: &random)
  }

  // MARK: GraphQL

  /// The operation; the response shows how many rows were written.
  func text(_ database: GeneratedDatabase) -> String {
    let name = database.tables[table].name
    switch self {
    case .insert(_, _, let conflict):
      let clause =
        conflict.map { conflict in
          ", on_conflict: {constraint: \(name)_pkey, where: $w, "
            + "update_columns: [\(conflict.updatedColumns.joined(separator: ", "))]}"
        } ?? ""
      let condition = conflict == nil ? "" : ", $w: \(name)_bool_exp"
      return """
        mutation($o: [\(name)_insert_input!]!\(condition)) {
          answer: insert_\(name)(objects: $o\(clause)) { affected_rows returning { id } } }
        """
    case .update(_, _, let set, let increment):
      var arguments = ""
      var declarations = ""
      if !set.isEmpty {
        arguments += ", _set: $s"
        declarations += ", $s: \(name)_set_input"
      }
      if !increment.isEmpty {
        arguments += ", _inc: $i"
        declarations += ", $i: \(name)_inc_input"
      }
      return """
        mutation($w: \(name)_bool_exp!\(declarations)) {
          answer: update_\(name)(where: $w\(arguments)) { affected_rows returning { id } } }
        """
    case .delete:
      return """
        mutation($w: \(name)_bool_exp!) {
          answer: delete_\(name)(where: $w) { affected_rows returning { id } } }
        """
    }
  }

  /// The variables of the operation.
  func variables(_ database: GeneratedDatabase) -> JSONObject {
    func object(_ values: [String: JSONValue]) -> JSONValue {
      .object(members: values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
    switch self {
    case .insert(_, let rows, let conflict):
      var variables: JSONObject = ["o": .array(rows.map { object($0.mapValues(\.json)) })]
      if let condition = conflict?.condition { variables["w"] = condition.json(database) }
      return variables
    case .update(_, let condition, let set, let increment):
      var variables: JSONObject = ["w": condition.json(database)]
      if !set.isEmpty { variables["s"] = object(set.mapValues(\.json)) }
      if !increment.isEmpty { variables["i"] = object(increment.mapValues { .int($0) }) }
      return variables
    case .delete(_, let condition):
      return ["w": condition.json(database)]
    }
  }
}
