package import GraphQLLanguage
import OrderedCollections

extension TypeSchema {
  /// The names that may be suggested for a misspelt type name; empty where listing is costly.
  package var suggestibleTypeNames: [String] { [] }

  /// The type inside all wrappers of a reference.
  package func type(of reference: TypeReference) -> SchemaType? {
    type(named: reference.namedType)
  }

  /// The root object type for a kind of operation.
  package func rootType(for kind: OperationKind) -> SchemaType? {
    rootTypeName(for: kind).flatMap { type(named: $0) }
  }

  /// The directive of that name, without the `@`.
  package func directive(named name: String) -> SchemaDirective? {
    directives.first { $0.name == name }
  }

  /// The field of a composite type, the meta-fields `__typename`, `__schema` and `__type` included.
  package func field(named name: String, of type: SchemaType) -> SchemaField? {
    if name.utf8.starts(with: "__".utf8) {
      switch name {
      case "__typename":
        return type.isComposite ? IntrospectionTypes.typenameField : nil
      case "__schema" where type.name == rootTypeName(for: .query):
        return IntrospectionTypes.schemaField
      case "__type" where type.name == rootTypeName(for: .query):
        return IntrospectionTypes.typeField
      default:
        break
      }
    }
    switch type.kind {
    case .object(let fields, _), .interface(let fields, _): return fields[name]
    default: return nil
    }
  }

  /// Whether every object of the type `name` also is of the type `other`, the same type included.
  package func isSubtype(_ name: String, of other: String) -> Bool {
    if name == other { return true }
    guard let type = type(named: name), let supertype = self.type(named: other) else {
      return false
    }
    switch (type.kind, supertype.kind) {
    case (.object(_, let interfaces), .interface), (.interface(_, let interfaces), .interface):
      return interfaces.contains(other)
    case (.object, .union(let members)):
      return members.contains(name)
    default:
      return false
    }
  }

  /// Whether a value of the type `reference` may stand where one of the type `other` is expected.
  package func isSubtype(_ reference: TypeReference, of other: TypeReference) -> Bool {
    switch (reference, other) {
    case (.nonNull(let inner), .nonNull(let otherInner)): isSubtype(inner, of: otherInner)
    case (.nonNull(let inner), _): isSubtype(inner, of: other)
    case (_, .nonNull): false
    case (.list(let inner), .list(let otherInner)): isSubtype(inner, of: otherInner)
    case (.named(let name), .named(let otherName)): isSubtype(name.value, of: otherName.value)
    case (.list, .named), (.named, .list): false
    }
  }

  /// Whether an object may be of both composite types.
  package func doOverlap(_ first: SchemaType, _ second: SchemaType) -> Bool {
    if first.name == second.name { return true }
    switch (first.isAbstract, second.isAbstract) {
    case (true, true):
      let possible = Set(possibleTypes(of: first.name))
      return possibleTypes(of: second.name).contains { possible.contains($0) }
    case (true, false): return isSubtype(second.name, of: first.name)
    case (false, true): return isSubtype(first.name, of: second.name)
    case (false, false): return false
    }
  }
}
