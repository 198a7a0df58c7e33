import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSource
import SQLText

/// A value of a new row: one of the request's, or one that an earlier step captured.
struct NewValue {
  var column: ColumnName
  var binding: SQLBinding
}

extension Translation {
  /// The alias of the table that a statement writes, which no column is likely to have as its name.
  static let writtenAlias = "\"$t\""

  /// `INSERT INTO …` without `RETURNING`.
  ///
  /// All rows have the same columns, unless the dialect has `DEFAULT`.
  mutating func insertion(
    of rows: [[NewValue]],
    into insertion: Insertion
  ) throws(SourceError) -> SQL {
    var columns: [ColumnName] = []
    var places: [ColumnName: Int] = [:]
    for row in rows {
      for value in row where places[value.column] == nil {
        places[value.column] = columns.count
        columns.append(value.column)
      }
    }
    var sql: SQL = "INSERT INTO \(tableName(insertion.table)) AS \(raw: Self.writtenAlias)"
    if columns.isEmpty {
      sql += " DEFAULT VALUES"
    } else {
      sql += " (\(columns.map { SQL(identifier: $0.value) }.joined(separator: ", "))) VALUES "
      let tuples = rows.map { row -> SQL in
        var items = [SQL](repeating: "DEFAULT", count: columns.count)
        for value in row {
          if let place = places[value.column] { items[place] = dialect.parameter(value.binding) }
        }
        return "(\(items.joined(separator: ", ")))"
      }
      sql += tuples.joined(separator: ", ")
    }
    if let conflict = insertion.conflict { sql += try conflictClause(conflict) }
    return sql
  }

  private mutating func conflictClause(_ conflict: ConflictClause) throws(SourceError) -> SQL {
    var sql: SQL = " ON CONFLICT\(dialect.conflictTarget(conflict.target))"
    guard let update = conflict.update else { return sql + " DO NOTHING" }
    var assignments = update.columns.map { column -> SQL in
      "\(identifier: column.value) = excluded.\(identifier: column.value)"
    }
    for preset in update.presets { assignments.append(try assignment(preset)) }
    sql += " DO UPDATE SET \(assignments.joined(separator: ", "))"
    return sql + whereClause(try conjuncts(update.filter, in: Scope(root: Self.writtenAlias)))
  }

  /// `UPDATE … SET … WHERE …` without `RETURNING`.
  mutating func update(
    _ update: Update,
    of table: WrittenTable
  ) throws(SourceError) -> SQL {
    var assignments: [SQL] = []
    for assignment in update.assignments { assignments.append(try self.assignment(assignment)) }
    let conditions = try conjuncts(update.filter, in: Scope(root: Self.writtenAlias))
    return """
      UPDATE \(tableName(table)) AS \(raw: Self.writtenAlias) \
      SET \(assignments.joined(separator: ", "))\(whereClause(conditions))
      """
  }

  private func assignment(_ assignment: Assignment) throws(SourceError) -> SQL {
    let column = column(assignment.column, of: Self.writtenAlias)
    let value = try dialect.assignedValue(assignment, of: column)
    return "\(identifier: assignment.column.value) = \(value)"
  }

  /// `DELETE FROM … WHERE …` without `RETURNING`.
  mutating func deletion(
    from table: WrittenTable,
    where filter: Predicate
  ) throws(SourceError) -> SQL {
    let conditions = try conjuncts(filter, in: Scope(root: Self.writtenAlias))
    return "DELETE FROM \(tableName(table)) AS \(raw: Self.writtenAlias)\(whereClause(conditions))"
  }

  /// What the permission's checks say of a written row; nil if they allow every row.
  mutating func check(of operation: WriteCheck) throws(SourceError) -> SQL? {
    switch operation {
    case .one(let predicate):
      guard predicate != .always else { return nil }
      return try self.predicate(predicate, in: Scope(root: Self.writtenAlias))
    case .upsert(let inserted, let updated):
      guard inserted != updated else { return try check(of: .one(inserted)) }
      let insertedTest = try predicate(inserted, in: Scope(root: Self.writtenAlias))
      let updatedTest = try predicate(updated, in: Scope(root: Self.writtenAlias))
      // A row version that this statement made by inserting has never been locked or updated.
      return """
        CASE WHEN \(raw: Self.writtenAlias).xmax = 0 \
        THEN \(insertedTest) ELSE \(updatedTest) END
        """
    }
  }

  /// The table's name with its schema.
  func tableName(_ table: WrittenTable) -> SQL {
    qualified(table.name.schema, table.name.name)
  }
}

/// What must hold for rows that a statement wrote.
enum WriteCheck {
  case one(Predicate)
  /// Different checks for rows that were new and those that existed.
  case upsert(inserted: Predicate, updated: Predicate)

  /// Whether every row passes.
  var isAlways: Bool {
    switch self {
    case .one(let predicate): predicate == .always
    case .upsert(let inserted, let updated): inserted == .always && updated == .always
    }
  }

  /// One predicate that is at least as strict.
  var conjunction: Predicate {
    switch self {
    case .one(let predicate): predicate
    case .upsert(let inserted, let updated):
      inserted == updated ? inserted : .all([inserted, updated])
    }
  }
}

extension Insertion {
  /// What must hold for the rows that the statement inserts or updates.
  var writeCheck: WriteCheck {
    guard let update = conflict?.update else { return .one(check) }
    return .upsert(inserted: check, updated: update.check)
  }

  /// Whether rows of other tables are inserted together with some row.
  var isNested: Bool {
    rows.contains { !$0.parents.isEmpty || !$0.children.isEmpty }
  }
}
