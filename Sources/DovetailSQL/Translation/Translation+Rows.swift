import DovetailPlan
import DovetailSource
import OrderedJSON
import SQLText

/// A relation whose rows are chosen: all of a `SELECT` but its list.
struct ChosenRows {
  /// The alias by which the select list reads the row.
  var alias: String
  /// `SELECT `, or with `DISTINCT ON (…) `.
  var head: SQL
  /// From ` FROM` on.
  var tail: SQL
}

extension Translation {
  /// The rows of a selection, chosen and ordered.
  ///
  /// The window says how many are kept; rows of which all are kept need no order if it doesn't show
  /// in the result.
  mutating func chooseRows(
    _ selection: RowSelection,
    at anchor: Anchor,
    window: RowWindow,
    isOrdered: Bool = true
  ) throws(SourceError) -> ChosenRows {
    let alias = newAlias()
    var rows = ChosenRows(alias: alias, head: "SELECT ", tail: " FROM ")
    var distinct: [ColumnReference: SQL] = [:]
    if !selection.distinctOn.isEmpty && !dialect.hasDistinctOn {
      rows.tail += try firstOfEach(selection, at: anchor, alias: alias)
    } else {
      rows.tail += try filteredRows(selection, at: anchor, alias: alias)
      if !selection.distinctOn.isEmpty {
        let columns = try values(selection.distinctOn, in: Scope(root: alias))
        rows.head += "DISTINCT ON (\(columns.joined(separator: ", "))) "
        distinct = Dictionary(
          zip(selection.distinctOn, columns),
          uniquingKeysWith: { first, _ in first }
        )
      }
    }
    if isOrdered || window.isLimiting || !selection.distinctOn.isEmpty {
      rows.tail += try orderClause(selection, alias: alias, distinct: distinct)
    }
    rows.tail += dialect.window(window)
    return rows
  }

  /// The client's window of a selection, with the role's limit.
  func window(of selection: RowSelection) -> RowWindow {
    RowWindow(
      limit: count(selection.limit, .limit),
      permissionLimit: selection.permissionLimit,
      offset: count(selection.offset, .offset)
    )
  }

  /// How many rows a parameter lets through.
  func count(
    _ parameter: Parameter?,
    _ encoding: SQLBinding.Encoding
  ) -> RowWindow.Count? {
    guard let parameter else { return nil }
    // A limit written in the document is part of the plan, and lets the database plan for it.
    switch parameter.operand {
    case .constant(.null): return nil
    case .constant(.number(let number)):
      if let value = number.int64, value >= 0 { return .constant(value) }
    default: break
    }
    return .parameter(SQLBinding(parameter, encoding))
  }

  /// A relation with the conditions on its rows, as it stands after `FROM`.
  mutating func filteredRows(
    _ selection: RowSelection,
    at anchor: Anchor,
    alias: String,
    also more: [SQL] = []
  ) throws(SourceError) -> SQL {
    var outer: String?
    var conditions: [SQL] = []
    switch anchor {
    case .root: break
    case .row(let row, let correlation):
      outer = row
      conditions = self.conditions(correlation, inner: alias, outer: row)
    case .key(let columns, let parts):
      for (column, part) in zip(columns, parts) {
        conditions.append("\(try value(column, in: Scope(root: alias))) = \(part)")
      }
    }
    var from = try from(selection.relation, alias: alias, outer: outer)
    from += try joinPlaces(of: selection.order, to: alias)
    conditions += try conjuncts(selection.filter, in: Scope(root: alias))
    return from + whereClause(conditions + more)
  }

  private mutating func orderClause(
    _ selection: RowSelection,
    alias: String,
    distinct: [ColumnReference: SQL] = [:]
  ) throws(SourceError) -> SQL {
    var terms = try orderTerms(selection.order, in: Scope(root: alias), known: distinct)
    if terms.isEmpty && !dialect.hasDistinctOn {
      // `DISTINCT ON` sorts by its columns; the rows shall come in the same order without it.
      terms = try values(selection.distinctOn, in: Scope(root: alias))
    }
    return terms.isEmpty ? "" : " ORDER BY \(terms.joined(separator: ", "))"
  }

  /// `DISTINCT ON` for dialects that lack it: the rows that come first in their group.
  private mutating func firstOfEach(
    _ selection: RowSelection,
    at anchor: Anchor,
    alias: String
  ) throws(SourceError) -> SQL {
    let inner = newAlias()
    let rows = try filteredRows(selection, at: anchor, alias: inner)
    let columns = try values(selection.distinctOn, in: Scope(root: inner))
    var group: SQL = "PARTITION BY \(columns.joined(separator: ", "))"
    group += try orderClause(selection, alias: inner)
    return """
      (SELECT \(raw: inner).*, row_number() OVER (\(group)) AS "$place" FROM \(rows)) \
      AS \(raw: alias) WHERE \(raw: alias)."$place" = 1
      """
  }
}

extension RowWindow {
  /// Every row.
  static let all = RowWindow(limit: nil, permissionLimit: nil, offset: nil)
  /// At most one row.
  static let one = RowWindow(limit: .constant(1), permissionLimit: nil, offset: nil)

  /// Whether rows may be left out.
  var isLimiting: Bool { limit != nil || permissionLimit != nil || offset != nil }
}
