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
      // Lists of spatial values are read as texts.
      separator: binding.type.category.isSpatial ? "," : binding.type.arraySeparator,
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
      let element = type.elementType ?? .text
      return try arrayLiteral(
        items,
        of: element,
        isNested: true,
        separator: element.arraySeparator,
        path: path
      )
    case (.geometry, .object(let shape)), (.geography, .object(let shape)):
      if let objection = geoJSONObjection(to: shape) {
        throw SourceError(code: .parseFailed, message: objection, path: path)
      }
      return value.description
    case (.other, .object(let members)) where type.name == "hstore":
      return pairs(members)
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
    separator: String,
    path: String
  ) throws(SourceError) -> String {
    var literal = "{"
    for (index, item) in items.enumerated() {
      if index > 0 { literal += separator }
      if item.isNull {
        literal += "NULL"
      } else if isNested, type.category != .json, type.category != .jsonb,
        let inner = item.arrayValue
      {
        literal += try arrayLiteral(
          inner,
          of: type,
          isNested: true,
          separator: separator,
          path: path
        )
      } else {
        literal += quotedItem(try text(of: item, type: type, path: "\(path)[\(index)]"))
      }
    }
    return literal + "}"
  }

  /// The members of an object as `hstore` reads them: `"key"=>"value", "other"=>NULL`.
  private func pairs(_ members: JSONObject) -> String {
    members.map { key, value in
      let text = value.isNull ? "NULL" : quotedItem(value.stringValue ?? value.description)
      return "\(quotedItem(key))=>\(text)"
    }.joined(separator: ", ")
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

extension ColumnType {
  /// What stands between the items of an array of the type.
  fileprivate var arraySeparator: String {
    if category.isSpatial { return ":" }
    return name == "box" ? ";" : ","
  }
}

extension ColumnType.Category {
  fileprivate var isSpatial: Bool { self == .geometry || self == .geography }
}
