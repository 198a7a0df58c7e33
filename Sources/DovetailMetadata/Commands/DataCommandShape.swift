import OrderedCollections
import OrderedJSON

/// What is missing in the arguments of a command of the older language of data, or of the wrong sort.
///
/// Checked when the command is read; what the names in it mean is the planner's to say.
enum DataCommandShape {
  /// Conditions and selections nested deeper are left to the planner, which refuses them.
  private static let depthLimit = 64

  /// `select`.
  static func checkSelect(_ arguments: ValueReader) throws(MetadataError) {
    try checkTable(arguments)
    try checkSelection(arguments, depth: 0)
  }

  /// `count`.
  static func checkCount(_ arguments: ValueReader) throws(MetadataError) {
    let object = try checkTable(arguments)
    _ = try object.optional("distinct", as: [String].self)
    try checkOptionalCondition(object)
  }

  /// `insert`; the objects are looked at later.
  static func checkInsert(_ arguments: ValueReader) throws(MetadataError) {
    let object = try checkTable(arguments)
    _ = try object.requiredReader("objects")
    if let conflict = object.given("on_conflict") { try checkConflict(conflict) }
    _ = try object.optional("returning", as: [String].self)
  }

  /// `update`.
  static func checkUpdate(_ arguments: ValueReader) throws(MetadataError) {
    let object = try checkTable(arguments)
    try checkCondition(object.requiredReader("where"), depth: 0)
    for name in ["set", "inc", "mul"] {
      for key in ["$" + name, "_" + name] {
        _ = try object.given(key)?.object(of: "HashMap")
      }
    }
    for key in ["$default", "_default", "returning"] {
      _ = try object.optional(key, as: [String].self)
    }
  }

  /// `delete`.
  static func checkDelete(_ arguments: ValueReader) throws(MetadataError) {
    let object = try checkTable(arguments)
    try checkCondition(object.requiredReader("where"), depth: 0)
    _ = try object.optional("returning", as: [String].self)
  }

  // MARK: Parts

  @discardableResult
  private static func checkTable(_ arguments: ValueReader) throws(MetadataError) -> ObjectReader {
    let object = try arguments.object(of: "DMLQuery")
    _ = try object.optional("source", as: String.self)
    _ = try object.required("table", as: TableName.self)
    return object
  }

  /// What is selected of a table, or of a relationship.
  private static func checkSelection(
    _ query: ValueReader,
    depth: Int
  ) throws(MetadataError) {
    let object = try query.object(of: "SelectG")
    for column in try object.requiredReader("columns").elements() {
      switch column.value {
      case .string: continue
      case .object:
        let members = try column.object(of: "SelCol")
        _ = try members.required("name", as: String.self)
        _ = try members.optional("alias", as: String.self)
        // Computed fields need no columns.
        if members.has("columns"), depth < depthLimit {
          try checkSelection(column, depth: depth + 1)
        }
      default:
        throw column.error("A column should either be a string or an object (relationship)")
      }
    }
    try checkOptionalCondition(object)
    if let order = object.given("order_by") { try checkOrder(order) }
    _ = try object.optional("limit", as: Int.self)
    _ = try object.optional("offset", as: Int.self)
  }

  private static func checkConflict(_ conflict: ValueReader) throws(MetadataError) {
    let object = try conflict.object(of: "OnConflict")
    guard let action = object.reader("action") else {
      throw conflict.error("the key 'action' was not present")
    }
    try checkTag(action, ["ignore", "update"])
    _ = try object.optional("constraint", as: String.self)
    if let columns = object.given("constraint_on"), columns.value.stringValue == nil {
      _ = try [String](columns)
    }
  }

  private static func checkOptionalCondition(_ object: ObjectReader) throws(MetadataError) {
    if let condition = object.given("where") { try checkCondition(condition, depth: 0) }
  }

  private static func checkCondition(
    _ condition: ValueReader,
    depth: Int
  ) throws(MetadataError) {
    let object = try condition.object(of: "boolean expression")
    guard depth < depthLimit else { return }
    for key in object.members.keys {
      guard let value = object.reader(key) else { continue }
      switch key {
      case "$and", "_and", "$or", "_or":
        for part in try value.elements() { try checkCondition(part, depth: depth + 1) }
      case "$not", "_not":
        try checkCondition(value, depth: depth + 1)
      case "$exists", "_exists":
        let exists = try value.object(of: "GExists")
        _ = try exists.requiredReader("_table")
        try checkCondition(exists.requiredReader("_where"), depth: depth + 1)
      default: continue
      }
    }
  }

  private static func checkOrder(_ order: ValueReader) throws(MetadataError) {
    if case .string = order.value { return }
    for item in try order.elements() {
      if case .string = item.value { continue }
      let object = try item.object(of: "OrderByItem")
      let column = try object.requiredReader("column")
      if column.value.stringValue == nil { _ = try [String](column) }
      if let type = object.given("type") { try checkTag(type, ["asc", "desc"]) }
      if let nulls = object.given("nulls") { try checkTag(nulls, ["first", "last"]) }
    }
  }

  private static func checkTag(
    _ reader: ValueReader,
    _ tags: [String]
  ) throws(MetadataError) {
    let tag = try String(reader)
    guard tags.contains(tag) else {
      let known = tags.map { "'\($0)'" }.joined(separator: ", ")
      throw reader.error("expected one of the tags \(known), but found tag '\(tag)'")
    }
  }
}

extension ObjectReader {
  /// A reader for a member that is there and is not null.
  fileprivate func given(_ key: String) -> ValueReader? {
    reader(key).flatMap { $0.value.isNull ? nil : $0 }
  }
}
