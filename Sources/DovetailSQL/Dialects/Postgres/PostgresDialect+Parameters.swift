import DovetailCatalog
import DovetailPlan
package import DovetailSource
package import OrderedJSON

extension PostgresDialect {
  package func encode(
    _ value: JSONValue?,
    as binding: SQLBinding
  ) throws(SourceError) -> ParameterValue {
    guard let value, !value.isNull else { return .null }
    let text: String
    switch binding.encoding {
    case .limit, .offset:
      text = String(try rowCount(value, as: binding))
    case .value:
      text = try scalar(value, as: binding)
    case .groupedDecimals:
      text = groupDecimals(of: try scalar(value, as: binding))
    case .list:
      text = try list(value, as: binding)
    case .globPattern, .keys, .captured, .writtenRows, .affectedRows:
      throw SourceError(code: .unexpected, message: "a parameter in a form unknown to PostgreSQL")
    }
    // The wire format ends texts at a zero byte, so that the rest would be lost.
    guard !text.utf8.contains(0) else {
      throw SourceError(
        code: .dataException,
        message: "invalid byte sequence for encoding \"UTF8\": 0x00",
        path: binding.path
      )
    }
    return .text(text)
  }

  private func scalar(
    _ value: JSONValue,
    as binding: SQLBinding
  ) throws(SourceError) -> String {
    // Session variables are texts in the database's own form, whatever the type.
    if case .session = binding.operand, let text = value.stringValue { return text }
    return try text(of: value, type: binding.type, path: binding.path)
  }

  private func list(_ value: JSONValue, as binding: SQLBinding) throws(SourceError) -> String {
    // A session variable holds a list as an array literal: `{1,2}`.
    if case .session = binding.operand, let text = value.stringValue { return text }
    return try arrayLiteral(
      value.arrayValue ?? [value],
      of: binding.type,
      isNested: false,
      path: binding.path
    )
  }

  private func text(
    of value: JSONValue,
    type: ColumnType,
    path: String
  ) throws(SourceError) -> String {
    if let base = type.baseType { return try text(of: value, type: base, path: path) }
    switch (type.category, value) {
    case (.json, _), (.jsonb, _):
      return value.description
    case (.array, .array(let items)):
      return try arrayLiteral(items, of: type.elementType ?? .text, isNested: true, path: path)
    case (.geometry, .object(let shape)), (.geography, .object(let shape)):
      if let objection = geoJSONObjection(to: shape) {
        throw SourceError(code: .parseFailed, message: objection, path: path)
      }
      return value.description
    default:
      return try scalarText(value, type: type, path: path)
    }
  }

  /// `{"a","b",NULL}`; every item quoted.
  ///
  /// Lists in the list are dimensions of the same array if it is nested.
  private func arrayLiteral(
    _ items: [JSONValue],
    of type: ColumnType,
    isNested: Bool,
    path: String
  ) throws(SourceError) -> String {
    var literal = "{"
    for (index, item) in items.enumerated() {
      if index > 0 { literal += "," }
      if item.isNull {
        literal += "NULL"
      } else if isNested, type.category != .json, type.category != .jsonb,
        let inner = item.arrayValue
      {
        literal += try arrayLiteral(inner, of: type, isNested: true, path: path)
      } else {
        literal += quotedItem(try text(of: item, type: type, path: "\(path)[\(index)]"))
      }
    }
    return literal + "}"
  }

  private func quotedItem(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
