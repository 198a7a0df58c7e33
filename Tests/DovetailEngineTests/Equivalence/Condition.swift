import OrderedCollections
import OrderedJSON
import SeededRandom

/// A condition on rows of a generated table, written as GraphQL, as a permission, and as SQL.
indirect enum Condition {
  case compare(column: String, Operator, [GeneratedDatabase.Value])
  case isNull(column: String, Bool)
  case and([Condition])
  case or([Condition])
  case not(Condition)
  case parent(table: Int, Condition)
  case children(table: Int, Condition)
  case childCount(table: Int, Condition, Operator, Int)
  /// In permissions alone: whether any row of a table, related or not, passes.
  case exists(table: Int, Condition)
  /// In permissions alone: a column compared with one of the row that the permission is about.
  case rootColumn(column: String, Operator, root: String)

  /// A comparison operator by its GraphQL name.
  enum Operator: String, CaseIterable {
    case equal = "_eq"
    case notEqual = "_neq"
    case greater = "_gt"
    case less = "_lt"
    case greaterOrEqual = "_gte"
    case lessOrEqual = "_lte"
    case oneOf = "_in"
    case noneOf = "_nin"
    case like = "_like"
    case notLike = "_nlike"
    case ilike = "_ilike"
    case notIlike = "_nilike"

    static let numeric: [Operator] = [
      .equal, .notEqual, .greater, .less, .greaterOrEqual, .lessOrEqual,
    ]

    /// The name of the operator between columns: `_ceq`.
    var ofColumns: String { self == .notEqual ? "_cne" : "_c" + rawValue.dropFirst() }
  }

  // MARK: Making

  /// A random condition on the columns that a role sees; `root` is the table of the permission that the
  /// condition is for.
  static func random(
    on table: Int,
    in visible: VisibleTables,
    root: Int? = nil,
    depth: Int,
    using random: inout SeededGenerator
  ) -> Condition {
    func inner(_ related: Int, _ random: inout SeededGenerator) -> Condition {
      .random(on: related, in: visible, root: root, depth: depth - 1, using: &random)
    }
    func list(_ random: inout SeededGenerator) -> [Condition] {
      (0..<Int.random(in: 0...3, using: &random)).map { _ in inner(table, &random) }
    }
    let relatives = visible.relatives(of: table)
    let choice = depth <= 0 ? 0 : Int.random(in: 0...9, using: &random)
    switch choice {
    case 6:
      return .and(list(&random))
    case 7:
      return .or(list(&random))
    case 8:
      return .not(inner(table, &random))
    case 9 where root != nil:
      // Not the table that is written, which the databases show before or after the change.
      let other = random.pick(visible.database.tables.indices.filter { $0 != root })
      return .exists(table: other, inner(other, &random))
    case 3...5 where !relatives.isEmpty:
      switch random.pick(relatives) {
      case .parent(let parent):
        return .parent(table: parent, inner(parent, &random))
      case .child(let child) where visible.allowsAggregations && random.chance(0.4):
        return .childCount(
          table: child,
          inner(child, &random),
          random.pick(Operator.numeric),
          Int.random(in: 0...3, using: &random)
        )
      case .child(let child):
        return .children(table: child, inner(child, &random))
      }
    default:
      return leaf(on: table, in: visible, root: root, using: &random)
    }
  }

  private static func leaf(
    on table: Int,
    in visible: VisibleTables,
    root: Int?,
    using random: inout SeededGenerator
  ) -> Condition {
    guard !visible.columns[table].isEmpty else { return .and([]) }
    let column = random.pick(visible.columns[table])
    if let root, random.chance(0.3),
      let other = visible.columns[root].filter({ $0.kind == column.kind })
        .randomElement(using: &random), column.kind != .boolean
    {
      return .rootColumn(column: column.name, random.pick(Operator.numeric), root: other.name)
    }
    if random.chance(0.15) { return .isNull(column: column.name, random.chance(0.5)) }
    let comparison: Operator
    switch column.kind {
    case .text: comparison = random.pick(Operator.allCases)
    case .boolean: comparison = random.pick([.equal, .notEqual, .oneOf])
    case .integer, .real: comparison = random.pick(Operator.numeric + [.oneOf, .noneOf])
    }
    switch comparison {
    case .oneOf, .noneOf:
      let count = Int.random(in: 0...3, using: &random)
      return .compare(
        column: column.name,
        comparison,
        (0..<count).map { _ in column.kind.value(using: &random) }
      )
    case .like, .notLike, .ilike, .notIlike:
      let pattern = random.pick(["a%", "%b", "_", "A_", "%", "B\\%", "a\\_b", "%'%", ""])
      return .compare(column: column.name, comparison, [.text(pattern)])
    default:
      return .compare(column: column.name, comparison, [column.kind.value(using: &random)])
    }
  }

  // MARK: GraphQL and metadata

  /// The condition as a `bool_exp`; the same JSON is a permission's filter.
  func json(_ database: GeneratedDatabase) -> JSONValue {
    switch self {
    case .compare(let column, let comparison, let values):
      let operand: JSONValue
      switch comparison {
      case .oneOf, .noneOf: operand = .array(values.map(\.json))
      default: operand = values.first?.json ?? .null
      }
      return .object(members: [(column, .object(members: [(comparison.rawValue, operand)]))])
    case .isNull(let column, let isNull):
      return .object(members: [(column, .object(members: [("_is_null", .bool(isNull))]))])
    case .and(let parts):
      return ["_and": .array(parts.map { $0.json(database) })]
    case .or(let parts):
      return ["_or": .array(parts.map { $0.json(database) })]
    case .not(let part):
      return ["_not": part.json(database)]
    case .parent(_, let inner):
      return ["parent": inner.json(database)]
    case .children(let table, let inner):
      return .object(members: [(database.tables[table].name + "s", inner.json(database))])
    case .exists(let table, let inner):
      return [
        "_exists": ["_table": .string(database.tables[table].name), "_where": inner.json(database)]
      ]
    case .rootColumn(let column, let comparison, let root):
      let operand: JSONValue = ["$", .string(root)]
      let test = JSONValue.object(members: [(comparison.ofColumns, operand)])
      return .object(members: [(column, test)])
    case .childCount(let table, let inner, let comparison, let number):
      let predicate = JSONValue.object(members: [(comparison.rawValue, .int(number))])
      let count: JSONValue = ["filter": inner.json(database), "predicate": predicate]
      return .object(members: [
        (database.tables[table].name + "s_aggregate", .object(members: [("count", count)]))
      ])
    }
  }
}

/// What a role may read of a generated database.
struct VisibleTables {
  var database: GeneratedDatabase
  /// The columns of each table, `id` and `parent_id` among them.
  var columns: [[GeneratedDatabase.Column]]
  /// How many rows of each table a list may have.
  var limits: [Int?]
  var allowsAggregations = true

  /// A table that a relationship leads to.
  enum Relative {
    case parent(Int)
    case child(Int)
  }

  init(all database: GeneratedDatabase) {
    self.database = database
    columns = database.tables.map(Self.allColumns)
    limits = database.tables.map { _ in nil }
  }

  /// All columns of a table.
  static func allColumns(of table: GeneratedDatabase.Table) -> [GeneratedDatabase.Column] {
    var columns = [GeneratedDatabase.Column(name: "id", kind: .integer, isNullable: false)]
    if table.parent != nil {
      columns.append(.init(name: "parent_id", kind: .integer, isNullable: true))
    }
    return columns + table.columns
  }

  /// The tables one relationship away.
  func relatives(of table: Int) -> [Relative] {
    (database.tables[table].parent.map { [.parent($0)] } ?? [])
      + database.children(of: table).map { .child($0) }
  }
}
