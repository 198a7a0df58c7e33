package import DovetailSource
import OrderedJSON

/// The run of a mutation's statements: says which is next, and takes what it gave.
///
/// Does no I/O. A source asks for values, runs the statement of that step, and hands its rows over,
/// until there is no step left.
package struct MutationRun {
  private let mutation: SQLMutation
  private let dialect: any SQLDialect
  private let context: ExecutionContext
  private var next = 0
  private var counts: [Int: Int] = [:]
  private var written: [Int: Written] = [:]
  private var outputs: [Int: RowSet] = [:]

  /// What a step wrote.
  private struct Written {
    var rows: [UInt8]
    var values: [ParameterValue]
  }

  package init(_ mutation: SQLMutation, dialect: some SQLDialect, context: ExecutionContext) {
    self.mutation = mutation
    self.dialect = dialect
    self.context = context
  }

  /// The step that is to be run now; nil if all have run.
  package var step: Int? { next < mutation.steps.count ? next : nil }

  /// The values for the placeholders of the step that is to be run now.
  package func values() throws(SourceError) -> [ParameterValue] {
    guard let step, mutation.steps.indices.contains(step) else { return [] }
    var values: [ParameterValue] = []
    do throws(SourceError) {
      for binding in mutation.steps[step].bindings {
        values.append(try value(of: binding))
      }
    } catch {
      // A value that has no place of its own fails where the database would have refused it.
      guard error.code == .dataException, error.path == "$" else { throw error }
      var error = error
      error.path = mutation.steps[step].path
      throw error
    }
    return values
  }

  private func value(of binding: SQLBinding) throws(SourceError) -> ParameterValue {
    switch binding.encoding {
    case .captured(let step, let column):
      guard let values = written[step]?.values, values.indices.contains(column) else {
        return .null
      }
      return values[column]
    case .writtenRows(let steps):
      return .text(dialect.joinRows(steps.compactMap { written[$0]?.rows }))
    case .affectedRows(let start):
      let count = counts.reduce(0) { sum, step in step.key >= start ? sum + step.value : sum }
      return dialect.encodedCount(count)
    default:
      return try dialect.encode(context.value(of: binding.operand), as: binding)
    }
  }

  /// Takes the rows of the step, and goes on to the next.
  ///
  /// - Throws: what is wrong with what was written; then the transaction is to be rolled back.
  package mutating func take(_ rows: RowSet) throws(SourceError) {
    guard let step, mutation.steps.indices.contains(step) else { return }
    next += 1
    let path = mutation.steps[step].path
    switch mutation.steps[step].result {
    case .summary(let requirement):
      let count = rows.count(0, 0)
      counts[step] = count
      written[step] = Written(
        rows: rows.bytes(0, 1) ?? dialect.joinRows([]),
        values: (2..<max(2, rows.columnCount)).map { rows.value(0, $0) }
      )
      try check(requirement, count)
    case .returned(let requirement):
      counts[step] = rows.rowCount
      written[step] = identities(rows)
      try check(requirement, rows.rowCount)
    case .found:
      counts[step] = rows.rowCount
      written[step] = identities(rows)
    case .violations:
      guard rows.count(0, 0) == 0 else {
        throw SourceError(code: .permissionError, message: checkFailureMessage, path: path)
      }
    case .output:
      outputs[step] = rows
    case .ignored:
      break
    }
  }

  private func check(
    _ requirement: SQLMutation.Requirement?,
    _ count: Int
  ) throws(SourceError) {
    guard let requirement, count == 0 else { return }
    throw SourceError(
      code: .notSupported,
      message: requirement.message,
      path: requirement.path
    )
  }

  private func identities(_ rows: RowSet) -> Written {
    var list: [UInt8] = [UInt8(ascii: "[")]
    for row in 0..<rows.rowCount {
      if row > 0 { list.append(UInt8(ascii: ",")) }
      list += rows.bytes(row, 0) ?? Array("null".utf8)
    }
    list.append(UInt8(ascii: "]"))
    return Written(rows: list, values: (1..<max(1, rows.columnCount)).map { rows.value(0, $0) })
  }

  /// The response, when all steps have run.
  package var result: FetchResult {
    switch mutation.output {
    case .step(let step):
      return .rows(outputs[step] ?? RowSet(columnCount: 1, rowCount: 0, bytes: [], cells: []))
    case .list(let items):
      var list: [UInt8] = [UInt8(ascii: "[")]
      for (index, item) in items.enumerated() {
        if index > 0 { list.append(UInt8(ascii: ",")) }
        switch item {
        case .step(let step): list += outputs[step]?.bytes(0, 0) ?? Array("null".utf8)
        case .constant(let bytes): list += bytes
        }
      }
      list.append(UInt8(ascii: "]"))
      return .rows(
        RowSet(
          columnCount: 1,
          rowCount: 1,
          bytes: list,
          cells: [RowSet.Cell(offset: 0, length: list.count)]
        )
      )
    }
  }
}

extension SQLMutation {
  /// An error of a step's statement, as the client is told.
  package func failure(_ error: SourceError, at step: Int) -> SourceError {
    guard steps.indices.contains(step) else { return error }
    var error = error
    if error.path == nil { error.path = steps[step].path }
    if error.code == .dataException, error.message.contains(checkFailureMessage) {
      error.code = .permissionError
      error.message = checkFailureMessage
    }
    return error
  }
}

extension SQLDialect {
  /// A count as a value.
  fileprivate func encodedCount(_ count: Int) -> ParameterValue {
    modifiesInExpressions ? .text(String(count)) : .integer(Int64(count))
  }
}

/// Cells as values of later statements; null beyond the last row.
extension RowSet {
  fileprivate func bytes(_ row: Int, _ column: Int) -> [UInt8]? {
    let index = row * columnCount + column
    guard row < rowCount, column < columnCount, cells.indices.contains(index) else { return nil }
    let cell = cells[index]
    guard !cell.isNull, cell.offset + cell.length <= bytes.count else { return nil }
    return Array(bytes[cell.offset..<cell.offset + cell.length])
  }

  fileprivate func count(_ row: Int, _ column: Int) -> Int {
    bytes(row, column).flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
  }

  fileprivate func value(_ row: Int, _ column: Int) -> ParameterValue {
    bytes(row, column).map { .text($0) } ?? .null
  }
}
