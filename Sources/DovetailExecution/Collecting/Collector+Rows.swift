import DovetailSource
import OrderedJSON

extension Collector {
  /// Scans rows in the order in which they are written; false if a document in them is bad.
  mutating func scan(_ reader: RowReader, count: Int, program: ShapeProgram) -> Bool {
    for row in 0..<count {
      for (index, member) in program.rowMembers.enumerated() {
        switch member.value {
        case .join(let group, let keys):
          let columns = program.rowKeys[Int(keys.lowerBound)..<Int(keys.upperBound)]
          let key = key(of: group, row: row, columns: columns, reader: reader)
          addSlot(group: group, key: key ?? -1, item: row, rowMember: index)
        case .document(let column, let level) where level >= 0:
          guard let text = reader.text(row: row, column: column), !text.isEmpty else {
            addEmptySegment()
            continue
          }
          rowMember = Int32(clamping: index)
          guard scanSegment(text, at: 0, level: Int(level), item: row) != nil else { return false }
        case .document, .column, .constant:
          break
        }
      }
    }
    return true
  }

  /// The index of a row's key, which is added if it is new; nil if a part is `NULL`.
  private mutating func key(
    of group: Int32,
    row: Int,
    columns: ArraySlice<ShapeProgram.RowKey>,
    reader: RowReader
  ) -> Int? {
    var writer = JSONWriter(scratch)
    scratch = []
    writer.bytes.removeAll(keepingCapacity: true)
    defer { scratch = writer.bytes }
    for column in columns {
      guard let text = reader.text(row: row, column: column.column) else { return nil }
      let start = writer.bytes.count
      writer.append(text, form: column.form, isQuoted: false)
      // A JSON column may hold the value null.
      let isNull = writer.bytes.count > start && writer.bytes[start] == UInt8(ascii: "n")
      if isNull || writer.bytes.count == start { return nil }
      if columns.count > 1 { writer.append(UInt8(0)) }
    }
    let isSingle = columns.count == 1
    return writer.bytes.withUnsafeBytes { text in
      isSingle
        ? tables[Int(group)].index(of: text) : tables[Int(group)].index(ofParts: text)
    }
  }
}
