import DovetailCatalog
import DovetailPlan
import DovetailSource
import OrderedJSON
import SQLText

/// A statement whose rows are written by the engine.
struct RootRows {
  var sql: SQL
  var shape: RowShape
}

extension Translation {
  /// The rows of a root field: scalars are columns, everything related is a column of JSON.
  mutating func rootRows(
    _ selection: RowSelection,
    isSingle: Bool
  ) throws(SourceError) -> RootRows {
    var window = window(of: selection)
    if isSingle && !window.isLimiting { window = .one }
    let rows = try chooseRows(selection, at: .root, window: window)
    var columns = SelectList()
    var shape = RowShape(members: [])
    for field in selection.output {
      let value = try rootValue(field.value, of: rows.alias, columns: &columns)
      shape.members.append(.init(prefix: prefix(field.key), value: value))
    }
    for key in selection.joinKeys {
      let value = try value(key.value, in: Scope(root: rows.alias))
      if !key.jsonPath.isEmpty {
        let part = dialect.jsonPart(of: value, at: key.jsonPath)
        shape.joinKeys.append(.init(name: key.name, column: columns.index(of: part), form: .json))
        continue
      }
      let column = dialect.wireColumn(value, type: key.value.type, isStringified: false)
      shape.joinKeys.append(
        .init(name: key.name, column: columns.index(of: column.sql), form: column.form)
      )
    }
    return RootRows(sql: rows.head + columns.sql + rows.tail, shape: shape)
  }

  private mutating func rootValue(
    _ output: OutputValue,
    of row: String,
    columns: inout SelectList
  ) throws(SourceError) -> RowShape.Value {
    switch output {
    case .column(let column):
      let value = try value(of: column, row: row)
      guard column.jsonPath.isEmpty else {
        let part = dialect.jsonPart(of: value, at: column.jsonPath)
        return .column(columns.index(of: part), .json, quoted: false)
      }
      let wire = dialect.wireColumn(
        value,
        type: column.value.type,
        isStringified: column.isStringified
      )
      return .column(columns.index(of: wire.sql), wire.form, quoted: wire.isQuoted)
    case .constant(let text):
      var writer = JSONWriter()
      writer.appendString(text)
      return .constant(writer.bytes)
    case .globalID(let id):
      return .column(columns.index(of: try globalID(id, of: row)), .text, quoted: false)
    case .join(let id):
      return .join(id)
    case .object, .array, .aggregate, .connection:
      let document = try relatedDocument(output, of: row)
      let column = columns.index(of: "(\(document.select))")
      guard let shape = document.shape else { return .column(column, .json, quoted: false) }
      return .document(column, shape)
    }
  }

  private func prefix(_ key: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.appendKey(key)
    return writer.bytes
  }
}

/// The columns of a statement, equal ones once.
private struct SelectList {
  private var columns: [SQL] = []
  private var indices: [SQL: Int] = [:]

  mutating func index(of column: SQL) -> Int {
    if let index = indices[column] { return index }
    indices[column] = columns.count
    columns.append(column)
    return columns.count - 1
  }

  /// Never empty, since not every database knows a `SELECT` without columns.
  var sql: SQL {
    columns.isEmpty ? "NULL" : columns.joined(separator: ", ")
  }
}
