import DovetailCatalog
import DovetailPlan
package import DovetailSource
package import OrderedJSON

extension SQLiteDialect {
  package func encode(
    _ value: JSONValue?,
    as binding: SQLBinding
  ) throws(SourceError) -> ParameterValue {
    guard let value, !value.isNull else { return .null }
    switch binding.encoding {
    case .limit, .offset:
      return .integer(try rowCount(value, as: binding))
    case .globPattern:
      return .text(globPattern(like: try scalarText(value, type: binding.type, path: binding.path)))
    case .list:
      return .text(try list(value, as: binding))
    case .value:
      // Session variables are texts in the database's own form, whatever the type.
      if binding.type.isJSON, case .session = binding.operand, let text = value.stringValue {
        return .text(text)
      }
      return try scalar(value, type: binding.type, path: binding.path)
    case .groupedDecimals, .keys, .captured, .writtenRows, .affectedRows:
      throw SourceError(code: .unexpected, message: "the value comes from no operand")
    }
  }

  private func scalar(
    _ value: JSONValue,
    type: ColumnType,
    path: String
  ) throws(SourceError) -> ParameterValue {
    switch (type.category, value) {
    case (.json, _), (.jsonb, _), (.array, .array), (.geometry, .object):
      return .text(value.serialized())
    case (_, .string(let text)) where type.isBlob:
      return .bytes(bytes(of: text))
    // A column without a declared type holds anything.
    case (.other, .number(let number)):
      return number.int64.map { .integer($0) } ?? .real(number.double)
    case (.other, .bool(let truth)):
      return .integer(truth ? 1 : 0)
    default:
      return try typed(try scalarText(value, type: type, path: path), type: type)
    }
  }

  /// The text as a value of the storage class that the column's type stands for.
  private func typed(_ text: String, type: ColumnType) throws(SourceError) -> ParameterValue {
    switch type.category {
    case .int, .smallint, .bigint:
      if let integer = Int64(text) { return .integer(integer) }
    case .float, .double, .numeric, .money:
      if let integer = Int64(text) { return .integer(integer) }
      if let real = Double(text) { return .real(real) }
    case .boolean:
      switch text.lowercased() {
      case "true", "t", "1", "yes", "on": return .integer(1)
      case "false", "f", "0", "no", "off": return .integer(0)
      default: break
      }
    case .temporal where type.isTimestamp:
      return .text(timestampText(text))
    default:
      return .text(text)
    }
    throw SourceError(
      code: .dataException,
      message: "invalid input syntax for type \(type.sqlName): \"\(text)\"",
      path: "$"
    )
  }

  /// The bytes that a text stands for as PostgreSQL reads it: `\x00ff`, or the text's own.
  private func bytes(of text: String) -> [UInt8] {
    let digits = text.utf8.dropFirst(2)
    guard text.hasPrefix("\\x"), digits.count.isMultiple(of: 2) else { return Array(text.utf8) }
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in digits {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue.map(UInt8.init) else {
        return Array(text.utf8)
      }
      if let first = high { bytes.append(first << 4 | value) }
      high = high == nil ? value : nil
    }
    return bytes
  }

  /// A timestamp with a space between date and time, as statements compare them.
  private func timestampText(_ text: String) -> [UInt8] {
    var bytes = Array(text.utf8)
    if bytes.count > 10 && bytes[10] | 0x20 == UInt8(ascii: "t") { bytes[10] = UInt8(ascii: " ") }
    return bytes
  }

  /// A JSON list, which the statement reads with `json_each`.
  private func list(_ value: JSONValue, as binding: SQLBinding) throws(SourceError) -> [UInt8] {
    var items = value.arrayValue ?? [value]
    if case .session = binding.operand, let text = value.stringValue {
      items = parseArrayLiteral(text) ?? [value]
    }
    var writer = JSONWriter()
    writer.append(UInt8(ascii: "["))
    for (index, item) in items.enumerated() {
      if index > 0 { writer.append(UInt8(ascii: ",")) }
      let path = "\(binding.path)[\(index)]"
      switch item.isNull ? .null : try scalar(item, type: binding.type, path: path) {
      case .null: writer.append(.null)
      case .text(let text): writer.appendString(String(decoding: text, as: UTF8.self))
      case .integer(let integer): writer.append(integer)
      // Lists of bytes are compared with the hexadecimal form of the column.
      case .bytes(let bytes): writer.appendString(hexadecimalText(bytes))
      case .real(let real): writer.append(.number(JSONNumber(real) ?? JSONNumber(0)))
      }
    }
    writer.append(UInt8(ascii: "]"))
    return writer.bytes
  }
}

extension ColumnType {
  fileprivate var isJSON: Bool { category == .json || category == .jsonb }
}

/// Bytes as statements write them to JSON: `\x00ff`.
private func hexadecimalText(_ bytes: [UInt8]) -> String {
  bytes.reduce(into: "\\x") { text, byte in
    let digits = String(byte, radix: 16)
    text += digits.count == 1 ? "0" + digits : digits
  }
}
