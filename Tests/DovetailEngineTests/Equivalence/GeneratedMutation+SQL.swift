extension GeneratedMutation {
  /// The mutation as one statement of PostgreSQL, written without any of the engine's own code.
  ///
  /// It fails as the mutation must fail, and gives the identities of the rows that it writes. Where a
  /// role writes, its client's conditions see what it may read (the schema `visible`).
  func sql(
    _ database: GeneratedDatabase,
    schema: String,
    _ writing: GeneratedWritePermissions?
  ) -> String {
    let name = "\(schema).\(database.tables[table].name)"
    let visible = writing == nil ? schema : "visible"
    let statement: String
    var check = "TRUE"
    switch self {
    case .insert(_, let rows, let conflict):
      statement =
        insertion(rows, into: name, writing)
        + (conflict.map { conflictClause($0, database, schema, writing) } ?? "")
      if let writing {
        // The statement's own snapshot does not have the rows that it inserts.
        let existed = "EXISTS (SELECT FROM \(name) AS b WHERE b.id = w.id)"
        check = """
          CASE WHEN \(existed) THEN \(writing.updateCheck(table, alias: "w", schema: schema)) \
          ELSE \(writing.insertCheck(table, alias: "w", schema: schema)) END
          """
      }
    case .update(_, let condition, let set, let increment):
      var assignments = set.map { "\($0.key) = \($0.value.sql)" }
      assignments += increment.map { "\($0.key) = r.\($0.key) + \($0.value)" }
      assignments += writing?.presets(of: table).map { "\($0.key) = \($0.value.sql)" } ?? []
      // An update of nothing changes nothing.
      if assignments.isEmpty { return "SELECT '[]'::json" }
      let filter = writing?.updateFilter(table, alias: "r", schema: schema) ?? "TRUE"
      let own = condition.sql(database, table: table, alias: "r", schema: visible)
      statement = """
        UPDATE \(name) AS r SET \(assignments.joined(separator: ", ")) WHERE \(own) AND \(filter)
        """
      check = writing?.updateCheck(table, alias: "w", schema: schema) ?? "TRUE"
    case .delete(_, let condition):
      let filter = writing?.deleteFilter(table, alias: "r", schema: schema) ?? "TRUE"
      let own = condition.sql(database, table: table, alias: "r", schema: visible)
      statement = "DELETE FROM \(name) AS r WHERE \(own) AND \(filter)"
    }
    return """
      WITH w AS (\(statement) RETURNING r.*),
        checked AS (SELECT w.id, coalesce((\(check)), false) AS ok FROM w)
      SELECT CASE WHEN coalesce(bool_and(ok), true) THEN coalesce(json_agg(id ORDER BY id), '[]')
        ELSE to_json(1 / count(*) FILTER (WHERE false)) END FROM checked
      """
  }

  private func insertion(
    _ rows: [[String: GeneratedDatabase.Value]],
    into name: String,
    _ writing: GeneratedWritePermissions?
  ) -> String {
    let presets = writing?.presets(of: table) ?? [:]
    let complete = rows.map { $0.merging(presets) { _, preset in preset } }
    let columns = complete.first.map { $0.keys.sorted() } ?? []
    let tuples = complete.map { row in
      "(" + columns.map { row[$0]?.sql ?? "NULL" }.joined(separator: ", ") + ")"
    }
    return """
      INSERT INTO \(name) AS r (\(columns.joined(separator: ", "))) \
      VALUES \(tuples.joined(separator: ", "))
      """
  }

  private func conflictClause(
    _ conflict: Conflict,
    _ database: GeneratedDatabase,
    _ schema: String,
    _ writing: GeneratedWritePermissions?
  ) -> String {
    if conflict.updatedColumns.isEmpty { return " ON CONFLICT (id) DO NOTHING" }
    var assignments = conflict.updatedColumns.map { "\($0) = EXCLUDED.\($0)" }
    assignments += writing?.presets(of: table).map { "\($0.key) = \($0.value.sql)" } ?? []
    let own =
      conflict.condition?.sql(
        database,
        table: table,
        alias: "r",
        schema: writing == nil ? schema : "visible"
      ) ?? "TRUE"
    let filter = writing?.updateFilter(table, alias: "r", schema: schema) ?? "TRUE"
    return """
       ON CONFLICT (id) DO UPDATE SET \(assignments.joined(separator: ", ")) \
      WHERE \(own) AND \(filter)
      """
  }
}
