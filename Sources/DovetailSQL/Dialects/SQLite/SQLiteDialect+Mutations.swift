import DovetailMetadata
package import DovetailPlan
package import DovetailSource
import SQLText

extension SQLiteDialect {
  package var modifiesInExpressions: Bool { false }
  package var hasDefaultKeyword: Bool { false }
  /// SQLite's default is 32766.
  package var valueLimit: Int { 32_000 }

  package func conflictTarget(_ target: ConflictClause.Target) -> SQL {
    switch target {
    case .any:
      return ""
    case .constraint(_, let columns), .columns(let columns):
      let names = columns.map { SQL(identifier: $0.value) }
      return " (\(names.joined(separator: ", ")))"
    }
  }

  package func assignedValue(
    _ assignment: Assignment,
    of column: SQL
  ) throws(SourceError) -> SQL {
    switch assignment.value {
    case .set(let value): return parameter(SQLBinding(value))
    case .increment(let value): return "\(column) + \(parameter(SQLBinding(value)))"
    case .multiply(let value): return "\(column) * \(parameter(SQLBinding(value)))"
    case .useDefault, .append, .prepend, .deleteKey, .deleteElement, .deletePath:
      throw SourceError(
        code: .notSupported,
        message: "the column \"\(assignment.column)\" cannot be updated so on SQLite"
      )
    }
  }

  package func joinRows(_ rows: [[UInt8]]) -> [UInt8] {
    joinLists(rows, open: UInt8(ascii: "["), close: UInt8(ascii: "]"))
  }
}
