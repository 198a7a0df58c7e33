import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RemotePermissionChecker {
  /// The schema without the arguments and input fields of which presets say everything.
  ///
  /// Where all fields of an input object are preset there is nothing left for a client to say: the
  /// arguments of that type become presets themselves.
  mutating func hideFullPresets(_ schema: StaticTypeSchema) -> StaticTypeSchema {
    var types = schema.definedTypes
    // Each round hides at least one more type, so this ends.
    while let type = types.values.first(where: { isFullyPreset($0) }) {
      let value = objectPreset(of: type.name)
      types[type.name] = nil
      types = types.mapValues { hide(type.name, value, in: $0) }
    }
    var roots: [OperationKind: String] = [:]
    for kind in OperationKind.allCases { roots[kind] = schema.rootTypeName(for: kind) }
    return StaticTypeSchema(
      types: Array(types.values),
      rootTypeNames: roots,
      directives: schema.directives
    )
  }

  private func isFullyPreset(_ type: SchemaType) -> Bool {
    guard case .inputObject(let fields, _) = type.kind, fields.isEmpty else { return false }
    return presets.keys.contains { place in
      if case .inputField(type.name, _) = place { true } else { false }
    }
  }

  private func objectPreset(of type: String) -> RemotePreset {
    var members: [RemotePreset.Member] = []
    for (place, preset) in presets {
      guard case .inputField(type, let name) = place else { continue }
      members.append(RemotePreset.Member(name: name, value: preset))
    }
    return .object(members.sorted { $0.name < $1.name })
  }

  private mutating func hide(
    _ hidden: String,
    _ value: RemotePreset,
    in type: SchemaType
  ) -> SchemaType {
    let kind: SchemaType.Kind
    switch type.kind {
    case .object(let fields, let interfaces):
      kind = .object(fields: hide(hidden, value, in: fields, of: type), interfaces: interfaces)
    case .interface(let fields, let interfaces):
      kind = .interface(fields: hide(hidden, value, in: fields, of: type), interfaces: interfaces)
    case .inputObject(let fields, let isOneOf):
      kind = .inputObject(
        fields: hide(hidden, value, in: fields, of: .inputObject(type.name)),
        isOneOf: isOneOf
      )
    case .scalar, .union, .enum:
      return type
    }
    return SchemaType(name: type.name, description: type.description, kind: kind)
  }

  private mutating func hide(
    _ hidden: String,
    _ value: RemotePreset,
    in fields: OrderedDictionary<String, SchemaField>,
    of type: SchemaType
  ) -> OrderedDictionary<String, SchemaField> {
    var result = fields
    for var field in fields.values {
      field.arguments = hide(
        hidden,
        value,
        in: field.arguments,
        of: .field(type: type.name, name: field.name)
      )
      result[field.name] = field
    }
    return result
  }

  private mutating func hide(
    _ hidden: String,
    _ value: RemotePreset,
    in values: OrderedDictionary<String, SchemaInputValue>,
    of owner: InputOwner
  ) -> OrderedDictionary<String, SchemaInputValue> {
    var result = values
    for input in values.values where input.type.namedType == hidden {
      presets[owner.place(of: input.name)] = value
      presetTypes[owner.place(of: input.name)] = input.type
      result[input.name] = nil
    }
    return result
  }
}
