package import DovetailCatalog
package import DovetailPlan
package import DovetailSource
import SQLText

extension SQLiteDialect {
  package func comparison(
    of left: SQL,
    _ comparison: ComparisonOperator,
    with parameter: Parameter
  ) throws(SourceError) -> SQL {
    let texts = Parameter(parameter.operand, type: .text, path: parameter.path)
    let right: SQL
    switch comparison {
    case .in, .notIn: right = self.parameter(SQLBinding(parameter, .list))
    case .like: return "\(left) GLOB \(self.parameter(SQLBinding(texts, .globPattern)))"
    case .notLike: return "\(left) NOT GLOB \(self.parameter(SQLBinding(texts, .globPattern)))"
    case .ilike, .notIlike, .hasKey: right = self.parameter(SQLBinding(texts))
    case .hasKeysAny, .hasKeysAll: right = self.parameter(SQLBinding(texts, .list))
    default: right = self.parameter(SQLBinding(parameter))
    }
    // Equal JSON values may be spelled differently; parameters are spelled as `json()` does it.
    let isJSON = parameter.type.category == .json || parameter.type.category == .jsonb
    let isKeyTest = [.hasKey, .hasKeysAny, .hasKeysAll].contains(comparison)
    if isJSON && !isKeyTest {
      return try self.comparison(of: "json(\(document(left)))", comparison, withValue: right)
    }
    if parameter.type.isBlob, comparison == .in || comparison == .notIn {
      return try self.comparison(of: hexadecimal(left), comparison, withValue: right)
    }
    if parameter.type.isUntyped, infix(comparison) != nil || [.in, .notIn].contains(comparison) {
      // Operands arrive as texts; numeric affinity makes numbers of those that are compared with one.
      let number = try self.comparison(
        of: "CAST(\(left) AS NUMERIC)",
        comparison,
        withValue: right
      )
      let other = try self.comparison(of: left, comparison, withValue: right)
      return "CASE WHEN typeof(\(left)) IN ('integer', 'real') THEN \(number) ELSE \(other) END"
    }
    // Databases hold timestamps with a space or `T` in the middle, and texts compare as they are.
    let comparable: SQL = parameter.type.isTimestamp ? "replace(\(left), 'T', ' ')" : left
    return try self.comparison(of: comparable, comparison, withValue: right)
  }

  package func comparison(
    of left: SQL,
    _ comparison: ComparisonOperator,
    withValue right: SQL
  ) throws(SourceError) -> SQL {
    if let infix = infix(comparison) { return "\(left) \(infix) \(right)" }
    switch comparison {
    case .in: return "\(left) IN (SELECT value FROM json_each(\(right)))"
    case .notIn: return "(NOT (\(left) IN (SELECT value FROM json_each(\(right)))))"
    case .ilike: return "\(left) LIKE \(right) ESCAPE '\\'"
    case .notIlike: return "\(left) NOT LIKE \(right) ESCAPE '\\'"
    case .hasKey:
      return hasKeys(left, "EXISTS (\(keys(of: left)) = \(right))")
    case .hasKeysAny:
      return hasKeys(left, "EXISTS (\(keys(of: left)) IN (SELECT value FROM json_each(\(right))))")
    case .hasKeysAll:
      let missing: SQL = """
        SELECT 1 FROM json_each(\(right)) AS w WHERE NOT EXISTS (\(keys(of: left)) = w.value)
        """
      return hasKeys(left, "NOT EXISTS (\(missing))")
    default:
      throw SourceError(
        code: .notSupported,
        message: "SQLite does not have the operator \(comparison.rawValue)"
      )
    }
  }

  private func infix(_ comparison: ComparisonOperator) -> SQL? {
    switch comparison {
    case .equal: "="
    case .notEqual: "<>"
    case .greater: ">"
    case .less: "<"
    case .greaterOrEqual: ">="
    case .lessOrEqual: "<="
    case .isNotDistinct: "IS"
    case .isDistinct: "IS NOT"
    default: nil
    }
  }

  /// A query that is to be continued by a test of a key: a member name of an object, or a text among
  /// the items of a list.
  private func keys(of value: SQL) -> SQL {
    let key: SQL = """
      CASE WHEN typeof(j.key) = 'text' THEN j.key WHEN j.type = 'text' THEN j.value END
      """
    return "SELECT 1 FROM json_each(\(value)) AS j WHERE \(key)"
  }

  /// The test, or null for a null value.
  private func hasKeys(_ value: SQL, _ test: SQL) -> SQL {
    "CASE WHEN \(value) IS NOT NULL THEN \(test) END"
  }
}
