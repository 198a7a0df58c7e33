import DovetailCatalog
import DovetailMetadata
package import DovetailPlan
package import DovetailSource
import SQLText

extension PostgresDialect {
  package var modifiesInExpressions: Bool { true }
  package var hasDefaultKeyword: Bool { true }
  /// The protocol counts values with 16 bits.
  package var valueLimit: Int { 65_000 }

  package func conflictTarget(_ target: ConflictClause.Target) -> SQL {
    switch target {
    case .any:
      return ""
    case .constraint(let name, columns: _):
      return " ON CONSTRAINT \(identifier: name)"
    case .columns(let columns):
      let names = columns.map { SQL(identifier: $0.value) }
      return " (\(names.joined(separator: ", ")))"
    }
  }

  package func assignedValue(
    _ assignment: Assignment,
    of column: SQL
  ) throws(SourceError) -> SQL {
    func typed(_ value: Parameter) -> SQL { parameter(SQLBinding(value)) }
    switch assignment.value {
    case .set(let value): return typed(value)
    case .useDefault: return "DEFAULT"
    case .increment(let value): return "\(column) + \(operand(value))"
    case .multiply(let value): return "\(column) * \(operand(value))"
    case .append(let value): return "\(column) || \(typed(value))"
    case .prepend(let value): return "\(typed(value)) || \(column)"
    case .deleteKey(let value), .deleteElement(let value): return "\(column) - \(typed(value))"
    case .deletePath(let value): return "\(column) #- \(parameter(SQLBinding(value, .list)))"
    }
  }

  private func operand(_ value: Parameter) -> SQL {
    parameter(SQLBinding(value, value.type.category == .numeric ? .groupedDecimals : .value))
  }

  /// Array literals of composite values: `{a,b}` and `{c}` are `{a,b,c}`.
  package func joinRows(_ rows: [[UInt8]]) -> [UInt8] {
    joinLists(rows, open: UInt8(ascii: "{"), close: UInt8(ascii: "}"))
  }
}

/// One list of the items of lists, each with an opening and a closing byte.
func joinLists(_ lists: [[UInt8]], open: UInt8, close: UInt8) -> [UInt8] {
  if lists.count == 1, let only = lists.first { return only }
  var joined: [UInt8] = [open]
  for list in lists where list.count > 2 {
    if joined.count > 1 { joined.append(UInt8(ascii: ",")) }
    joined.append(contentsOf: list.dropFirst().dropLast())
  }
  joined.append(close)
  return joined
}
