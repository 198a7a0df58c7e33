import DovetailPlan
import OrderedCollections
import OrderedJSON

/// The part of a request's variables on which a plan may depend: their shape, and the values that
/// planning inspected.
///
/// Two requests of the same text with equal shapes share a plan.
struct VariableShape: Hashable, Sendable {
  private(set) var bytes: [UInt8] = []

  init(_ variables: JSONObject, inspected: Set<VariableReference>) {
    appendMembers(of: variables)
    guard !inspected.isEmpty else { return }
    for reference in inspected.sorted(by: Self.isBefore) {
      bytes.append(UInt8(ascii: ";"))
      if let value = Self.value(of: reference, in: variables) {
        bytes += value.serialized()
      }
    }
  }

  private mutating func append(_ value: JSONValue) {
    switch value {
    case .null: bytes.append(UInt8(ascii: "n"))
    case .bool: bytes.append(UInt8(ascii: "b"))
    case .number(let number):
      bytes.append(number.int64 == nil ? UInt8(ascii: "f") : UInt8(ascii: "i"))
    case .string: bytes.append(UInt8(ascii: "s"))
    case .array(let items): appendItems(items)
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      appendMembers(of: members)
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private mutating func appendMembers(of members: JSONObject) {
    for (key, value) in members {
      bytes += JSONValue.string(key).serialized()
      append(value)
      bytes.append(UInt8(ascii: ","))
    }
  }

  /// A list of scalars travels as one value, so neither its length nor its items matter; a list of
  /// objects is read by the planner item by item.
  private mutating func appendItems(_ items: [JSONValue]) {
    bytes.append(UInt8(ascii: "["))
    let hasStructure = items.contains {
      switch $0 {
      case .object, .array, .null: true
      default: false
      }
    }
    if hasStructure {
      for item in items { append(item) }
    } else if let first = items.first {
      append(first)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private static func value(
    of reference: VariableReference,
    in variables: JSONObject
  ) -> JSONValue? {
    guard var value = variables[reference.name] else { return nil }
    for step in reference.path {
      switch (step, value) {
      case (.key(let key), .object(let members)):
        guard let member = members[key] else { return nil }
        value = member
      case (.index(let index), .array(let items)):
        guard items.indices.contains(index) else { return nil }
        value = items[index]
      default:
        return nil
      }
    }
    return value
  }

  private static func isBefore(_ one: VariableReference, _ other: VariableReference) -> Bool {
    (one.name, "\(one.path)") < (other.name, "\(other.path)")
  }
}
