import DovetailMetadata
import OrderedCollections
import OrderedJSON
import SeededRandom

/// Random select permissions of the role `user` on generated tables, and what they hide.
struct GeneratedPermissions {
  let database: GeneratedDatabase
  /// What the role sees.
  let visible: VisibleTables
  /// The value that the permissions compare with a session variable.
  private static let sessionValue = 2

  /// A session of a role with that variable.
  static func session(of role: RoleName) -> Session {
    Session(role: role, variables: ["X-Hasura-Number": String(sessionValue)])
  }

  private let filters: [Condition]
  /// The column and the variable of an additional comparison.
  private let sessionColumn: [String?]

  /// Random permissions; columns may be hidden, and lists limited, unless only rows are to be hidden.
  init(
    _ database: GeneratedDatabase,
    hidesColumns: Bool = true,
    using random: inout SeededGenerator
  ) {
    self.database = database
    let all = VisibleTables(all: database)
    filters = database.tables.indices.map {
      .random(on: $0, in: all, root: $0, depth: 2, using: &random)
    }
    sessionColumn = database.tables.map { table in
      guard random.chance(0.3) else { return nil }
      return table.columns.first { $0.kind == .integer }?.name
    }
    var visible = all
    for number in database.tables.indices where hidesColumns {
      // The test relies on the keys, to follow relationships and to order.
      visible.columns[number].removeAll { column in
        column.name != "id" && column.name != "parent_id" && random.chance(0.4)
      }
      if random.chance(0.4) { visible.limits[number] = Int.random(in: 1...5, using: &random) }
    }
    self.visible = visible
  }

  /// The permissions by table.
  var json: [JSONValue] {
    database.tables.indices.map { number in
      var filter = filters[number].json(database)
      if let column = sessionColumn[number] {
        filter = [
          "_or": [
            filter, .object(members: [(column, .object(members: [("_gte", "X-Hasura-Number")]))]),
          ]
        ]
      }
      var permission: JSONObject = [
        "columns": .array(visible.columns[number].map { .string($0.name) }),
        "filter": filter,
        "allow_aggregations": true,
      ]
      if let limit = visible.limits[number] { permission["limit"] = .int(limit) }
      return .object(permission)
    }
  }

  /// The filter of a table as SQL on its row `v`.
  private func filterSQL(_ number: Int, _ base: String) -> String {
    let filter = filters[number].sql(
      database,
      table: number,
      alias: "v",
      schema: base,
      isPermission: true
    )
    guard let column = sessionColumn[number] else { return filter }
    return "(\(filter) OR v.\(column) >= \(Self.sessionValue))"
  }

  /// A script that puts into tables what a role sees that has all of the permissions; into views, if
  /// the rows in the schema `base` are going to change.
  ///
  /// A cell shows where a permission that has its column shows the row.
  static func views(
    schema: String,
    of permissions: [GeneratedPermissions],
    base: String = "public",
    areLive: Bool = false
  ) -> String {
    guard let database = permissions.first?.database else { return "" }
    let views = database.tables.indices.map { number in
      let table = database.tables[number]
      let columns = VisibleTables.allColumns(of: table).compactMap { column -> String? in
        let seeing = permissions.filter { permission in
          permission.visible.columns[number].contains { $0.name == column.name }
        }
        guard !seeing.isEmpty else { return nil }
        let condition = seeing.map { $0.filterSQL(number, base) }.joined(separator: " OR ")
        return "CASE WHEN \(condition) THEN v.\(column.name) END AS \(column.name)"
      }
      let filter = permissions.map { $0.filterSQL(number, base) }.joined(separator: " OR ")
      return """
        CREATE \(areLive ? "VIEW" : "TABLE") \(schema).\(table.name) AS \
        SELECT \(columns.joined(separator: ", ")) FROM \(base).\(table.name) AS v WHERE \(filter);
        """
    }
    return "\nCREATE SCHEMA \(schema);\n" + views.joined(separator: "\n")
  }

  /// What a role sees that has both permissions.
  func visible(with other: GeneratedPermissions) -> VisibleTables {
    visible(with: other.visible)
  }

  /// What a role sees that has the permissions, and sees something else besides.
  func visible(with other: VisibleTables) -> VisibleTables {
    var both = VisibleTables(all: database)
    for number in database.tables.indices {
      let names = Set(
        (visible.columns[number] + other.columns[number]).map(\.name)
      )
      both.columns[number].removeAll { !names.contains($0.name) }
      // A parent without a limit lifts that of the other.
      if let limit = visible.limits[number], let second = other.limits[number] {
        both.limits[number] = max(limit, second)
      }
    }
    return both
  }

  /// Queries that name a hidden column in any way; all are right for administrators.
  var forbiddenQueries: [String] {
    database.tables.indices.flatMap { number -> [String] in
      let table = database.tables[number]
      let shown = Set(visible.columns[number].map(\.name))
      return VisibleTables.allColumns(of: table).filter { !shown.contains($0.name) }
        .flatMap { queries(naming: $0, of: number) }
    }
  }

  private func queries(naming column: GeneratedDatabase.Column, of number: Int) -> [String] {
    let name = database.tables[number].name
    let hidden = column.name
    var queries = [
      "{ \(name) { \(hidden) } }",
      "{ \(name)_by_pk(id: 1) { \(hidden) } }",
      "{ \(name)(where: {\(hidden): {_is_null: true}}) { id } }",
      "{ \(name)(where: {_not: {_or: [{\(hidden): {}}]}}) { id } }",
      "{ \(name)(order_by: {\(hidden): asc}) { id } }",
      "{ \(name)(distinct_on: \(hidden)) { id } }",
      "{ \(name)_aggregate { aggregate { count(columns: \(hidden)) } } }",
      "{ \(name)_aggregate { nodes { \(hidden) } } }",
    ]
    if column.kind != .boolean {
      queries.append("{ \(name)_aggregate { aggregate { max { \(hidden) } } } }")
    }
    for child in database.children(of: number) {
      let other = database.tables[child].name
      queries += [
        "{ \(other) { parent { \(hidden) } } }",
        "{ \(other)(where: {parent: {\(hidden): {_is_null: false}}}) { id } }",
        "{ \(other)(order_by: {parent: {\(hidden): desc}}) { id } }",
      ]
    }
    if let parent = database.tables[number].parent {
      let other = database.tables[parent].name
      queries += [
        "{ \(other) { \(name)s { \(hidden) } } }",
        "{ \(other)(where: {\(name)s: {\(hidden): {_is_null: false}}}) { id } }",
        "{ \(other) { \(name)s(order_by: {\(hidden): asc}) { id } } }",
      ]
      if column.kind != .boolean {
        queries.append(
          "{ \(other)(order_by: {\(name)s_aggregate: {max: {\(hidden): asc}}}) { id } }"
        )
      }
    }
    return queries
  }
}
