extension Condition {
  /// The condition as PostgreSQL's SQL, written without any of the engine's own code.
  ///
  /// `alias` is the name of the table's row, `schema` where the related tables are read. In a
  /// permission, equality is null-safe, and related tables are read whole.
  func sql(
    _ database: GeneratedDatabase,
    table: Int,
    alias: String,
    schema: String,
    isPermission: Bool = false
  ) -> String {
    func inner(_ condition: Condition, _ related: Int) -> String {
      condition.sql(
        database,
        table: related,
        alias: alias + "x",
        schema: schema,
        isPermission: isPermission
      )
    }
    switch self {
    case .compare(let column, let comparison, let values):
      let isNullable =
        VisibleTables.allColumns(of: database.tables[table])
        .first { $0.name == column }?.isNullable ?? true
      return comparison.sql(
        "\(alias).\(column)",
        values.map(\.sql),
        nullSafe: isPermission && isNullable
      )
    case .isNull(let column, let isNull):
      return "(\(alias).\(column) IS \(isNull ? "" : "NOT ")NULL)"
    case .and(let parts):
      let list = parts.map { $0.same(as: self, database, table, alias, schema, isPermission) }
      return list.isEmpty ? "TRUE" : "(" + list.joined(separator: " AND ") + ")"
    case .or(let parts):
      let list = parts.map { $0.same(as: self, database, table, alias, schema, isPermission) }
      return list.isEmpty ? "FALSE" : "(" + list.joined(separator: " OR ") + ")"
    case .not(let part):
      return "(NOT \(part.same(as: self, database, table, alias, schema, isPermission)))"
    case .parent(let parent, let condition):
      return """
        EXISTS (SELECT FROM \(schema).\(database.tables[parent].name) AS \(alias)x \
        WHERE \(alias)x.id = \(alias).parent_id AND \(inner(condition, parent)))
        """
    case .children(let child, let condition):
      return """
        EXISTS (SELECT FROM \(schema).\(database.tables[child].name) AS \(alias)x \
        WHERE \(alias)x.parent_id = \(alias).id AND \(inner(condition, child)))
        """
    case .exists(let other, let condition):
      return """
        EXISTS (SELECT FROM \(schema).\(database.tables[other].name) AS \(alias)x \
        WHERE \(inner(condition, other)))
        """
    case .rootColumn(let column, let comparison, let root):
      // Aliases of related rows are that of the root with more letters.
      let operand = "\(alias.prefix(1)).\(root)"
      return comparison.sql("\(alias).\(column)", [operand], nullSafe: false)
    case .childCount(let child, let condition, let comparison, let number):
      let count = """
        (SELECT count(*) FROM \(schema).\(database.tables[child].name) AS \(alias)x \
        WHERE \(alias)x.parent_id = \(alias).id AND \(inner(condition, child)))
        """
      return comparison.sql(count, [String(number)], nullSafe: false)
    }
  }

  private func same(
    as outer: Condition,
    _ database: GeneratedDatabase,
    _ table: Int,
    _ alias: String,
    _ schema: String,
    _ isPermission: Bool
  ) -> String {
    sql(database, table: table, alias: alias, schema: schema, isPermission: isPermission)
  }
}

extension Condition.Operator {
  /// The comparison of a value with literals.
  func sql(_ value: String, _ operands: [String], nullSafe: Bool) -> String {
    let operand = operands.first ?? "NULL"
    return switch self {
    case .equal where nullSafe: "(\(value) IS NOT DISTINCT FROM \(operand))"
    case .notEqual where nullSafe: "(\(value) IS DISTINCT FROM \(operand))"
    case .equal: "(\(value) = \(operand))"
    case .notEqual: "(\(value) <> \(operand))"
    case .greater: "(\(value) > \(operand))"
    case .less: "(\(value) < \(operand))"
    case .greaterOrEqual: "(\(value) >= \(operand))"
    case .lessOrEqual: "(\(value) <= \(operand))"
    case .oneOf:
      operands.isEmpty ? "FALSE" : "(\(value) IN (\(operands.joined(separator: ", "))))"
    case .noneOf:
      operands.isEmpty ? "TRUE" : "(\(value) NOT IN (\(operands.joined(separator: ", "))))"
    case .like: "(\(value) LIKE \(operand))"
    case .notLike: "(\(value) NOT LIKE \(operand))"
    case .ilike: "(\(value) ILIKE \(operand))"
    case .notIlike: "(\(value) NOT ILIKE \(operand))"
    }
  }
}
