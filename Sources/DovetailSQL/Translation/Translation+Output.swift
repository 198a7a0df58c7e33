import DovetailCatalog
import DovetailPlan
import DovetailSource
import OrderedJSON
import SQLText

extension Translation {
  /// The members of the JSON objects that rows become, and the joins in them.
  ///
  /// The row is known by its alias, of whatever relation it is.
  mutating func members(
    _ output: [OutputField],
    joinKeys: [JoinKeyColumn],
    of row: String
  ) throws(SourceError) -> (members: [JSONMember], shape: DocumentShape?) {
    var members: [JSONMember] = []
    var rules: [String: DocumentShape.Rule] = [:]
    for field in output {
      let value: JSONTree.Leaf
      switch field.value {
      case .column(let column):
        value = try jsonValue(column, of: row)
      case .constant(let text):
        value = .init(sql: dialect.json(.text(text)), form: .natural)
      case .globalID(let id):
        value = .init(sql: try globalID(id, of: row), form: .natural)
      case .join(let id):
        value = .init(sql: dialect.json(.null), form: .natural)
        rules[field.key] = .join(id, key: field.key)
      case .object, .array, .aggregate, .connection:
        let document = try relatedDocument(field.value, of: row)
        value = .init(sql: "(\(document.select))", form: .json)
        if let shape = document.shape { rules[field.key] = .copy(key: nil, shape) }
      }
      members.append(JSONMember(key: field.key, value: value))
    }
    for key in joinKeys {
      let column = ColumnOutput(key.value, jsonPath: key.jsonPath)
      members.append(JSONMember(key: key.name, value: try jsonValue(column, of: row)))
      rules[key.name] = .hidden
    }
    return (members, rules.isEmpty ? nil : DocumentShape(rules: rules))
  }

  /// The JSON of what is related to the row: an object, a list or aggregates.
  mutating func relatedDocument(
    _ output: OutputValue,
    of row: String
  ) throws(SourceError) -> DocumentQuery {
    try nested { this throws(SourceError) in
      switch output {
      case .object(let correlation, let selection):
        return try this.object(selection, at: .row(row, correlation))
      case .array(let correlation, let selection):
        return try this.list(selection, at: .row(row, correlation))
      case .aggregate(let correlation, let selection):
        return try this.aggregate(selection, of: .row(row, correlation))
      case .connection(let correlation, let selection):
        return try this.connection(selection, at: .row(row, correlation))
      case .column, .constant, .globalID, .join:
        throw SourceError(
          code: .unexpected,
          message: "a value of the row was taken for related data"
        )
      }
    }
  }

  /// One JSON list of the rows.
  mutating func list(
    _ selection: RowSelection,
    at anchor: Anchor
  ) throws(SourceError) -> DocumentQuery {
    let rows = try chooseRows(selection, at: anchor, window: window(of: selection))
    let (query, shape) = try rowQuery(selection, rows)
    return DocumentQuery(
      select: dialect.selectList(of: query, alias: newAlias("r")),
      shape: shape
    )
  }

  /// One JSON object of the first row.
  mutating func object(
    _ selection: RowSelection,
    at anchor: Anchor
  ) throws(SourceError) -> DocumentQuery {
    let rows = try chooseRows(selection, at: anchor, window: .one)
    let (query, shape) = try rowQuery(selection, rows)
    return DocumentQuery(
      select: dialect.selectObject(of: query, alias: newAlias("r")),
      shape: shape
    )
  }

  private mutating func rowQuery(
    _ selection: RowSelection,
    _ rows: ChosenRows
  ) throws(SourceError) -> (RowQuery, DocumentShape?) {
    let (members, shape) = try members(
      selection.output,
      joinKeys: selection.joinKeys,
      of: rows.alias
    )
    return (RowQuery(head: rows.head, members: members, tail: rows.tail), shape)
  }

  /// The value of a column as it is written.
  mutating func value(of column: ColumnOutput, row: String) throws(SourceError) -> SQL {
    let value = try value(column.value, in: Scope(root: row))
    return column.isUppercased ? "upper(\(value))" : value
  }

  private mutating func jsonValue(
    _ column: ColumnOutput,
    of row: String
  ) throws(SourceError) -> JSONTree.Leaf {
    let value = try value(of: column, row: row)
    guard column.jsonPath.isEmpty else {
      return .init(sql: dialect.jsonPart(of: value, at: column.jsonPath), form: .json)
    }
    return dialect.jsonValue(
      value,
      type: column.value.type,
      isStringified: column.isStringified
    )
  }
}
