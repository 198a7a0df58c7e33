import DovetailPlan
import GraphQLLanguage
import OrderedCollections
import OrderedJSON

/// Writes of a handler's answer what the operation selects, checking it against the action's type.
struct AnswerWriter {
  private var writer = JSONWriter()

  /// An answer that does not fit the type.
  struct Mismatch: Error {
    var message: String
  }

  /// What has been written.
  var bytes: [UInt8] { writer.bytes }

  /// Begins the document, whose only member is the answer.
  mutating func begin(_ key: String) {
    writer.append(UInt8(ascii: "{"))
    writer.appendKey(key)
  }

  mutating func end() {
    writer.append(UInt8(ascii: "}"))
  }

  /// Writes the answer as a whole.
  mutating func write(
    _ value: JSONValue,
    _ type: TypeReference,
    _ object: ActionObject?
  ) throws(Mismatch) {
    if case .list(let inner) = type.nullable {
      if value.isNull, !type.isNonNull { return writer.append(.null) }
      if value.isNull { throw Self.null }
      guard case .array(let items) = value else {
        throw Mismatch(message: "expecting array for the action webhook response")
      }
      writer.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { writer.append(UInt8(ascii: ",")) }
        try write(item, inner, object)
      }
      return writer.append(UInt8(ascii: "]"))
    }
    if value.isNull {
      guard !type.isNonNull else { throw Self.null }
      return writer.append(.null)
    }
    if let object {
      guard case .object(let members) = value else { throw unexpected(value, type) }
      return try write(members, object)
    }
    guard fits(value, type.namedType) else { throw unexpected(value, type) }
    writer.append(value)
  }

  private static let null = Mismatch(message: "got null for the action webhook response")

  private func unexpected(_ value: JSONValue, _ type: TypeReference) -> Mismatch {
    let sort =
      switch value {
      case .null: "null"
      case .bool: "scalar Boolean"
      case .number: "scalar Number"
      case .string: "scalar String"
      case .array: "array"
      case .object: "object"
      }
    return Mismatch(
      message: "got \(sort) for the action webhook response, expecting \(type.namedType)"
    )
  }

  /// Whether a value can be one of a scalar; those that the specification does not define take all.
  private func fits(_ value: JSONValue, _ scalar: String) -> Bool {
    switch (scalar, value) {
    case ("Int", .number), ("Float", .number), ("ID", .number), ("String", .string),
      ("ID", .string), ("Boolean", .bool):
      true
    case ("Int", _), ("Float", _), ("String", _), ("ID", _), ("Boolean", _): false
    default: true
    }
  }

  // MARK: Objects

  private mutating func write(
    _ members: JSONObject,
    _ object: ActionObject
  ) throws(Mismatch) {
    for field in object.requiredFields {
      guard let value = members[field] else {
        throw Mismatch(
          message: "field \"\(field)\" expected in webhook response, but not found"
        )
      }
      guard !value.isNull else {
        throw Mismatch(message: "expecting not null value for field \"\(field)\"")
      }
    }
    if object.isWhole { return writer.append(.object(members)) }
    writer.append(UInt8(ascii: "{"))
    var isFirst = true
    func key(_ name: String, _ writer: inout JSONWriter) {
      if !isFirst { writer.append(UInt8(ascii: ",")) }
      isFirst = false
      writer.appendKey(name)
    }
    for member in object.members {
      key(member.key, &writer)
      switch member.value {
      case .typename(let name):
        writer.appendString(name)
      case .join:
        // The result of the join takes the place.
        writer.append(.null)
      case .field(let name, let type, let inner):
        try writeField(members[name] ?? .null, type, inner)
      }
    }
    for part in object.joinKeys {
      key(part.name, &writer)
      writer.append(members[part.field] ?? .null)
    }
    writer.append(UInt8(ascii: "}"))
  }

  /// A field of an object; scalars are passed on as they are, whatever their type.
  private mutating func writeField(
    _ value: JSONValue,
    _ type: TypeReference,
    _ inner: ActionObject?
  ) throws(Mismatch) {
    if inner == nil || value.isNull { return writer.append(value) }
    try write(value, type, inner)
  }
}
