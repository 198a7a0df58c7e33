import OrderedCollections
package import OrderedJSON

/// A JSON object on its way into the model: notes which keys were asked for.
///
/// A class, because it is handed around while one value is read and never kept.
package final class ObjectReader {
  package let members: JSONObject
  package let path: JSONPath
  package let context: ReadingContext
  /// The keys that were asked for.
  private(set) var knownKeys: Set<String> = []

  init(_ members: JSONObject, path: JSONPath, context: ReadingContext) {
    self.members = members
    self.path = path
    self.context = context
  }

  /// A reader for a member; nil if it is absent.
  package func reader(_ key: String) -> ValueReader? {
    knownKeys.insert(key)
    return members[key].map { ValueReader($0, path: path.appending(key), context: context) }
  }

  /// Whether the object has the key, whatever its value.
  func has(_ key: String) -> Bool {
    knownKeys.insert(key)
    return members[key] != nil
  }

  /// A reader for a member that must be there.
  package func requiredReader(_ key: String) throws(MetadataError) -> ValueReader {
    guard let reader = reader(key) else {
      throw error("key \"\(key)\" not found")
    }
    return reader
  }

  /// A member that must be there.
  package func required<T: MetadataValue>(
    _ key: String,
    as type: T.Type = T.self
  ) throws(MetadataError) -> T {
    try T(requiredReader(key))
  }

  /// A member that may be absent or null.
  package func optional<T: MetadataValue>(
    _ key: String,
    as type: T.Type = T.self
  ) throws(MetadataError) -> T? {
    guard let reader = reader(key), !reader.value.isNull else { return nil }
    return try T(reader)
  }

  /// A member that may be absent or null, and what it means then.
  package func optional<T: MetadataValue>(
    _ key: String,
    default fallback: T
  ) throws(MetadataError) -> T {
    try optional(key, as: T.self) ?? fallback
  }

  /// Reports the keys nobody asked for, so that nothing is ignored in silence.
  package func reportUnknownKeys() {
    for key in members.keys where !knownKeys.contains(key) {
      context.report(.unknownKey, "unknown key \"\(key)\"", at: path.appending(key))
    }
  }

  /// An error at this object.
  package func error(
    _ message: String,
    code: MetadataError.Code = .parseFailed
  ) -> MetadataError {
    MetadataError(code, message, path: path)
  }
}

extension ObjectReader {
  /// A list of named things as a dictionary by name; `kind` says what they are if a name repeats.
  func keyed<Key: Hashable & CustomStringConvertible, Value: MetadataValue>(
    _ key: String,
    kind: String,
    by name: (Value) -> Key
  ) throws(MetadataError) -> OrderedDictionary<Key, Value> {
    var result: OrderedDictionary<Key, Value> = [:]
    guard let reader = reader(key), !reader.value.isNull else { return result }
    for element in try reader.elements() {
      let value = try Value(element)
      let name = name(value)
      guard result.updateValue(value, forKey: name) == nil else {
        throw element.error("multiple declarations exist for the following \(kind): \(name)")
      }
    }
    return result
  }
}
