package import OrderedJSON

/// The columns that a permission or trigger concerns: `"*"` or a list.
package enum ColumnSelection: MetadataValue {
  case all
  case some([ColumnName])

  package init(_ reader: ValueReader) throws(MetadataError) {
    switch reader.value {
    case .string("*"): self = .all
    case .array: self = .some(try [ColumnName](reader))
    default:
      throw reader.error("unexpected type: expected either \"*\" or a list of columns")
    }
  }

  package var json: JSONValue {
    switch self {
    case .all: "*"
    case .some(let columns): columns.json
    }
  }

  /// Whether a column is listed by its name; never so for `"*"`.
  package func lists(_ column: ColumnName) -> Bool {
    if case .some(let columns) = self { columns.contains(column) } else { false }
  }
}
