package import OrderedJSON
package import OrderedCollections

/// A YAML document: JSON values, and includes that are not yet followed.
package indirect enum YAMLValue: Sendable, Hashable {
  case scalar(JSONValue)
  case sequence([YAMLValue])
  case mapping(OrderedDictionary<String, YAMLValue>)
  /// `!include path`, as a tag or as text.
  case include(String, line: Int, column: Int)

  /// The value as JSON; nil if it has includes.
  package var json: JSONValue? {
    switch self {
    case .scalar(let value): return value
    case .sequence(let elements):
      let values = elements.compactMap(\.json)
      return values.count == elements.count ? .array(values) : nil
    case .mapping(let members):
      var object: JSONObject = [:]
      for (key, member) in members {
        guard let value = member.json else { return nil }
        object[key] = value
      }
      return .object(object)
    case .include: return nil
    }
  }
}
