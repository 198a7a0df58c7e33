package import OrderedJSON

/// An object of a GraphQL type that knows the values of its fields.
package protocol ResolvedObject: Sendable {
  /// The name of the type in the schema.
  var typeName: String { get }

  /// The value of a field for coerced arguments, defaults among them; what is thrown becomes an
  /// error at the field's place in the response.
  func value(
    of field: String,
    _ arguments: JSONObject
  ) throws(ResolverError) -> ResolvedValue
}

/// The value of a field, before the selection is applied to it.
package indirect enum ResolvedValue: Sendable {
  /// A scalar, an enum value, or null.
  case leaf(JSONValue)
  case object(any ResolvedObject)
  case list([ResolvedValue])

  package static let null = ResolvedValue.leaf(.null)

  /// The object, or null if there is none.
  package static func optional(_ object: (any ResolvedObject)?) -> ResolvedValue {
    object.map { .object($0) } ?? .null
  }
}

/// Why a field has no value.
package struct ResolverError: Error {
  package var message: String

  package init(message: String) {
    self.message = message
  }
}
