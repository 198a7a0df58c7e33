import DovetailPlan
import DovetailSource
import GraphQLLanguage
import OrderedJSON

/// What a batch sends for each key, as JSON with places for the key's parts.
indirect enum KeyTemplate: Sendable {
  /// JSON that is the same for all keys.
  case constant([UInt8])
  case key(KeySlot)
  case list([KeyTemplate])
  /// The members with their keys as JSON: `"id":`.
  case object([(key: [UInt8], value: KeyTemplate)])

  /// Reads a value of the plan.
  ///
  /// - Throws: where it depends on more than the key, which the planner avoids.
  init(_ value: RemoteValue) throws(SourceError) {
    switch value {
    case .literal(let literal):
      self = .constant(Self.json(literal).serialized())
    case .variable(let name):
      throw SourceError(
        code: .unexpected,
        message: "the variable \"\(name)\" cannot be a part of a batch's keys"
      )
    case .key(let part, let type):
      self = .key(KeySlot(part: part, type: type))
    case .list(let items):
      var templates: [KeyTemplate] = []
      for item in items { templates.append(try KeyTemplate(item)) }
      self = .list(templates)
    case .object(let members):
      var templates: [(key: [UInt8], value: KeyTemplate)] = []
      for member in members {
        var writer = JSONWriter()
        writer.appendKey(member.name)
        templates.append((writer.bytes, try KeyTemplate(member.value)))
      }
      self = .object(templates)
    }
  }

  /// Appends what is sent for a key.
  func append(_ key: Int, of keys: LookupKeys, to writer: inout JSONWriter) {
    switch self {
    case .constant(let bytes):
      writer.appendRaw(bytes)
    case .key(let slot):
      KeyValue.append(keys.part(slot.part, of: key), as: slot.type, to: &writer)
    case .list(let items):
      writer.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { writer.append(UInt8(ascii: ",")) }
        item.append(key, of: keys, to: &writer)
      }
      writer.append(UInt8(ascii: "]"))
    case .object(let members):
      writer.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { writer.append(UInt8(ascii: ",")) }
        writer.appendRaw(member.key)
        member.value.append(key, of: keys, to: &writer)
      }
      writer.append(UInt8(ascii: "}"))
    }
  }

  /// How many bytes each key adds to a request beside its own.
  var overhead: Int {
    switch self {
    case .constant(let bytes): bytes.count
    case .key: 3
    case .list(let items): items.map(\.overhead).reduce(2, +)
    case .object(let members): members.map { $0.key.count + $0.value.overhead + 1 }.reduce(2, +)
    }
  }

  // As deep as a definition's JSON, which is bounded.
  private static func json(_ value: Value) -> JSONValue {
    switch value {
    case .int(let text, _), .float(let text, _):
      JSONNumber(text).map { .number($0) } ?? .string(text)
    case .string(let text): .string(text.value)
    case .boolean(let flag, _): .bool(flag)
    case .enum(let name): .string(name.value)
    case .list(let items, _): .array(items.map { json($0) })
    case .object(let fields, _):
      .object(members: fields.map { ($0.name.value, json($0.value)) })
    case .null, .variable: .null
    }
  }
}
