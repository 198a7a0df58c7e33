import GraphQLLanguage
import OrderedCollections

/// Makes a schema of the definitions of a document, extensions merged in.
///
/// It checks nothing: of duplicate definitions the first counts, and unknown names stay.
struct DocumentSchemaBuilder {
  private var definitions: OrderedDictionary<String, TypeDefinition> = [:]
  private var extensions: [String: [TypeDefinition]] = [:]
  private var schemaDefinition: SchemaDefinition?
  private var schemaExtensions: [SchemaDefinition] = []
  private var directives: OrderedDictionary<String, SchemaDirective> = [:]

  /// Sorts the document's definitions by kind.
  init(_ document: Document) {
    for definition in document.definitions {
      switch definition {
      case .type(let type):
        if definitions[type.name.value] == nil { definitions[type.name.value] = type }
      case .typeExtension(let type):
        extensions[type.name.value, default: []].append(type)
      case .schema(let schema):
        if schemaDefinition == nil { schemaDefinition = schema }
      case .schemaExtension(let schema):
        schemaExtensions.append(schema)
      case .directive(let directive):
        if directives[directive.name.value] == nil {
          directives[directive.name.value] = Self.makeDirective(directive)
        }
      case .operation, .fragment:
        break
      }
    }
  }

  /// The schema of all definitions.
  func makeSchema() -> StaticTypeSchema {
    StaticTypeSchema(
      types: definitions.values.map { makeType($0) },
      rootTypeNames: rootTypeNames,
      directives: Array(directives.values),
      description: schemaDefinition?.description?.value
    )
  }

  private var rootTypeNames: [OperationKind: String] {
    var names: [OperationKind: String] = [:]
    for definition in [schemaDefinition].compactMap({ $0 }) + schemaExtensions {
      for root in definition.rootTypes where names[root.operation] == nil {
        names[root.operation] = root.type.value
      }
    }
    guard schemaDefinition == nil else { return names }
    for (kind, name) in OperationKind.defaultRootTypeNames
    where names[kind] == nil && definitions[name] != nil {
      names[kind] = name
    }
    return names
  }

  private func makeType(_ definition: TypeDefinition) -> SchemaType {
    let name = definition.name.value
    let parts = [definition] + (extensions[name] ?? [])
    return SchemaType(
      name: name,
      description: definition.description?.value,
      kind: makeKind(definition, parts)
    )
  }

  private func makeKind(_ definition: TypeDefinition, _ parts: [TypeDefinition]) -> SchemaType.Kind
  {
    let directives = parts.flatMap(\.directives)
    switch definition.kind {
    case .scalar:
      return .scalar(specifiedBy: directives.stringArgument("url", of: "specifiedBy"))
    case .object:
      return .object(
        fields: Self.makeFields(parts.flatMap(\.outputFields)),
        interfaces: parts.flatMap(\.interfaces).map(\.value)
      )
    case .interface:
      return .interface(
        fields: Self.makeFields(parts.flatMap(\.outputFields)),
        interfaces: parts.flatMap(\.interfaces).map(\.value)
      )
    case .union:
      return .union(members: parts.flatMap(\.members).map(\.value))
    case .enum:
      let values = parts.flatMap(\.values).map { value in
        SchemaEnumValue(
          name: value.name.value,
          description: value.description?.value,
          deprecationReason: value.directives.deprecationReason
        )
      }
      return .enum(
        values: OrderedDictionary(
          values.map { ($0.name, $0) },
          uniquingKeysWith: { first, _ in first }
        )
      )
    case .inputObject:
      return .inputObject(
        fields: Self.makeInputValues(parts.flatMap(\.inputFields)),
        isOneOf: directives.contains { $0.name.value == "oneOf" }
      )
    }
  }

  private static func makeFields(
    _ definitions: [FieldDefinition]
  ) -> OrderedDictionary<String, SchemaField> {
    let fields = definitions.map { field in
      SchemaField(
        name: field.name.value,
        description: field.description?.value,
        arguments: makeInputValues(field.arguments),
        type: field.type,
        deprecationReason: field.directives.deprecationReason
      )
    }
    return OrderedDictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func makeInputValues(
    _ definitions: [InputValueDefinition]
  ) -> OrderedDictionary<String, SchemaInputValue> {
    let values = definitions.map { value in
      SchemaInputValue(
        name: value.name.value,
        description: value.description?.value,
        type: value.type,
        defaultValue: value.defaultValue,
        deprecationReason: value.directives.deprecationReason
      )
    }
    return OrderedDictionary(values.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The directive that a definition defines.
  static func makeDirective(_ definition: DirectiveDefinition) -> SchemaDirective {
    SchemaDirective(
      name: definition.name.value,
      description: definition.description?.value,
      arguments: makeInputValues(definition.arguments),
      isRepeatable: definition.isRepeatable,
      locations: definition.locations.compactMap { DirectiveLocation(rawValue: $0.value) }
    )
  }
}

extension OperationKind {
  /// The names that root types have where a schema does not say which types they are.
  static let defaultRootTypeNames: [(kind: OperationKind, name: String)] = [
    (.query, "Query"), (.mutation, "Mutation"), (.subscription, "Subscription"),
  ]
}

extension [Directive] {
  /// The reason of `@deprecated`; `nil` if it is not there.
  fileprivate var deprecationReason: String? {
    guard contains(where: { $0.name.value == "deprecated" }) else { return nil }
    return stringArgument("reason", of: "deprecated")
      ?? SpecifiedDirectives.defaultDeprecationReason
  }

  /// The text given as an argument of the first directive of that name.
  fileprivate func stringArgument(_ name: String, of directive: String) -> String? {
    guard
      let applied = first(where: { $0.name.value == directive }),
      let argument = applied.arguments.first(where: { $0.name.value == name }),
      case .string(let text) = argument.value
    else { return nil }
    return text.value
  }
}
