import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// Compares the SDL document of a role's permission with the schema of the service, and makes the
/// schema that the role sees.
struct RemotePermissionChecker {
  let upstream: StaticTypeSchema
  /// Why the document is no subset of the schema; empty if it is one.
  var reasons: [String] = []
  var presets: [RemoteInputPlace: RemotePreset] = [:]
  var presetTypes: [RemoteInputPlace: TypeReference] = [:]

  init(upstream: StaticTypeSchema) {
    self.upstream = upstream
  }

  /// The role's schema, which is meaningful only if no reasons were found.
  mutating func check(_ document: Document) -> StaticTypeSchema {
    var definitions: [TypeDefinition] = []
    var schemaDefinitions: [SchemaDefinition] = []
    for definition in document.definitions {
      switch definition {
      case .type(let type): definitions.append(type)
      case .schema(let schema): schemaDefinitions.append(schema)
      case .directive: break
      case .typeExtension(let type): refuse("\"\(type.name)\" is extended, not defined")
      case .schemaExtension: refuse("the schema is extended, not defined")
      case .operation, .fragment: refuse("operations and fragments do not belong in a schema")
      }
    }
    if schemaDefinitions.count > 1 { refuse("multiple schema definitions found") }
    let repeated = repeatedNames(definitions.map(\.name.value))
    if !repeated.isEmpty { refuse("duplicate type names found: \(quotedList(repeated))") }
    for schema in schemaDefinitions { checkPlace(of: schema.directives, at: "schema") }

    let types = definitions.compactMap { checkType($0) }
    let roots = rootTypeNames(schemaDefinitions.first, defined: definitions.map(\.name.value))
    return StaticTypeSchema(types: types, rootTypeNames: roots, directives: upstream.directives)
  }

  mutating func refuse(_ reason: String) {
    reasons.append(reason)
  }

  /// Mutations and subscriptions are open only where the document names them.
  private mutating func rootTypeNames(
    _ definition: SchemaDefinition?,
    defined: [String]
  ) -> [OperationKind: String] {
    var roots: [OperationKind: String] = [:]
    for root in definition?.rootTypes ?? [] { roots[root.operation] = root.type.value }
    if roots[.query] == nil {
      roots[.query] =
        defined.contains("Query") ? "Query" : upstream.rootTypeName(for: .query) ?? "Query"
    }
    for (kind, name) in roots.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      if !defined.contains(name) {
        refuse("the \(kind.rawValue) root type \"\(name)\" is not defined")
      } else if name != upstream.rootTypeName(for: kind) {
        refuse(
          "\"\(name)\" is not the \(kind.rawValue) root type of the upstream remote schema"
        )
      }
    }
    return roots
  }

  private mutating func checkType(_ definition: TypeDefinition) -> SchemaType? {
    let name = definition.name.value
    checkPlace(of: definition.directives, at: name)
    guard let type = upstream.type(named: name), let kind = checkKind(definition, of: type) else {
      refuse(
        "\"\(definition.kind.label)\": \"\(name)\" does not exist in the upstream remote schema"
      )
      return nil
    }
    return SchemaType(
      name: name,
      description: definition.description?.value ?? type.description,
      kind: kind
    )
  }

  /// What the definition makes of the service's type; `nil` if the kinds differ.
  private mutating func checkKind(
    _ definition: TypeDefinition,
    of type: SchemaType
  ) -> SchemaType.Kind? {
    let label = definition.kind.label
    switch (definition.kind, type.kind) {
    case (.scalar, .scalar):
      return type.kind
    case (.object(let interfaces, let fields), .object(_, let known)):
      let names = interfaces.map(\.value)
      checkInterfaces(names, of: type.name, known: known)
      return .object(fields: checkFields(fields, of: type, label: label), interfaces: names)
    case (.interface(let interfaces, let fields), .interface(_, let known)):
      let names = interfaces.map(\.value)
      checkInterfaces(names, of: type.name, known: known)
      return .interface(fields: checkFields(fields, of: type, label: label), interfaces: names)
    case (.union(let members), .union(let known)):
      return .union(members: checkMembers(members.map(\.value), of: type.name, known: known))
    case (.enum(let values), .enum(let known)):
      return .enum(values: checkValues(values, of: type.name, known: known))
    case (.inputObject(let fields), .inputObject(let known, let isOneOf)):
      let owner = InputOwner.inputObject(type.name)
      return .inputObject(
        fields: checkInputValues(fields, of: owner, known: known),
        isOneOf: isOneOf
      )
    default:
      return nil
    }
  }

  private mutating func checkInterfaces(_ names: [String], of object: String, known: [String]) {
    let custom = names.filter { name in
      guard let type = upstream.type(named: name), case .interface = type.kind else { return true }
      return false
    }
    if !custom.isEmpty {
      refuse(
        "custom interfaces are not supported. Object\"\(object)\" implements the following custom "
          + "interfaces: \(quotedList(custom))"
      )
    }
    let foreign = names.filter { !known.contains($0) && !custom.contains($0) }
    if !foreign.isEmpty {
      refuse(
        "object \"\(object)\" is trying to implement the following interfaces that do not exist in "
          + "the corresponding upstream remote object: \(quotedList(foreign))"
      )
    }
  }

  private mutating func checkMembers(
    _ members: [String],
    of union: String,
    known: [String]
  ) -> [String] {
    let foreign = members.filter { !known.contains($0) }
    if !foreign.isEmpty {
      refuse(
        "union \"\(union)\" contains members which do not exist in the members of the remote schema "
          + "union :\(quotedList(foreign))"
      )
    }
    return members
  }

  private mutating func checkValues(
    _ definitions: [EnumValueDefinition],
    of name: String,
    known: OrderedDictionary<String, SchemaEnumValue>
  ) -> OrderedDictionary<String, SchemaEnumValue> {
    for definition in definitions {
      checkPlace(of: definition.directives, at: definition.name.value)
    }
    let names = definitions.map(\.name.value)
    let repeated = repeatedNames(names)
    if !repeated.isEmpty {
      refuse("duplicate enum values: \(quotedList(repeated)) found in the \"\(name)\" enum")
    }
    let foreign = names.filter { known[$0] == nil }
    if !foreign.isEmpty {
      refuse(
        "enum \"\(name)\" contains the following enum values that do not exist in the corresponding "
          + "upstream remote enum: \(quotedList(foreign))"
      )
    }
    var values: OrderedDictionary<String, SchemaEnumValue> = [:]
    for definition in definitions {
      guard var value = known[definition.name.value] else { continue }
      value.description = definition.description?.value ?? value.description
      values[value.name] = value
    }
    return values
  }
}

extension TypeDefinition.Kind {
  /// The kind as reasons name it.
  var label: String {
    switch self {
    case .scalar: "Scalar"
    case .object: "Object"
    case .interface: "Interface"
    case .union: "Union"
    case .enum: "Enum"
    case .inputObject: "Input object"
    }
  }
}
