import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSource
import OrderedJSON
import SQLText

/// Turns mutations into the steps that carry them out.
struct MutationCompiler {
  let translator: SQLTranslator
  var steps: [SQLMutation.Step] = []

  var dialect: any SQLDialect { translator.dialect }

  /// Appends the steps of a mutation.
  ///
  /// - Returns: the step that gives the response, and the form of its rows.
  mutating func compile(
    _ mutation: Mutation
  ) throws(SourceError) -> (step: Int, shape: ResultShape) {
    if dialect.modifiesInExpressions, let write = try onlyWrite(mutation) {
      return try compileTogether(write, mutation)
    }
    let start = steps.count
    switch mutation.operation {
    case .insert(let insertion):
      let written = try insert(insertion, given: [:])
      return try output(mutation, written: written, since: start)
    case .update(let update):
      let written = try self.update(update, mutation)
      return try output(mutation, written: [written], since: start)
    case .delete(let filter):
      return try delete(where: filter, mutation)
    }
  }

  /// Appends a statement, and gives the number of its step.
  mutating func append(
    _ sql: SQL,
    _ result: SQLMutation.Result,
    path: String
  ) throws(SourceError) -> Int {
    let rendered = try translator.render(sql)
    steps.append(
      SQLMutation.Step(
        text: rendered.text,
        bindings: rendered.bindings,
        path: path,
        result: result
      )
    )
    return steps.count - 1
  }

  // MARK: Update and delete

  private mutating func update(
    _ update: Update,
    _ mutation: Mutation
  ) throws(SourceError) -> Int {
    var translation = Translation(dialect: dialect)
    let statement = try translation.update(update, of: mutation.table)
    return try write(
      Write(
        statement: statement,
        table: mutation.table,
        check: .one(update.check),
        path: mutation.path
      ),
      capturing: [],
      &translation
    )
  }

  /// Rows are shown as they are before they go, since nothing can be read from them afterwards.
  private mutating func delete(
    where filter: Predicate,
    _ mutation: Mutation
  ) throws(SourceError) -> (step: Int, shape: ResultShape) {
    var translation = Translation(dialect: dialect)
    let conditions = try translation.conjuncts(
      filter,
      in: Scope(root: Translation.writtenAlias)
    )
    let name = translation.tableName(mutation.table)
    let found = try append(
      """
      SELECT \(identity(of: mutation.table)) FROM \(name) AS \(raw: Translation.writtenAlias)\
      \(translation.whereClause(conditions))
      """,
      .found,
      path: mutation.path
    )
    let output = try output(mutation, written: [found], since: found)
    let keys = SQL(binding: .writtenRows([found]))
    let match = identityMatch(of: mutation.table, row: Translation.writtenAlias)
    _ = try append(
      """
      DELETE FROM \(name) AS \(raw: Translation.writtenAlias) \
      WHERE EXISTS (SELECT 1 FROM json_each(\(keys)) AS k WHERE \(match))
      """,
      .ignored,
      path: mutation.path
    )
    return output
  }

  // MARK: Output

  /// The step that reads the response from rows that earlier steps wrote.
  private mutating func output(
    _ mutation: Mutation,
    written: [Int],
    since start: Int
  ) throws(SourceError) -> (step: Int, shape: ResultShape) {
    var translation = Translation(dialect: dialect)
    translation.written = writtenRows(of: mutation.table, steps: written)
    let count = dialect.parameter(.affectedRows(since: start))
    let (sql, shape) = try translation.response(mutation.output, affectedRows: count, checked: nil)
    return (try append(sql, .output, path: mutation.path), shape)
  }

  /// What stands after `FROM` for rows that earlier steps wrote.
  func writtenRows(of table: WrittenTable, steps: [Int]) -> SQL {
    let rows = dialect.parameter(.writtenRows(steps))
    let name = Translation(dialect: dialect).tableName(table)
    if dialect.modifiesInExpressions { return "unnest(\(rows)::\(name)[])" }
    let match = identityMatch(of: table, row: "w")
    return "(SELECT w.* FROM json_each(\(rows)) AS k CROSS JOIN \(name) AS w ON \(match))"
  }

  /// What identifies a row, as a JSON list; bytes are lists of their digits.
  func identity(of table: WrittenTable) -> SQL {
    let columns = table.identity.map { name -> SQL in
      let column = SQL(identifier: name.value)
      guard table.byteColumns.contains(name) else { return column }
      return """
        json(CASE WHEN typeof(\(column)) = 'blob' THEN json_array(hex(\(column))) \
        ELSE json_quote(\(column)) END)
        """
    }
    return "json_array(\(columns.isEmpty ? "_rowid_" : columns.joined(separator: ", ")))"
  }

  /// Whether the row is the one that `k.value` identifies.
  func identityMatch(of table: WrittenTable, row: String) -> SQL {
    guard !table.identity.isEmpty else {
      return "\(raw: row)._rowid_ IS json_extract(k.value, '$[0]')"
    }
    let tests = table.identity.enumerated().map { index, name -> SQL in
      let column: SQL = "\(raw: row).\(identifier: name.value)"
      let value: SQL = "json_extract(k.value, '$[\(index)]')"
      guard table.byteColumns.contains(name) else { return "\(column) IS \(value)" }
      return """
        \(column) IS CASE json_type(k.value, '$[\(index)]') WHEN 'array' \
        THEN dovetail_bytes(json_extract(k.value, '$[\(index)][0]')) ELSE \(value) END
        """
    }
    return tests.joined(separator: " AND ")
  }
}

/// A statement that writes, not yet saying what it returns.
struct Write {
  var statement: SQL
  var table: WrittenTable
  var check: WriteCheck
  var path: String
}

/// A column of a written row that later steps use.
struct Capture: Hashable {
  var column: ColumnName
  var type: ColumnType
}

extension SQLBinding {
  /// The rows that steps wrote.
  static func writtenRows(_ steps: [Int]) -> SQLBinding {
    SQLBinding(
      operand: .constant(.null),
      type: .text,
      encoding: .writtenRows(steps: steps),
      path: "$"
    )
  }

  /// The number of rows that were written.
  static func affectedRows(since step: Int) -> SQLBinding {
    SQLBinding(
      operand: .constant(.null),
      type: .bigint,
      encoding: .affectedRows(since: step),
      path: "$"
    )
  }

  /// A value of the row that a step wrote.
  static func captured(_ step: Int, _ column: Int, type: ColumnType) -> SQLBinding {
    SQLBinding(
      operand: .constant(.null),
      type: type,
      encoding: .captured(step: step, column: column),
      path: "$"
    )
  }
}
