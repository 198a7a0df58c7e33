package import DovetailCatalog
import DovetailPlan
package import DovetailSource
import OrderedJSON
package import SQLText

/// SQL of SQLite 3.38 and later with JSON and mathematical functions, as it comes.
///
/// SQLite compares by the type of a value, not of a column, so parameters are bound as integers,
/// reals or texts according to the column's type. `_like` is `GLOB`, which heeds case for all of
/// Unicode; `_ilike` ignores the case of ASCII letters only.
package struct SQLiteDialect: SQLDialect {
  /// Whether columns may hold bytes that are not meant to: JSON cannot, so that each value is tested,
  /// which costs a fifth of what making JSON does.
  let expectsBytesAnywhere: Bool

  package init(expectsBytesAnywhere: Bool = false) {
    self.expectsBytesAnywhere = expectsBytesAnywhere
  }

  package var capabilities: SourceCapabilities {
    SourceCapabilities(
      comparisons: [
        .equal, .notEqual, .greater, .less, .greaterOrEqual, .lessOrEqual, .in, .notIn,
        .like, .notLike, .ilike, .notIlike, .hasKey, .hasKeysAny, .hasKeysAll,
        .isNotDistinct, .isDistinct,
      ],
      aggregates: Set(AggregateFunction.allCases).subtracting([.corr, .covarSamp])
    )
  }

  package var placeholders: PlaceholderStyle { .questionMark }

  package var hasDistinctOn: Bool { false }

  package func parameter(_ binding: SQLBinding) -> SQL {
    SQL(binding: binding)
  }

  package func cast(_ value: SQL, to type: ColumnType) -> SQL {
    let name: SQL =
      switch type.category {
      case .int, .smallint, .bigint, .boolean: "INTEGER"
      case .float, .double: "REAL"
      case .numeric, .money: "NUMERIC"
      default: "TEXT"
      }
    return "CAST(\(value) AS \(name))"
  }

  package func jsonPart(of value: SQL, at path: [String]) -> SQL {
    var text = "$"
    for step in path {
      // Digits are an index: unlike PostgreSQL, SQLite wants to know before it sees the value.
      text += UInt32(step) == nil ? ".\"\(step)\"" : "[\(step)]"
    }
    let binding = SQLBinding(
      operand: .constant(.string(text)),
      type: .text,
      encoding: .value,
      path: "$"
    )
    return "\(value) -> \(parameter(binding))"
  }

  package func call(
    _ function: SQL,
    arguments: [CallArgument]
  ) throws(SourceError) -> SQL {
    throw SourceError(code: .notSupported, message: "SQLite has no functions to be tracked")
  }

  package func window(_ window: RowWindow) -> SQL {
    var sql: SQL = ""
    // No limit is spelled as a negative one.
    switch (window.limit, window.permissionLimit) {
    case (nil, nil): if window.offset != nil { sql += " LIMIT -1" }
    case (nil, let most?): sql += " LIMIT \(most)"
    case (.constant(let count)?, nil): sql += " LIMIT \(Int(count))"
    case (.parameter(let binding)?, nil): sql += " LIMIT coalesce(\(parameter(binding)), -1)"
    case (.constant(let count)?, let most?): sql += " LIMIT \(min(Int(count), most))"
    case (.parameter(let binding)?, let most?):
      sql += " LIMIT min(coalesce(\(parameter(binding)), \(most)), \(most))"
    }
    switch window.offset {
    case nil: break
    case .constant(let count): sql += " OFFSET \(Int(count))"
    case .parameter(let binding): sql += " OFFSET coalesce(\(parameter(binding)), 0)"
    }
    return sql
  }

  package func keyRows(_ keys: SQLBinding, types: [ColumnType]) -> KeyRows {
    KeyRows(
      from: "json_each(\(parameter(keys))) AS k",
      number: "k.key",
      parts: types.indices.map { "json_extract(k.value, '$[\($0)]')" }
    )
  }
}
