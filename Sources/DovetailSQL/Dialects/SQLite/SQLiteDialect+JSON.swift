package import DovetailCatalog
import SQLText

extension SQLiteDialect {
  /// `json_object` takes at most 127 arguments.
  private static let pairLimit = 50

  package func wireColumn(_ value: SQL, type: ColumnType, isStringified: Bool) -> WireColumn {
    if type.isBlob {
      return WireColumn(sql: hexadecimal(value), form: .text, isQuoted: false)
    }
    if type.isTimestamp {
      return WireColumn(sql: timestamp(value), form: .text, isQuoted: false)
    }
    switch type.wireForm {
    case .json:
      return WireColumn(sql: "json(\(document(value)))", form: .json, isQuoted: false)
    case .convertedToJSON:
      return WireColumn(sql: "json_quote(\(value))", form: .json, isQuoted: false)
    case .number, .text, .boolean:
      return WireColumn(
        sql: value,
        form: type.wireForm,
        isQuoted: isStringified && type.wireForm == .number
      )
    }
  }

  package func jsonValue(_ value: SQL, type: ColumnType, isStringified: Bool) -> JSONTree.Leaf {
    if type.isBlob { return .init(sql: hexadecimal(value), form: .natural) }
    switch type.wireForm {
    case .json: return .init(sql: document(value), form: .json)
    case .boolean: return .init(sql: value, form: .boolean)
    case .text where type.isTimestamp: return .init(sql: timestamp(value), form: .natural)
    case .text where type.category != .text: return .init(sql: text(value), form: .natural)
    case .number, .text, .convertedToJSON:
      if isStringified { return .init(sql: "CAST(\(value) AS TEXT)", form: .natural) }
      return .init(sql: expectsBytesAnywhere ? withoutBytes(value) : value, form: .natural)
    }
  }

  package func json(_ tree: JSONTree) -> SQL {
    switch tree {
    case .leaf(let leaf):
      // A subselect loses that a text is JSON, so it is said again.
      switch leaf.form {
      case .natural: return leaf.sql
      case .json: return "json(\(leaf.sql))"
      case .boolean:
        return "json(CASE WHEN \(leaf.sql) THEN 'true' WHEN NOT \(leaf.sql) THEN 'false' END)"
      }
    case .null: return "NULL"
    case .text(let text): return "\(literal: text)"
    case .object(let members): return object(members)
    }
  }

  package func jsonText(_ value: JSONTree.Leaf) -> SQL {
    switch value.form {
    case .json: value.sql
    case .natural, .boolean: "json_quote(\(json(.leaf(value))))"
    }
  }

  // A function of ours, which the source gives each connection.
  package func base64(_ text: SQL) -> SQL { "dovetail_base64(\(text))" }

  package func selectList(of rows: RowQuery, alias: String) -> SQL {
    let query = rows.select { index, _ in "c\(index)" }
    let list = listAggregate(of: rows.object(of: alias))
    return "SELECT \(list) FROM (\(query)) AS \(raw: alias)"
  }

  // A subselect here takes less of the parser's small stack than nested calls in the select list,
  // so that relationships can be nested a level deeper.
  package func selectObject(of rows: RowQuery, alias: String) -> SQL {
    let query = rows.select { index, _ in "c\(index)" }
    return "SELECT \(json(rows.object(of: alias))) FROM (\(query)) AS \(raw: alias)"
  }

  package func listAggregate(ofRows alias: String, members: [JSONMember]) -> SQL? { nil }

  package func listAggregate(of object: JSONTree) -> SQL {
    "json_group_array(\(json(object)))"
  }

  private func object(_ members: [JSONTree.Member]) -> SQL {
    if members.count <= Self.pairLimit {
      let pairs = members.map { member -> SQL in
        "\(literal: member.key), \(json(member.value))"
      }
      return "json_object(\(pairs.joined(separator: ", ")))"
    }
    let rows = members.map { member -> SQL in
      "(\(literal: member.key), json_quote(\(json(member.value))))"
    }
    return """
      (SELECT json_group_object(column1, json(column2)) \
      FROM (VALUES \(rows.joined(separator: ", "))))
      """
  }

  /// A value of any storage class as a text: columns of types that SQLite does not know hold all.
  private func text(_ value: SQL) -> SQL {
    "CASE WHEN typeof(\(value)) = 'blob' THEN \(hexadecimal(value)) ELSE CAST(\(value) AS TEXT) END"
  }

  /// A value as JSON: a column of any type may hold any text, which is a JSON string then.
  func document(_ value: SQL) -> SQL {
    """
    CASE WHEN json_valid(\(value)) THEN \(value) \
    WHEN \(value) IS NOT NULL THEN json_quote(\(text(value))) END
    """
  }

  /// A value, bytes as a text.
  private func withoutBytes(_ value: SQL) -> SQL {
    "CASE WHEN typeof(\(value)) = 'blob' THEN \(hexadecimal(value)) ELSE \(value) END"
  }

  /// Date and time with `T` between them, as PostgreSQL writes them to JSON (ISO 8601).
  private func timestamp(_ value: SQL) -> SQL {
    """
    CASE WHEN substr(\(value), 11, 1) = ' ' \
    THEN substr(\(value), 1, 10) || 'T' || substr(\(value), 12) ELSE CAST(\(value) AS TEXT) END
    """
  }

  /// Bytes are no JSON: they are written as PostgreSQL does it.
  func hexadecimal(_ value: SQL) -> SQL {
    "CASE WHEN \(value) IS NOT NULL THEN '\\x' || lower(hex(\(value))) END"
  }
}

extension ColumnType {
  /// Whether values are bytes.
  var isBlob: Bool { name.lowercased() == "blob" }

  /// Whether the column has no declared type, so that it may hold numbers beside texts.
  var isUntyped: Bool { category == .other && name == "any" }

  /// Whether values are a date and a time, stored as text with a space or `T` between them.
  var isTimestamp: Bool { category == .temporal && graphQLName.hasPrefix("timestamp") }
}
