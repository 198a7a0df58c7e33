import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSource
import OrderedJSON
import SQLText

extension MutationCompiler {
  /// Appends a statement that writes, and what checks its rows.
  mutating func write(
    _ write: Write,
    capturing captures: [Capture],
    requirement: SQLMutation.Requirement? = nil,
    _ translation: inout Translation
  ) throws(SourceError) -> Int {
    guard dialect.modifiesInExpressions else {
      return try writeAndCheck(write, capturing: captures, requirement: requirement)
    }
    var returned: [SQL] = ["\(raw: Translation.writtenAlias) AS \"$row\""]
    var columns: [SQL] = []
    for (index, capture) in captures.enumerated() {
      let column = translation.column(capture.column, of: Translation.writtenAlias)
      returned.append("\(column)::text AS \"$k\(index)\"")
      columns.append("min(\"$k\(index)\")")
    }
    let count: SQL
    if let check = try translation.check(of: write.check) {
      returned.append("coalesce(\(check), false) AS \"$ok\"")
      count =
        "CASE WHEN coalesce(bool_and(\"$ok\"), true) THEN count(*) ELSE \(failure)::bigint END"
    } else {
      count = "count(*)"
    }
    let list = ([count, "array_agg(\"$row\")::text"] + columns).joined(separator: ", ")
    return try append(
      """
      WITH "$m" AS (\(write.statement) RETURNING \(returned.joined(separator: ", "))) \
      SELECT \(list) FROM "$m"
      """,
      .summary(requirement),
      path: write.path
    )
  }

  /// A text that no cast accepts: the only way for a statement to fail by itself.
  ///
  /// It depends on the rows, so that it is not computed before the statement runs.
  private var failure: SQL { "(\(literal: checkFailureMessage + " ") || count(*))" }

  private mutating func writeAndCheck(
    _ write: Write,
    capturing captures: [Capture],
    requirement: SQLMutation.Requirement?
  ) throws(SourceError) -> Int {
    let columns = captures.map { SQL(identifier: $0.column.value) }
    let returned = ([identity(of: write.table)] + columns).joined(separator: ", ")
    let step = try append(
      "\(write.statement) RETURNING \(returned)",
      .returned(requirement),
      path: write.path
    )
    guard !write.check.isAlways else { return step }
    var translation = Translation(dialect: dialect)
    translation.written = writtenRows(of: write.table, steps: [step])
    let alias = translation.newAlias()
    let from = try translation.from(.written, alias: alias, outer: nil)
    let test = try translation.predicate(write.check.conjunction, in: Scope(root: alias))
    _ = try append(
      "SELECT count(*) FROM \(from) WHERE NOT coalesce((\(test)), 0)",
      .violations,
      path: write.path
    )
    return step
  }

  // MARK: One statement for all

  /// The statement of a mutation that needs no other; nil if it takes several.
  func onlyWrite(
    _ mutation: Mutation
  ) throws(SourceError) -> (Write, Translation)? {
    var translation = Translation(dialect: dialect)
    let statement: SQL
    let check: WriteCheck
    switch mutation.operation {
    case .delete(let filter):
      // What belongs to deleted rows is read as it was.
      statement = try translation.deletion(from: mutation.table, where: filter)
      check = .one(.always)
    case .update(let update):
      guard mutation.output.isFlat else { return nil }
      statement = try translation.update(update, of: mutation.table)
      check = .one(update.check)
    case .insert(let insertion):
      guard mutation.output.isFlat, !insertion.isNested else { return nil }
      let rows = insertion.rows.map { $0.newValues(given: [:]) }
      let chunks = chunks(of: rows)
      guard chunks.count == 1, let only = chunks.first else { return nil }
      statement = try translation.insertion(of: only, into: insertion)
      check = insertion.writeCheck
    }
    return (
      Write(statement: statement, table: mutation.table, check: check, path: mutation.path),
      translation
    )
  }

  /// Writes and answers in one statement.
  mutating func compileTogether(
    _ only: (write: Write, translation: Translation),
    _ mutation: Mutation
  ) throws(SourceError) -> (step: Int, shape: ResultShape) {
    var translation = only.translation
    let write = only.write
    var returned: SQL = "\(raw: Translation.writtenAlias) AS \"$row\""
    var rows: SQL = "ARRAY(SELECT \"$row\" FROM \"$m\")"
    var checked: CheckedOutput?
    if let check = try translation.check(of: write.check) {
      returned += ", coalesce(\(check), false) AS \"$ok\""
      let test: SQL = "(SELECT coalesce(bool_and(\"$ok\"), true) FROM \"$m\")"
      let failing: SQL = "(SELECT \(failure) FROM \"$m\")"
      rows = """
        CASE WHEN \(test) THEN \(rows) \
        ELSE \(failing)::\(translation.tableName(write.table))[] END
        """
      checked = CheckedOutput(test: test, failure: failing)
    }
    translation.written = "unnest(\(rows))"
    let (select, shape) = try translation.response(
      mutation.output,
      affectedRows: "(SELECT count(*) FROM \"$m\")",
      checked: checked
    )
    let sql: SQL = "WITH \"$m\" AS (\(write.statement) RETURNING \(returned)) \(select)"
    return (try append(sql, .output, path: write.path), shape)
  }

  /// Rows in groups that one statement can insert.
  func chunks(of rows: [[NewValue]]) -> [[[NewValue]]] {
    var chunks: [[[NewValue]]] = []
    var columns: Set<ColumnName> = []
    var count = 0
    for row in rows {
      let own = Set(row.map(\.column))
      let fits =
        !own.isEmpty && !columns.isEmpty && count + row.count <= dialect.valueLimit
        && (dialect.hasDefaultKeyword || own == columns)
      if fits, let last = chunks.indices.last {
        chunks[last].append(row)
        count += row.count
        columns.formUnion(own)
      } else {
        chunks.append([row])
        count = row.count
        columns = own
      }
    }
    return chunks
  }
}

/// The test that rows have passed, for output that shows none of them.
struct CheckedOutput {
  var test: SQL
  var failure: SQL
}

extension InsertedRow {
  /// The values of the row; what other rows determine comes last.
  func newValues(given: [ColumnName: SQLBinding]) -> [NewValue] {
    var new: [NewValue] = []
    for value in values where given[value.column] == nil {
      new.append(NewValue(column: value.column, binding: SQLBinding(value.value)))
    }
    for (column, binding) in given.sorted(by: { $0.key.value < $1.key.value }) {
      new.append(NewValue(column: column, binding: binding))
    }
    return new
  }
}

extension Mutation.Output {
  /// Whether the response shows nothing but columns of the rows that are written.
  var isFlat: Bool {
    switch self {
    case .row(let output, let keys):
      output.allSatisfy(\.isFlat) && keys.allSatisfy(\.value.isPlain)
    case .response(let fields):
      fields.allSatisfy { field in
        guard case .returning(let output, let keys) = field.value else { return true }
        return output.allSatisfy(\.isFlat) && keys.allSatisfy(\.value.isPlain)
      }
    }
  }
}

extension OutputField {
  fileprivate var isFlat: Bool {
    switch value {
    case .column(let column): column.value.isPlain
    case .globalID(let id): id.key.allSatisfy(\.isPlain)
    case .constant, .join: true
    case .object, .array, .aggregate, .connection: false
    }
  }
}

extension ColumnReference {
  fileprivate var isPlain: Bool {
    if case .column = source { true } else { false }
  }
}
