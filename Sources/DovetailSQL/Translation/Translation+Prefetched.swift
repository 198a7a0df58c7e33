import DovetailCatalog
import DovetailPlan
import DovetailSource
import SQLText

extension Translation {
  /// Whether the columns of a row are one of the keys that were read from another source.
  ///
  /// The subselect does not depend on the row, so that databases build one table of the keys. A key
  /// with a null belongs to nobody, which is false and not unknown: `_not` finds such rows.
  mutating func isPrefetched(
    _ keys: PrefetchedKeys,
    in scope: Scope
  ) throws(SourceError) -> SQL {
    let columns = try values(keys.columns, in: scope)
    guard !columns.isEmpty else {
      throw SourceError(code: .unexpected, message: "a key without columns was compared")
    }
    let rows = keyRows(keys)
    let left = columns.count == 1 ? columns[0] : "(\(columns.joined(separator: ", ")))"
    var conditions: [SQL] = zip(keys.columns, columns).filter { $0.0.isNullable }.map {
      "\($0.1) IS NOT NULL"
    }
    let parts = rows.parts.prefix(columns.count).joined(separator: ", ")
    conditions.append("\(left) IN (SELECT \(parts) FROM \(rows.from))")
    return "(\(conditions.joined(separator: " AND ")))"
  }

  /// Joins the rows of another source that an order needs, each once, so that a database can look
  /// them up by key instead of going through all of them for each row.
  ///
  /// - Returns: What stands after the relation in `FROM`.
  mutating func joinPlaces(
    of terms: [OrderTerm],
    to alias: String
  ) throws(SourceError) -> SQL {
    var joins: SQL = ""
    for term in terms {
      guard case .prefetched(let keys) = term.key else { continue }
      let place = PlaceOfRow(alias: alias, keys: keys)
      guard places[place] == nil else { continue }
      let columns = try values(keys.columns, in: Scope(root: alias))
      let rows = keyRows(keys)
      let name = newAlias("k")
      let parts = rows.parts.enumerated().map { index, part -> SQL in
        "\(part) AS \(raw: partName(index))"
      }
      let conditions = columns.enumerated().map { index, column -> SQL in
        "\(raw: name).\(raw: partName(index)) = \(column)"
      }
      // `DISTINCT` keeps SQLite from merging the subselect into the outer one, where it would parse
      // the keys again for each row.
      joins += """
         LEFT JOIN (SELECT DISTINCT \(parts.joined(separator: ", ")) FROM \(rows.from)) \
        AS \(raw: name) ON \(conditions.joined(separator: " AND "))
        """
      places[place] = "\(raw: name).\(raw: partName(keys.columns.count))"
    }
    return joins
  }

  /// The place of the row of another source that belongs to a row, or null.
  mutating func place(_ keys: PrefetchedKeys, in scope: Scope) throws(SourceError) -> SQL {
    if let joined = places[PlaceOfRow(alias: scope.row, keys: keys)] { return joined }
    let rows = keyRows(keys)
    let columns = try values(keys.columns, in: scope)
    let conditions = zip(rows.parts, columns).map { part, column -> SQL in "\(part) = \(column)" }
    guard let place = rows.parts.last else {
      throw SourceError(code: .unexpected, message: "rows without keys were ordered by")
    }
    return "(SELECT \(place) FROM \(rows.from)\(whereClause(conditions)) LIMIT 1)"
  }

  /// The keys with, as their last part, the place in the order.
  private func keyRows(_ keys: PrefetchedKeys) -> KeyRows {
    let binding = SQLBinding(
      operand: .prefetched(keys.prefetch),
      type: .json,
      encoding: .value,
      path: "$"
    )
    return dialect.keyRows(binding, types: keys.columns.map(\.type) + [.rowPlace])
  }

  private func partName(_ index: Int) -> String { "c\(index)" }
}

/// A row, and the keys that tell its place.
struct PlaceOfRow: Hashable {
  var alias: String
  var keys: PrefetchedKeys
}

extension ColumnType {
  /// The type of a row's place in an order.
  fileprivate static let rowPlace = ColumnType(
    sqlName: "bigint",
    name: "int8",
    graphQLName: "bigint",
    category: .bigint,
    wireForm: .number
  )
}
