import OrderedCollections
package import OrderedJSON

/// The outcome of a command on several objects, each of which may fail by itself.
package struct EditBatch: Sendable, Hashable {
  /// The code of the warnings: `track-table-failed`.
  package var code: String
  /// How many objects the command names.
  package var total: Int
  package var allowsWarnings: Bool
  /// What was made so far.
  package private(set) var objects: [MetadataObject] = []
  private var warnings: [JSONValue] = []

  init(code: String, total: Int, allowsWarnings: Bool) {
    self.code = code
    self.total = total
    self.allowsWarnings = allowsWarnings
  }

  /// Notes that an object was made.
  mutating func succeed(_ object: MetadataObject) {
    objects.append(object)
  }

  /// Notes that there is a warning instead of an object.
  package mutating func fail(_ object: MetadataObject, _ message: String) {
    objects.removeAll { $0 == object }
    warnings.append([
      "code": .string(code), "message": .string(message), "name": .string(object.displayName),
      "type": .string(object.typeName),
    ])
  }

  /// The command's answer.
  ///
  /// - Throws: if nothing succeeded, or warnings are not allowed and there are some.
  package func answer() throws(MetadataError) -> JSONValue {
    guard !warnings.isEmpty else { return MetadataEdit.success }
    if warnings.count == total {
      throw MetadataError(
        .invalidConfiguration,
        "all tables failed",
        internal: .array(warnings)
      )
    }
    if !allowsWarnings {
      throw MetadataError(
        MetadataError.Code("metadata-warnings"),
        "failed due to metadata warnings",
        internal: .array(warnings)
      )
    }
    return ["message": "success", "warnings": .array(warnings)]
  }
}
