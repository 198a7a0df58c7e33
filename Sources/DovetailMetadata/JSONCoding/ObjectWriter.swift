import OrderedCollections
import OrderedJSON

/// Builds a JSON object member by member, leaving out what metadata leaves out.
struct ObjectWriter {
  private(set) var members: JSONObject = [:]

  var json: JSONValue { .object(members) }

  /// Writes a member.
  mutating func write(_ key: String, _ value: some MetadataValue) {
    members[key] = value.json
  }

  /// Writes a member unless the value is nil.
  mutating func write(ifPresent key: String, _ value: (some MetadataValue)?) {
    if let value { members[key] = value.json }
  }

  /// Writes a member, `null` for nil.
  mutating func write(orNull key: String, _ value: (some MetadataValue)?) {
    members[key] = value.map(\.json) ?? .null
  }

  /// Writes a list unless it is empty.
  mutating func write(nonEmpty key: String, _ value: [some MetadataValue]) {
    if !value.isEmpty { members[key] = value.json }
  }

  /// Writes a flag unless it has its default value.
  mutating func write(_ key: String, _ value: Bool, unless fallback: Bool) {
    if value != fallback { members[key] = .bool(value) }
  }
}
