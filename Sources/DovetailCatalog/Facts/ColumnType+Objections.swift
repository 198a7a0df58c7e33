package import OrderedJSON

extension ColumnType {
  /// Why JSON of its kind cannot be a value of the type, in the contract's words; nil if it can.
  ///
  /// Strings fit every type and are left to the database to judge, and so are the values inside of
  /// lists and documents.
  package func objection(to value: JSONValue) -> String? {
    switch (category, value) {
    case (_, .string), (_, .null), (.json, _), (.jsonb, _), (.other, _):
      nil
    case (.int, .number), (.smallint, .number), (.bigint, .number), (.float, .number),
      (.double, .number), (.numeric, .number), (.money, .number), (.boolean, .bool),
      (.array, .array), (.geometry, .object), (.geography, .object):
      nil
    case (.int, _), (.smallint, _), (.bigint, _):
      "Integer expected for input type: \(sqlName)"
    case (.float, _), (.double, _), (.numeric, _), (.money, _):
      "A number is expected for type: \(sqlName)"
    case (.boolean, _):
      "A boolean is expected for type: \(sqlName)"
    case (.array, _):
      "A list is expected for type: \(sqlName)"
    case (.geometry, _), (.geography, _):
      "A GeoJSON object is expected for type: \(sqlName)"
    default:
      "A string is expected for type: \(sqlName)"
    }
  }
}
