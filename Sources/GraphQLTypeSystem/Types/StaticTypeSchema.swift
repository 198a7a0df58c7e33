package import GraphQLLanguage
package import OrderedCollections

/// A schema whose types all exist from the start.
///
/// It is made from a document or an introspection result (`build(…)`), or from types in hand.
package struct StaticTypeSchema: TypeSchema {
  /// The types that are neither built-in scalars nor introspection types, in their order.
  package let definedTypes: OrderedDictionary<String, SchemaType>
  package let directives: [SchemaDirective]
  package let description: String?
  package let typeNames: [String]
  private let rootTypeNames: [OperationKind: String]
  private let implementations: [String: [String]]

  /// Makes a schema of types and adds built-in scalars, introspection types and the specified
  /// directives that are not among the given ones.
  ///
  /// Of equally named types the first counts. Nothing is checked: see `validateSchema`.
  package init(
    types: [SchemaType],
    rootTypeNames: [OperationKind: String],
    directives: [SchemaDirective] = [],
    description: String? = nil
  ) {
    let own = types.filter {
      BuiltInScalars.type(named: $0.name) == nil && IntrospectionTypes.type(named: $0.name) == nil
    }
    let definedTypes = OrderedDictionary(
      own.map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let known = Set(directives.map(\.name))
    let allDirectives =
      directives + SpecifiedDirectives.all.filter { !known.contains($0.name) }

    self.definedTypes = definedTypes
    self.directives = allDirectives
    self.description = description
    self.rootTypeNames = rootTypeNames
    self.implementations = Self.implementations(of: definedTypes)
    self.typeNames = Self.listedNames(definedTypes, directives: allDirectives)
  }

  package func type(named name: String) -> SchemaType? {
    definedTypes[name] ?? BuiltInScalars.type(named: name) ?? IntrospectionTypes.type(named: name)
  }

  package func rootTypeName(for kind: OperationKind) -> String? { rootTypeNames[kind] }

  package func possibleTypes(of name: String) -> [String] {
    switch definedTypes[name]?.kind {
    case .union(let members): members
    case .interface: implementations[name] ?? []
    default: []
    }
  }

  package var suggestibleTypeNames: [String] { typeNames }

  private static func implementations(
    of types: OrderedDictionary<String, SchemaType>
  ) -> [String: [String]] {
    var result: [String: [String]] = [:]
    for type in types.values {
      guard case .object(_, let interfaces) = type.kind else { continue }
      for interface in interfaces where result[interface]?.last != type.name {
        result[interface, default: []].append(type.name)
      }
    }
    return result
  }

  // A built-in scalar that nothing refers to must not be listed (§3.5); the introspection types
  // themselves refer to String and Boolean.
  private static func listedNames(
    _ types: OrderedDictionary<String, SchemaType>,
    directives: [SchemaDirective]
  ) -> [String] {
    var referenced: Set<String> = ["String", "Boolean"]
    for type in types.values {
      for field in type.fields.values {
        referenced.insert(field.type.namedType)
        for argument in field.arguments.values { referenced.insert(argument.type.namedType) }
      }
      for field in type.inputFields.values { referenced.insert(field.type.namedType) }
    }
    for directive in directives {
      for argument in directive.arguments.values { referenced.insert(argument.type.namedType) }
    }
    let scalars = BuiltInScalars.all.map(\.name).filter { referenced.contains($0) }
    return Array(types.keys) + scalars + Array(IntrospectionTypes.all.keys)
  }
}
