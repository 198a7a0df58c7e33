package import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// How the names of a remote schema's types and fields look to clients, and back.
///
/// With `{"type_names": {"prefix": "Crm"}}` the service's `Person` is the client's `CrmPerson`.
package struct RemoteNames: Sendable {
  /// The field of the root types under which the schema's root fields stand.
  package let namespace: String?
  /// Client names of the types whose names differ, by original name.
  package let renamedTypes: [String: String]
  /// Client names of the fields whose names differ, by original type and field name.
  package let renamedFields: [String: [String: String]]
  private let originalTypes: [String: String]
  private let originalFields: [String: [String: String]]

  /// Names that nobody has customized.
  package static let unchanged = RemoteNames(namespace: nil, types: [:], fields: [:])

  init(namespace: String?, types: [String: String], fields: [String: [String: String]]) {
    self.namespace = namespace
    self.renamedTypes = types
    self.renamedFields = fields
    self.originalTypes = Dictionary(
      types.map { ($0.value, $0.key) },
      uniquingKeysWith: { first, _ in first }
    )
    self.originalFields = fields.mapValues { names in
      Dictionary(names.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// Whether clients see the names as the service has them.
  package var areUnchanged: Bool { renamedTypes.isEmpty && renamedFields.isEmpty }

  /// The name of a type as clients see it.
  package func typeName(_ original: String) -> String { renamedTypes[original] ?? original }

  /// The service's name of a type that clients see; the name itself if it is no type's.
  ///
  /// A name that a customized type has left behind means nothing: `nil`.
  package func originalTypeName(_ client: String) -> String? {
    if let original = originalTypes[client] { return original }
    return renamedTypes[client] == nil ? client : nil
  }

  /// The name of a field as clients see it.
  package func fieldName(_ original: String, of type: String) -> String {
    renamedFields[type]?[original] ?? original
  }

  /// The service's name of a field that clients see, by the original name of its type.
  package func originalFieldName(_ client: String, of type: String) -> String? {
    if let original = originalFields[type]?[client] { return original }
    return renamedFields[type]?[client] == nil ? client : nil
  }

  /// A type reference with the names that clients see.
  package func reference(_ original: TypeReference) -> TypeReference {
    renamedTypes.isEmpty ? original : original.mapName { typeName($0) }
  }

  /// A client's type reference with the service's names.
  package func originalReference(_ client: TypeReference) -> TypeReference {
    renamedTypes.isEmpty ? client : client.mapName { originalTypeName($0) ?? $0 }
  }
}

extension TypeReference {
  /// The reference with another name inside the same wrappers.
  func mapName(_ transform: (String) -> String) -> TypeReference {
    switch self {
    case .named(let name): .named(Name(transform(name.value)))
    case .list(let inner): .list(inner.mapName(transform))
    case .nonNull(let inner): .nonNull(inner.mapName(transform))
    }
  }
}
