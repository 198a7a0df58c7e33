import OrderedCollections
import OrderedJSON

/// What is missing in the arguments of a command of the older language of data, or of the wrong sort;
/// checked before anything is looked up.
///
/// The paths of these errors do not have `args` in them, as the contract's cases have it.
enum DataCommandShape {
  /// Conditions and selections nested deeper are left to the planner, which refuses them.
  private static let depthLimit = 64

  /// `select`, and what it selects of a relationship.
  static func checkSelect(
    _ query: JSONValue,
    path: String = "$",
    depth: Int = 0
  ) throws(PlannerError) {
    let columns = try elements(required("columns", of: query, path), path + ".columns")
    for (index, column) in columns.enumerated() {
      let place = path + ".columns[\(index)]"
      switch column {
      case .string: continue
      case .object(let members):
        guard let name = members["name"] else { throw missing("name", place) }
        try checkText(name, place + ".name")
        if let alias = given("alias", of: column) { try checkText(alias, place + ".alias") }
        if members["columns"] != nil, depth < depthLimit {
          try checkSelect(column, path: place, depth: depth + 1)
        }
      default:
        throw failure(
          "A column should either be a string or an object (relationship)",
          place
        )
      }
    }
    try checkOptionalCondition(query, path)
    if let order = given("order_by", of: query) { try checkOrder(order, path + ".order_by") }
    for key in ["limit", "offset"] {
      guard let value = given(key, of: query) else { continue }
      try checkInteger(value, path + "." + key)
    }
  }

  /// `count`.
  static func checkCount(_ arguments: JSONValue) throws(PlannerError) {
    try checkTexts("distinct", of: arguments)
    try checkOptionalCondition(arguments, "$")
  }

  /// `insert`; the objects are looked at later.
  static func checkInsert(_ arguments: JSONValue) throws(PlannerError) {
    _ = try required("objects", of: arguments, "$")
    if let conflict = given("on_conflict", of: arguments) {
      try checkConflict(conflict, "$.on_conflict")
    }
    try checkTexts("returning", of: arguments)
  }

  /// `update`.
  static func checkUpdate(_ arguments: JSONValue) throws(PlannerError) {
    try checkCondition(required("where", of: arguments, "$"), "$.where", depth: 0)
    for name in ["set", "inc", "mul"] {
      for key in ["$" + name, "_" + name] {
        guard let value = given(key, of: arguments), value.objectValue == nil else { continue }
        throw mismatch("HashMap", "Object", value, "$" + pathComponent(key))
      }
    }
    try checkTexts("$default", of: arguments)
    try checkTexts("_default", of: arguments)
    try checkTexts("returning", of: arguments)
  }

  /// `delete`.
  static func checkDelete(_ arguments: JSONValue) throws(PlannerError) {
    try checkCondition(required("where", of: arguments, "$"), "$.where", depth: 0)
    try checkTexts("returning", of: arguments)
  }

  // MARK: Parts

  private static func checkConflict(
    _ conflict: JSONValue,
    _ path: String
  ) throws(PlannerError) {
    guard let members = conflict.objectValue else {
      throw mismatch("OnConflict", "Object", conflict, path)
    }
    guard let action = members["action"] else {
      throw failure("the key 'action' was not present", path)
    }
    guard action == "ignore" || action == "update" else {
      throw failure(
        "expected one of the tags 'ignore', 'update', but found tag "
          + "'\(action.stringValue ?? "")'",
        path + ".action"
      )
    }
    if let constraint = given("constraint", of: conflict) {
      try checkText(constraint, path + ".constraint")
    }
    if let columns = given("constraint_on", of: conflict), columns.stringValue == nil {
      try checkTexts("constraint_on", of: conflict, path)
    }
  }

  private static func checkOptionalCondition(
    _ arguments: JSONValue,
    _ path: String
  ) throws(PlannerError) {
    guard let condition = given("where", of: arguments) else { return }
    try checkCondition(condition, path + ".where", depth: 0)
  }

  private static func checkCondition(
    _ condition: JSONValue,
    _ path: String,
    depth: Int
  ) throws(PlannerError) {
    guard let members = condition.objectValue else {
      throw mismatch("boolean expression", "Object", condition, path)
    }
    guard depth < depthLimit else { return }
    for (key, value) in members {
      let place = path + pathComponent(key)
      switch key {
      case "$and", "_and", "$or", "_or":
        for (index, part) in try elements(value, place).enumerated() {
          try checkCondition(part, place + "[\(index)]", depth: depth + 1)
        }
      case "$not", "_not":
        try checkCondition(value, place, depth: depth + 1)
      case "$exists", "_exists":
        guard value.objectValue != nil else { throw mismatch("GExists", "Object", value, place) }
        _ = try required("_table", of: value, place)
        try checkCondition(
          required("_where", of: value, place),
          place + "._where",
          depth: depth + 1
        )
      default: continue
      }
    }
  }

  private static func checkOrder(_ order: JSONValue, _ path: String) throws(PlannerError) {
    if case .string = order { return }
    for (index, item) in try elements(order, path).enumerated() {
      let place = path + "[\(index)]"
      switch item {
      case .string: continue
      case .object:
        let column = try required("column", of: item, place)
        if column.stringValue == nil {
          try checkTexts("column", of: item, place)
        }
        try checkTag("type", ["asc", "desc"], of: item, place)
        try checkTag("nulls", ["first", "last"], of: item, place)
      default:
        throw mismatch("OrderByItem", "String or Object", item, place)
      }
    }
  }

  private static func checkTag(
    _ key: String,
    _ tags: [String],
    of value: JSONValue,
    _ path: String
  ) throws(PlannerError) {
    guard let tag = given(key, of: value) else { return }
    let place = path + "." + key
    try checkText(tag, place)
    guard let text = tag.stringValue, tags.contains(text) else {
      let known = tags.map { "'\($0)'" }.joined(separator: ", ")
      throw failure(
        "expected one of the tags \(known), but found tag '\(tag.stringValue ?? "")'",
        place
      )
    }
  }

  private static func checkTexts(
    _ key: String,
    of value: JSONValue,
    _ path: String = "$"
  ) throws(PlannerError) {
    guard let list = given(key, of: value) else { return }
    let place = path + pathComponent(key)
    for (index, text) in try elements(list, place).enumerated() {
      try checkText(text, place + "[\(index)]")
    }
  }

  private static func checkText(_ value: JSONValue, _ path: String) throws(PlannerError) {
    guard value.stringValue != nil else { throw mismatch("Text", "String", value, path) }
  }

  private static func checkInteger(_ value: JSONValue, _ path: String) throws(PlannerError) {
    guard case .number(let number) = value else { throw mismatch("Int", "Number", value, path) }
    guard number.int64 == nil else { return }
    throw failure(
      "value is either floating or will cause over or underflow \(number.text)",
      path
    )
  }

  // MARK: Reading

  private static func required(
    _ key: String,
    of value: JSONValue,
    _ path: String
  ) throws(PlannerError) -> JSONValue {
    guard let member = value[key] else { throw missing(key, path) }
    return member
  }

  /// A member that is there and is not null.
  private static func given(_ key: String, of value: JSONValue) -> JSONValue? {
    guard let member = value[key], !member.isNull else { return nil }
    return member
  }

  private static func elements(
    _ value: JSONValue,
    _ path: String
  ) throws(PlannerError) -> [JSONValue] {
    guard let elements = value.arrayValue else { throw mismatch("[]", "Array", value, path) }
    return elements
  }

  private static func missing(_ key: String, _ path: String) -> PlannerError {
    failure("key \"\(key)\" not found", path)
  }

  /// The error for a value of the wrong sort.
  static func mismatch(
    _ type: String,
    _ expected: String,
    _ value: JSONValue,
    _ path: String
  ) -> PlannerError {
    failure("parsing \(type) failed, expected \(expected), but encountered \(sort(value))", path)
  }

  private static func failure(_ message: String, _ path: String) -> PlannerError {
    PlannerError(code: .parseFailed, message: message, path: path)
  }

  private static func sort(_ value: JSONValue) -> String {
    switch value {
    case .null: "Null"
    case .bool: "Boolean"
    case .number: "Number"
    case .string: "String"
    case .array: "Array"
    case .object: "Object"
    }
  }
}
