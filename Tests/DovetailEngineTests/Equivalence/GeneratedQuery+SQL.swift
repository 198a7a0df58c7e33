extension GeneratedQuery {
  /// The query as PostgreSQL's SQL, written without any of the engine's own code: one JSON object.
  ///
  /// `schema` is where the tables, or the role's views of them, are.
  func sql(schema: String) -> String {
    let database = visible.database
    let name = database.tables[table].name
    let filter = condition?.sql(database, table: table, alias: "r", schema: schema) ?? "TRUE"
    let keys = order.map { orderSQL($0, schema: schema) }
    let ordering = keys.joined(separator: ", ")
    let distinctText =
      distinct.isEmpty
      ? "" : "DISTINCT ON (\(distinct.map { "r.\($0)" }.joined(separator: ", ")))"
    let skipped = offset.map { " OFFSET \($0)" } ?? ""
    func numbered(_ selection: String, upTo limit: Int?) -> String {
      let window = (limit.map { " LIMIT \($0)" } ?? "") + skipped
      return """
        SELECT p.*, row_number() OVER () AS number FROM (
          SELECT \(distinctText) \(selection)
          FROM \(schema).\(name) AS r WHERE \(filter) ORDER BY \(ordering)\(window)
        ) AS p
        """
    }
    let all = aggregates(table, more: "'nodes', \(nodes)")
    return """
      SELECT json_build_object(
        '\(name)', (SELECT coalesce(json_agg(q.value ORDER BY q.number), '[]')
          FROM (\(numbered("\(object(schema: schema)) AS value", upTo: shown(limit, of: table)))) AS q),
        'all', (SELECT \(all) FROM (\(numbered("r.*", upTo: limit))) AS n))
      """
  }

  /// How many rows of a table a list has at most.
  private func shown(_ limit: Int?, of table: Int) -> Int? {
    [limit, visible.limits[table]].compactMap { $0 }.min()
  }

  /// The identities of the rows `n` in their order, as many as the role may see at once.
  private var nodes: String {
    let limit = visible.limits[table].map { " FILTER (WHERE n.number <= \($0))" } ?? ""
    return "coalesce(json_agg(json_build_object('id', n.id) ORDER BY n.number)\(limit), '[]')"
  }

  private func orderSQL(_ term: OrderTerm, schema: String) -> String {
    let tables = visible.database.tables
    let value: String
    switch term.key {
    case .column(let column):
      value = "r.\(column)"
    case .parent(let parent, let column):
      value = """
        (SELECT o.\(column) FROM \(schema).\(tables[parent].name) AS o WHERE o.id = r.parent_id)
        """
    case .childCount(let child):
      value = """
        (SELECT count(*) FROM \(schema).\(tables[child].name) AS o WHERE o.parent_id = r.id)
        """
    case .childExtreme(let child, let column, let isMax):
      value = """
        (SELECT \(isMax ? "max" : "min")(o.\(column)) FROM \(schema).\(tables[child].name) AS o \
        WHERE o.parent_id = r.id)
        """
    }
    return "\(value) \(term.direction.sql)"
  }

  private func object(schema: String) -> String {
    let database = visible.database
    var members = visible.columns[table].map { "'\($0.name)', r.\($0.name)" }
    if let parent = database.tables[table].parent {
      members.append(
        """
        'parent', (SELECT \(row("o", parent)) FROM \(schema).\(database.tables[parent].name) AS o \
        WHERE o.id = r.parent_id)
        """
      )
    }
    for list in nested {
      let child = database.tables[list.table].name
      let filter =
        list.condition?.sql(
          database,
          table: list.table,
          alias: "n",
          schema: schema
        ) ?? "TRUE"
      let related = "FROM \(schema).\(child) AS n WHERE n.parent_id = r.id AND \(filter)"
      let limit = shown(list.limit, of: list.table).map { " LIMIT \($0)" } ?? ""
      members.append(
        """
        '\(child)s', (SELECT coalesce(json_agg(\(row("m", list.table)) ORDER BY m.id DESC), '[]') \
        FROM (SELECT n.* \(related) ORDER BY n.id DESC\(limit)) AS m)
        """
      )
      if visible.allowsAggregations {
        members.append(
          "'\(child)s_aggregate', (SELECT \(aggregates(list.table)) \(related))"
        )
      }
    }
    return "json_build_object(\(members.joined(separator: ", ")))"
  }

  private func row(_ alias: String, _ table: Int) -> String {
    let members = visible.columns[table].map { "'\($0.name)', \(alias).\($0.name)" }
    return "json_build_object(\(members.joined(separator: ", ")))"
  }

  private func aggregates(_ table: Int, more: String? = nil) -> String {
    let columns = visible.columns[table]
    func object(_ function: String, _ names: [String]) -> String {
      let members = names.map { "'\($0)', \(function)(n.\($0))" }.joined(separator: ", ")
      return "'\(function)', json_build_object(\(members))"
    }
    let comparable = columns.filter { $0.kind != .boolean }.map(\.name)
    let numbers = columns.filter { $0.kind == .integer }.map(\.name)
    return """
      json_build_object('aggregate', json_build_object('count', count(*), \
      \(object("sum", numbers)), \(object("max", comparable)), \(object("min", comparable)))\
      \(more.map { ", \($0)" } ?? ""))
      """
  }
}
