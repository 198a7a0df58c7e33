import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSource

/// Reads the values of a table that metadata calls an enum, after checking that it can be one
/// (contract 03 §9).
func readEnumTable(
  _ facts: TableFacts,
  _ name: SourceName,
  from source: any Source
) async throws(SourceError) -> SourceFacts.EnumTableContent {
  let (shape, reasons) = enumShape(of: facts)
  guard let shape, reasons.isEmpty else {
    return .unusable(reason: refusal(facts, reasons))
  }
  let rows = try await readRows(of: facts.name, shape, name, from: source)
  guard !rows.isEmpty else {
    return .unusable(reason: refusal(facts, ["the table must have at least one row"]))
  }
  let illegal = rows.map(\.value).filter { !isEnumValueName($0) }
  guard illegal.isEmpty else {
    let list = illegal.map { "\"\($0)\"" }.joined(separator: ", ")
    let text =
      illegal.count == 1
      ? "the value \(list) is not a valid GraphQL enum value name"
      : "the values \(list) are not valid GraphQL enum value names"
    return .unusable(reason: refusal(facts, [text]))
  }
  return .values(rows)
}

/// The columns of an enum table.
private struct EnumTableShape {
  var key: ColumnFacts
  var comment: ColumnFacts?
}

private func refusal(_ facts: TableFacts, _ reasons: [String]) -> String {
  let start = "the table \"\(facts.name)\" cannot be used as an enum "
  guard reasons.count > 1 else { return start + "because " + reasons.joined() }
  return start + "for the following reasons:\n" + reasons.map { "  • \($0)\n" }.joined()
}

/// The columns of the table as an enum, and all reasons why it cannot be one.
private func enumShape(of facts: TableFacts) -> (EnumTableShape?, reasons: [String]) {
  var reasons: [String] = []
  var key: ColumnFacts?
  if let constraint = facts.primaryKey {
    key = facts.columns.first { [$0.name] == constraint.columns }
    if let key, key.type.category != .text {
      reasons.append(
        "the table’s primary key (\"\(key.name)\") must have type \"text\", not type "
          + "\"\(key.type.sqlName)\""
      )
    }
    if key == nil {
      let list = constraint.columns.sorted().map(\.value).joined(separator: ", ")
      reasons.append("the table’s primary key must not span multiple columns (\(list))")
    }
  } else {
    reasons.append("the table must have a primary key")
  }
  let others = facts.columns.filter { $0.name != key?.name }
  if others.count > 1 {
    let list = facts.columns.map(\.name.value).sorted().joined(separator: ", ")
    reasons.append(
      "the table must have exactly one primary key and optionally one comment column, not "
        + "\(facts.columns.count) columns (\(list))"
    )
  } else if key != nil, let comment = others.first, comment.type.category != .text {
    reasons.append(
      "the table’s comment column (\"\(comment.name)\") must have type \"text\", not type "
        + "\"\(comment.type.sqlName)\""
    )
  }
  return (key.map { EnumTableShape(key: $0, comment: others.first) }, reasons)
}

private func readRows(
  of table: TableName,
  _ shape: EnumTableShape,
  _ name: SourceName,
  from source: any Source
) async throws(SourceError) -> [EnumTableValue] {
  let columns = [shape.key] + (shape.comment.map { [$0] } ?? [])
  let references = columns.map {
    ColumnReference($0.name, type: $0.type, isNullable: $0.isNullable)
  }
  let selection = RowSelection(
    relation: .table(table),
    order: [OrderTerm(key: .value(references[0]), isDescending: false, nullsFirst: false)],
    output: references.enumerated().map { index, reference in
      OutputField(key: "c\(index)", value: .column(ColumnOutput(reference)))
    }
  )
  let fetch = Fetch(target: .source(name), request: .rows(selection))
  let prepared = try source.prepare(fetch)
  guard case .rows(let rows) = try await prepared.run(ExecutionContext(session: .admin)) else {
    return []
  }
  return (0..<rows.rowCount).compactMap { row in
    guard let value = rows.text(row: row, column: 0) else { return nil }
    return EnumTableValue(
      value: value,
      description: rows.columnCount > 1 ? rows.text(row: row, column: 1) : nil
    )
  }
}

extension RowSet {
  /// The text of a cell; nil for `NULL`.
  fileprivate func text(row: Int, column: Int) -> String? {
    let index = row * columnCount + column
    guard cells.indices.contains(index), !cells[index].isNull else { return nil }
    let cell = cells[index]
    return String(decoding: bytes[cell.offset..<(cell.offset + cell.length)], as: UTF8.self)
  }
}
