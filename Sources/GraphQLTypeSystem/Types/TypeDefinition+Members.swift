import GraphQLLanguage

extension TypeDefinition {
  /// The fields of an object or interface; empty for other kinds.
  var outputFields: [FieldDefinition] {
    switch kind {
    case .object(_, let fields), .interface(_, let fields): fields
    default: []
    }
  }

  /// The interfaces that an object or interface names; empty for other kinds.
  var interfaces: [Name] {
    switch kind {
    case .object(let interfaces, _), .interface(let interfaces, _): interfaces
    default: []
    }
  }

  /// The members of a union; empty for other kinds.
  var members: [Name] {
    if case .union(let members) = kind { members } else { [] }
  }

  /// The values of an enum; empty for other kinds.
  var values: [EnumValueDefinition] {
    if case .enum(let values) = kind { values } else { [] }
  }

  /// The fields of an input object; empty for other kinds.
  var inputFields: [InputValueDefinition] {
    if case .inputObject(let fields) = kind { fields } else { [] }
  }

  /// What the reference implementation calls the kind, such as `input object`.
  var kindName: String {
    switch kind {
    case .scalar: "scalar"
    case .object: "object"
    case .interface: "interface"
    case .union: "union"
    case .enum: "enum"
    case .inputObject: "input object"
    }
  }
}

extension SchemaType.Kind {
  /// What the reference implementation calls the kind, such as `input object`.
  var definitionName: String {
    switch self {
    case .scalar: "scalar"
    case .object: "object"
    case .interface: "interface"
    case .union: "union"
    case .enum: "enum"
    case .inputObject: "input object"
    }
  }
}

extension TypeReference {
  /// Where the name inside all wrappers stands.
  var location: Location {
    switch self {
    case .named(let name): name.location
    case .list(let inner), .nonNull(let inner): inner.location
    }
  }
}
