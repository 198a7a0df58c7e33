import OrderedCollections
import OrderedJSON
import SeededRandom

/// A random query on a generated table: filter, order, window, and what is selected.
struct GeneratedQuery {
  var table: Int
  var condition: Condition?
  var distinct: [String]
  var order: [OrderTerm]
  var limit: Int?
  var offset: Int?
  /// The filter and limit of each nested list, by table.
  var nested: [Nested]
  var visible: VisibleTables

  /// A term of the order.
  struct OrderTerm {
    var key: Key
    var direction: Direction
  }

  /// What rows are ordered by.
  enum Key {
    case column(String)
    case parent(table: Int, String)
    case childCount(table: Int)
    case childExtreme(table: Int, String, isMax: Bool)
  }

  /// A direction with the place of nulls.
  enum Direction: String, CaseIterable {
    case asc
    case desc
    case ascNullsFirst = "asc_nulls_first"
    case ascNullsLast = "asc_nulls_last"
    case descNullsFirst = "desc_nulls_first"
    case descNullsLast = "desc_nulls_last"

    /// The direction as SQL has it.
    var sql: String {
      switch self {
      case .asc, .ascNullsLast: "ASC NULLS LAST"
      case .desc, .descNullsFirst: "DESC NULLS FIRST"
      case .ascNullsFirst: "ASC NULLS FIRST"
      case .descNullsLast: "DESC NULLS LAST"
      }
    }
  }

  /// A list of related rows inside each row.
  struct Nested {
    var table: Int
    var condition: Condition?
    var limit: Int?
  }

  /// A random query whose answer is fully ordered.
  init(visible: VisibleTables, using random: inout SeededGenerator) {
    self.visible = visible
    table = Int.random(in: visible.database.tables.indices, using: &random)
    let own = table
    condition =
      random.chance(0.8)
      ? .random(on: own, in: visible, depth: 3, using: &random) : nil
    limit = random.chance(0.5) ? Int.random(in: 0...9, using: &random) : nil
    offset = random.chance(0.3) ? Int.random(in: 0...4, using: &random) : nil
    let columns = visible.columns[own].filter { $0.name != "id" }
    distinct =
      random.chance(0.25)
      ? Array(columns.shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random)))
        .map(\.name) : []
    order = distinct.shuffled(using: &random).map {
      OrderTerm(key: .column($0), direction: random.pick(Direction.allCases))
    }
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      order.append(Self.term(on: own, in: visible, using: &random))
    }
    order.append(OrderTerm(key: .column("id"), direction: random.pick([.asc, .desc])))
    nested = visible.database.children(of: own).map { child in
      Nested(
        table: child,
        condition: random.chance(0.5)
          ? .random(on: child, in: visible, depth: 2, using: &random) : nil,
        limit: random.chance(0.4) ? Int.random(in: 0...3, using: &random) : nil
      )
    }
  }

  private static func term(
    on table: Int,
    in visible: VisibleTables,
    using random: inout SeededGenerator
  ) -> OrderTerm {
    let direction = random.pick(Direction.allCases)
    let relatives = visible.relatives(of: table)
    guard !relatives.isEmpty, random.chance(0.6) else {
      return OrderTerm(
        key: .column(random.pick(visible.columns[table]).name),
        direction: direction
      )
    }
    switch random.pick(relatives) {
    case .parent(let parent):
      return OrderTerm(
        key: .parent(table: parent, random.pick(visible.columns[parent]).name),
        direction: direction
      )
    case .child(let child):
      guard visible.allowsAggregations else {
        return OrderTerm(key: .column("id"), direction: direction)
      }
      let comparable = visible.columns[child].filter { $0.kind != .boolean }
      guard random.chance(0.6), !comparable.isEmpty else {
        return OrderTerm(key: .childCount(table: child), direction: direction)
      }
      return OrderTerm(
        key: .childExtreme(
          table: child,
          random.pick(comparable).name,
          isMax: random.chance(0.5)
        ),
        direction: direction
      )
    }
  }

  // MARK: GraphQL

  private var database: GeneratedDatabase { visible.database }

  /// The variables `w`, `o` and so on, so that the text is the same for equal selections.
  var variables: JSONObject {
    var variables: JSONObject = [
      "o": .array(order.map(orderJSON)), "d": .array(distinct.map { .string($0) }),
    ]
    if let condition { variables["w"] = condition.json(database) }
    if let limit { variables["l"] = .int(limit) }
    if let offset { variables["s"] = .int(offset) }
    for (number, list) in nested.enumerated() {
      if let condition = list.condition { variables["w\(number)"] = condition.json(database) }
      if let limit = list.limit { variables["l\(number)"] = .int(limit) }
    }
    return variables
  }

  private func orderJSON(_ term: OrderTerm) -> JSONValue {
    let direction = JSONValue.string(term.direction.rawValue)
    func object(_ name: String, _ value: JSONValue) -> JSONValue {
      .object(members: [(name, value)])
    }
    switch term.key {
    case .column(let column):
      return object(column, direction)
    case .parent(_, let column):
      return object("parent", object(column, direction))
    case .childCount(let child):
      return object(database.tables[child].name + "s_aggregate", object("count", direction))
    case .childExtreme(let child, let column, let isMax):
      return object(
        database.tables[child].name + "s_aggregate",
        object(isMax ? "max" : "min", object(column, direction))
      )
    }
  }

  /// The operation.
  var text: String {
    let name = database.tables[table].name
    var declarations = [
      "$w: \(name)_bool_exp", "$o: [\(name)_order_by!]", "$d: [\(name)_select_column!]",
      "$l: Int", "$s: Int",
    ]
    var fields = visible.columns[table].map(\.name)
    if let parent = database.tables[table].parent {
      let columns = visible.columns[parent].map(\.name).joined(separator: " ")
      fields.append("parent { \(columns) }")
    }
    for (number, list) in nested.enumerated() {
      let child = database.tables[list.table].name
      declarations += ["$w\(number): \(child)_bool_exp", "$l\(number): Int"]
      let columns = visible.columns[list.table].map(\.name).joined(separator: " ")
      fields.append(
        "\(child)s(where: $w\(number), limit: $l\(number), order_by: {id: desc}) { \(columns) }"
      )
      if visible.allowsAggregations {
        fields.append(
          "\(child)s_aggregate(where: $w\(number)) { \(Self.aggregates(visible, child: list.table)) }"
        )
      }
    }
    let arguments = "where: $w, order_by: $o, distinct_on: $d, limit: $l, offset: $s"
    return """
      query(\(declarations.joined(separator: ", "))) {
        \(name)(\(arguments)) { \(fields.joined(separator: " ")) }
        all: \(name)_aggregate(\(arguments)) {
          \(Self.aggregates(visible, child: table)) nodes { id }
        }
      }
      """
  }

  private static func aggregates(_ visible: VisibleTables, child: Int) -> String {
    let columns = visible.columns[child]
    let numbers = columns.filter { $0.kind == .integer }.map(\.name).joined(separator: " ")
    let comparable = columns.filter { $0.kind != .boolean }.map(\.name).joined(separator: " ")
    return "aggregate { count sum { \(numbers) } max { \(comparable) } min { \(comparable) } }"
  }
}
