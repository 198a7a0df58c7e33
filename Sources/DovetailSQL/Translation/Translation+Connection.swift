import DovetailCatalog
import DovetailPlan
import DovetailSource
import OrderedJSON
import SQLText

extension Translation {
  /// One JSON object of a page of rows.
  ///
  /// The page's rows, and one more if there is one, are a table of the statement's own, with their
  /// place in the order in which they were cut off, and with their cursors:
  ///
  ///     WITH p0 AS (SELECT … AS "c0", … AS "$cursor", row_number() OVER (…) AS "$place" FROM …)
  ///     SELECT json_build_object('edges', (SELECT json_agg(…) FROM p0 WHERE "$place" <= n …), …)
  mutating func connection(
    _ selection: ConnectionSelection,
    at anchor: Anchor
  ) throws(SourceError) -> DocumentQuery {
    var page = Page(alias: newAlias("p"), size: pageSize(of: selection))
    if case .last = selection.slice { page.isReversed = true }
    var rows = selection.rows
    rows.order = selection.pageOrder
    var conditions = [rows.filter]
    if let bound = selection.bound {
      conditions.append(.position(Position(order: selection.rows.order, bound: bound)))
    }
    rows.filter = .all(conditions)

    let row = newAlias()
    var tail: SQL = " FROM \(try distinctRows(selection, rows, at: anchor, alias: row))"
    let terms = try orderTerms(rows.order, in: Scope(root: row), known: [:])
    let order: SQL = terms.isEmpty ? "" : "ORDER BY \(terms.joined(separator: ", "))"
    tail += " \(order)"
    if let size = page.size { tail += " LIMIT \(size) + 1" }

    var members: [JSONTree.Member] = []
    var rules: [String: DocumentShape.Rule] = [:]
    for field in selection.output {
      let value: JSONTree
      switch field.value {
      case .constant(let text):
        value = .text(text)
      case .edges(let edges):
        let document = try self.edges(edges, of: &page, row: row)
        value = .leaf(.init(sql: "(\(document.select))", form: .json))
        if let shape = document.shape { rules[field.key] = .copy(key: nil, shape) }
      case .pageInfo(let fields):
        value = try pageInfo(fields, of: &page, selection, at: anchor)
      }
      members.append(.init(key: field.key, value: value))
    }
    if page.needsCursor {
      page.columns.append("\(try cursor(of: selection, row: row)) AS \"$cursor\"")
    }
    page.columns.append("row_number() OVER (\(order)) AS \"$place\"")
    let columns = page.columns.joined(separator: ", ")
    return DocumentQuery(
      select: """
        WITH \(raw: page.alias) AS (SELECT \(columns)\(tail)) \
        SELECT \(dialect.json(.object(members)))
        """,
      shape: rules.isEmpty ? nil : DocumentShape(rules: rules)
    )
  }

  /// A page as its statement grows.
  private struct Page {
    /// The alias of the table of its rows.
    let alias: String
    /// How many rows it has at most; nil for all.
    let size: SQL?
    /// Whether the rows' places are counted from the end.
    var isReversed = false
    var columns: [SQL] = []
    var needsCursor = false

    /// ` FROM page`, without the row that is one too many.
    var rows: SQL {
      guard let size else { return " FROM \(raw: alias)" }
      return " FROM \(raw: alias) WHERE \(raw: alias).\"$place\" <= \(size)"
    }

    /// ` ORDER BY` the rows' places, the first (or last) row of the page first.
    func order(fromEnd: Bool = false) -> SQL {
      " ORDER BY \(raw: alias).\"$place\"" + (fromEnd == isReversed ? "" : " DESC")
    }

    /// Takes a column in, and says how it is read.
    mutating func add(_ column: SQL) -> SQL {
      let name = "\"c\(columns.count)\""
      columns.append("\(column) AS \(raw: name)")
      return "\(raw: alias).\(raw: name)"
    }

    /// The row's cursor.
    mutating func cursor() -> SQL {
      needsCursor = true
      return "\(raw: alias).\"$cursor\""
    }
  }

  // MARK: Rows

  /// The rows of the connection after `FROM`: of those that are equal in some columns only the first.
  ///
  /// Which are the first is told by their keys, so that the rows stay those of their relation.
  private mutating func distinctRows(
    _ selection: ConnectionSelection,
    _ rows: RowSelection,
    at anchor: Anchor,
    alias: String
  ) throws(SourceError) -> SQL {
    guard !rows.distinctOn.isEmpty else {
      return try filteredRows(rows, at: anchor, alias: alias)
    }
    let first = try chooseRows(selection.rows, at: anchor, window: .all)
    let own = try values(selection.identity, in: Scope(root: alias)).joined(separator: ", ")
    let keys = try values(selection.identity, in: Scope(root: first.alias))
    return try filteredRows(
      rows,
      at: anchor,
      alias: alias,
      also: ["(\(own)) IN (\(first.head)\(keys.joined(separator: ", "))\(first.tail))"]
    )
  }

  /// How many rows the page has at most.
  private func pageSize(of selection: ConnectionSelection) -> SQL? {
    let limit: RowWindow.Count?
    switch selection.slice {
    case .first(let parameter): limit = count(parameter, .limit)
    case .last(let parameter): limit = count(parameter, .limit)
    }
    switch (limit, selection.rows.permissionLimit) {
    case (nil, nil): return nil
    case (nil, let most?): return "\(most)"
    case (.constant(let count)?, let most): return "\(min(Int(count), most ?? Int.max))"
    case (.parameter(let binding)?, nil): return dialect.parameter(binding)
    case (.parameter(let binding)?, let most?):
      let given = dialect.parameter(binding)
      return "(CASE WHEN \(given) < \(most) THEN \(given) ELSE \(most) END)"
    }
  }

  // MARK: Members

  private mutating func edges(
    _ fields: [EdgeField],
    of page: inout Page,
    row: String
  ) throws(SourceError) -> DocumentQuery {
    var members: [JSONMember] = []
    var rules: [String: DocumentShape.Rule] = [:]
    for field in fields {
      let value: JSONTree.Leaf
      switch field.value {
      case .constant(let text):
        value = .init(sql: dialect.json(.text(text)), form: .natural)
      case .cursor:
        value = .init(sql: page.cursor(), form: .natural)
      case .node(let output, let joinKeys):
        let node = try self.members(output, joinKeys: joinKeys, of: row)
        let object = node.members.map { member in
          JSONTree.Member(
            key: member.key,
            value: .leaf(.init(sql: page.add(member.value.sql), form: member.value.form))
          )
        }
        value = .init(sql: dialect.json(.object(object)), form: .json)
        if let shape = node.shape { rules[field.key] = .copy(key: nil, shape) }
      }
      members.append(JSONMember(key: field.key, value: value))
    }
    let query = RowQuery(head: "SELECT ", members: members, tail: page.rows + page.order())
    return DocumentQuery(
      select: dialect.selectList(of: query, alias: newAlias("r")),
      shape: rules.isEmpty ? nil : DocumentShape(rules: rules)
    )
  }

  private mutating func pageInfo(
    _ fields: [PageInfoField],
    of page: inout Page,
    _ selection: ConnectionSelection,
    at anchor: Anchor
  ) throws(SourceError) -> JSONTree {
    var members: [JSONTree.Member] = []
    for field in fields {
      let value: JSONTree
      switch field.value {
      case .constant(let text): value = .text(text)
      case .fact(.startCursor):
        value = .leaf(.init(sql: endCursor(of: &page, isLast: false), form: .natural))
      case .fact(.endCursor):
        value = .leaf(.init(sql: endCursor(of: &page, isLast: true), form: .natural))
      case .fact(.hasNextPage):
        value = truth(try hasMore(.after, page, selection, at: anchor))
      case .fact(.hasPreviousPage):
        value = truth(try hasMore(.before, page, selection, at: anchor))
      }
      members.append(.init(key: field.key, value: value))
    }
    return .object(members)
  }

  private func truth(_ condition: SQL) -> JSONTree {
    .leaf(dialect.jsonValue("(\(condition))", type: .boolean, isStringified: false))
  }

  private func endCursor(of page: inout Page, isLast: Bool) -> SQL {
    let cursor = page.cursor()
    return "coalesce((SELECT \(cursor)\(page.rows)\(page.order(fromEnd: isLast)) LIMIT 1), '')"
  }

  /// Whether there are rows beyond the page: those that were cut off, or those beyond its cursor.
  private mutating func hasMore(
    _ side: PageBound.Side,
    _ page: Page,
    _ selection: ConnectionSelection,
    at anchor: Anchor
  ) throws(SourceError) -> SQL {
    var tests: [SQL] = []
    if let size = page.size, page.isReversed == (side == .before) {
      tests.append(
        "EXISTS (SELECT 1 FROM \(raw: page.alias) WHERE \(raw: page.alias).\"$place\" > \(size))"
      )
    }
    if var bound = selection.bound, bound.side != side {
      bound.side = side
      var rows = selection.rows
      let position = Position(order: rows.order, bound: bound, isInclusive: true)
      rows.filter = .all([rows.filter, .position(position)])
      let from = try distinctRows(selection, rows, at: anchor, alias: newAlias())
      tests.append("EXISTS (SELECT 1 FROM \(from))")
    }
    return tests.isEmpty ? "false" : tests.joined(separator: " OR ")
  }

  // MARK: Cursors and ids

  /// The values of the order's terms, as base64 text of a JSON object.
  private mutating func cursor(
    of selection: ConnectionSelection,
    row: String
  ) throws(SourceError) -> SQL {
    var leaves: [(path: [String], leaf: JSONTree.Leaf)] = []
    for (term, path) in zip(selection.rows.order, selection.cursor) {
      let key = try orderKey(term.key, in: Scope(root: row))
      leaves.append((path, dialect.jsonValue(key, type: term.key.type, isStringified: false)))
    }
    let json = dialect.json(object(of: leaves[...], depth: 0))
    return dialect.base64(dialect.jsonText(.init(sql: json, form: .json)))
  }

  /// Leaves that begin alike are next to each other, or else a key occurs twice.
  private func object(
    of leaves: ArraySlice<(path: [String], leaf: JSONTree.Leaf)>,
    depth: Int
  ) -> JSONTree {
    var groups: [(key: String, leaves: [(path: [String], leaf: JSONTree.Leaf)])] = []
    for leaf in leaves where depth < leaf.path.count {
      let key = leaf.path[depth]
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].leaves.append(leaf)
      } else {
        groups.append((key, [leaf]))
      }
    }
    return .object(
      groups.map { group in
        if let only = group.leaves.first, only.path.count == depth + 1 {
          return JSONTree.Member(key: group.key, value: .leaf(only.leaf))
        }
        return JSONTree.Member(
          key: group.key,
          value: object(of: group.leaves[...], depth: depth + 1)
        )
      }
    )
  }

  /// The id of a row among all rows of all sources.
  mutating func globalID(_ id: GlobalID, of row: String) throws(SourceError) -> SQL {
    var text: SQL = "\(literal: id.prefix)"
    for column in id.key {
      let leaf = dialect.jsonValue(
        try value(column, in: Scope(root: row)),
        type: column.type,
        isStringified: false
      )
      text += " || ', ' || \(dialect.jsonText(leaf))"
    }
    return dialect.base64("\(text) || ']'")
  }
}

extension ConnectionSelection {
  /// The order in which rows are cut off.
  fileprivate var pageOrder: [OrderTerm] {
    guard case .last = slice else { return rows.order }
    return rows.order.map {
      OrderTerm(key: $0.key, isDescending: !$0.isDescending, nullsFirst: !$0.nullsFirst)
    }
  }
}
