import DovetailCatalog
import DovetailPlan
import DovetailSource
import OrderedJSON

/// The text of a value of a scalar type, in the form that databases read.
///
/// Strings are accepted for every type and left to the database to judge; other JSON must be of the
/// type's kind.
func scalarText(
  _ value: JSONValue,
  type: ColumnType,
  path: String
) throws(SourceError) -> String {
  switch (type.category, value) {
  case (.ltree, .string(let text)) where !isLabelPath(text):
    throw parseFailed(
      "Expecting label path: a sequence of zero or more labels separated by dots, "
        + "for example L1.L2.L3",
      path
    )
  case (.raster, .string(let text)) where !isRaster(text):
    throw parseFailed(
      "invalid hexadecimal representation of raster well known binary format",
      path
    )
  case (_, .string(let text)):
    return text
  case (.int, .number(let number)):
    return String(try integer(number, in: Int64(Int32.min)...Int64(Int32.max), path: path))
  case (.smallint, .number(let number)):
    return String(try integer(number, in: Int64(Int16.min)...Int64(Int16.max), path: path))
  case (.bigint, .number(let number)):
    return String(try integer(number, in: Int64.min...Int64.max, path: path))
  case (.float, .number(let number)), (.double, .number(let number)),
    (.numeric, .number(let number)):
    return number.text
  case (.money, .number(let number)):
    return plainDecimal(number.text)
  case (.boolean, .bool(let truth)):
    return truth ? "true" : "false"
  // Types of the database's own, such as domains: it reads numbers and truth values of their text.
  case (.other, .number(let number)):
    return number.text
  case (.other, .bool(let truth)):
    return truth ? "true" : "false"
  default:
    throw parseFailed(
      type.objection(to: value) ?? "A string is expected for type: \(type.sqlName)",
      path
    )
  }
}

/// The count that a `limit` or `offset` gives.
func rowCount(_ value: JSONValue, as binding: SQLBinding) throws(SourceError) -> Int64 {
  let isLimit = binding.encoding == .limit
  let count: Int64? =
    switch value {
    case .number(let number): number.integer
    case .string(let text) where !isLimit: Int64(text)
    default: nil
    }
  guard let count, count >= 0, !isLimit || count <= Int64(Int32.max) else {
    throw SourceError(
      code: .validationFailed,
      message:
        "expected a non-negative 32-bit integer for type 'Int', but found \(value.kindInWords)",
      path: binding.path
    )
  }
  return count
}

private func integer(
  _ number: JSONNumber,
  in range: ClosedRange<Int64>,
  path: String
) throws(SourceError) -> Int64 {
  guard let value = number.integer, range.contains(value) else {
    throw parseFailed(number.outOfBoundsText, path)
  }
  return value
}

private func parseFailed(_ message: String, _ path: String) -> SourceError {
  SourceError(code: .parseFailed, message: message, path: path)
}

extension JSONValue {
  /// The kind of the value, as the contract's messages call it.
  fileprivate var kindInWords: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number(let number): number.int64 == nil ? "a float" : "an integer"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// Whether the text may be a raster: hexadecimal digits of the 61 bytes that each has at least.
private func isRaster(_ text: String) -> Bool {
  let digits = text.utf8
  return digits.count >= 122 && digits.count % 2 == 0
    && digits.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
        UInt8(ascii: "A")...UInt8(ascii: "F"):
        true
      default: false
      }
    }
}

/// Whether the text is a label path of `ltree` as PostgreSQL 15 reads it.
private func isLabelPath(_ text: String) -> Bool {
  text.isEmpty
    || text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      !label.isEmpty && label.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
    }
}
