import OrderedCollections
import OrderedJSON

extension IntrospectionWriter {
  /// Appends a field of a `__Type`.
  mutating func appendType(
    _ type: TypeNode,
    _ field: IntrospectionSelection.Field
  ) throws(TypeSystemError) {
    switch type {
    case .named(let type):
      try appendNamedType(type, field)
    case .list(let inner):
      try appendWrapper("LIST", node(of: inner), field)
    case .nonNull(let inner):
      try appendWrapper("NON_NULL", node(of: inner), field)
    }
  }

  private mutating func appendWrapper(
    _ kind: StaticString,
    _ inner: Node?,
    _ field: IntrospectionSelection.Field
  ) throws(TypeSystemError) {
    switch field.name {
    case "kind": json.appendString(kind.description)
    case "ofType": try appendOptional(inner, field)
    default: appendNull()
    }
  }

  private mutating func appendNamedType(
    _ type: SchemaType,
    _ field: IntrospectionSelection.Field
  ) throws(TypeSystemError) {
    switch (field.name, type.kind) {
    case ("kind", _): json.appendString(type.kind.introspectionName)
    case ("name", _): json.appendString(type.name)
    case ("description", _): appendText(type.description)
    case ("specifiedByURL", .scalar(let url)): appendText(url)
    case ("fields", .object(let fields, _)), ("fields", .interface(let fields, _)):
      let listed = fields.values.filter {
        field.includeDeprecated || $0.deprecationReason == nil
      }
      try appendList(sorted(listed, by: \.name).map { .field($0) }, field)
    case ("interfaces", .object(_, let names)), ("interfaces", .interface(_, let names)):
      try appendTypes(named: names, field)
    case ("possibleTypes", .interface), ("possibleTypes", .union):
      try appendTypes(named: schema.possibleTypes(of: type.name), field)
    case ("enumValues", .enum(let values)):
      let listed = values.values.filter {
        field.includeDeprecated || $0.deprecationReason == nil
      }
      try appendList(sorted(listed, by: \.name).map { .enumValue($0) }, field)
    case ("inputFields", .inputObject(let fields, _)):
      try appendInputValues(fields.values, field)
    case ("isOneOf", .inputObject(_, let isOneOf)): appendFlag(isOneOf)
    default: appendNull()
    }
  }
}

extension SchemaType.Kind {
  /// The value of `__TypeKind`.
  var introspectionName: String {
    switch self {
    case .scalar: "SCALAR"
    case .object: "OBJECT"
    case .interface: "INTERFACE"
    case .union: "UNION"
    case .enum: "ENUM"
    case .inputObject: "INPUT_OBJECT"
    }
  }
}
