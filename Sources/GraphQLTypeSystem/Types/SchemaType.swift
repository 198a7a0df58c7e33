package import GraphQLLanguage
package import OrderedCollections

/// A named type of a schema.
package final class SchemaType: Sendable {
  package let name: String
  package let description: String?
  package let kind: Kind

  /// What the type is, with its members.
  package enum Kind: Sendable {
    case scalar(specifiedBy: String?)
    case object(fields: OrderedDictionary<String, SchemaField>, interfaces: [String])
    case interface(fields: OrderedDictionary<String, SchemaField>, interfaces: [String])
    case union(members: [String])
    case `enum`(values: OrderedDictionary<String, SchemaEnumValue>)
    case inputObject(fields: OrderedDictionary<String, SchemaInputValue>, isOneOf: Bool)
  }

  package init(name: String, description: String? = nil, kind: Kind) {
    self.name = name
    self.description = description
    self.kind = kind
  }

  /// The fields of an object or interface; empty for other types.
  package var fields: OrderedDictionary<String, SchemaField> {
    switch kind {
    case .object(let fields, _), .interface(let fields, _): fields
    default: [:]
    }
  }

  /// The fields of an input object; empty for other types.
  package var inputFields: OrderedDictionary<String, SchemaInputValue> {
    if case .inputObject(let fields, _) = kind { fields } else { [:] }
  }

  /// Whether values of the type have fields to select.
  package var isComposite: Bool {
    switch kind {
    case .object, .interface, .union: true
    case .scalar, .enum, .inputObject: false
    }
  }

  /// Whether the type may be that of an argument or variable.
  package var isInput: Bool {
    switch kind {
    case .scalar, .enum, .inputObject: true
    case .object, .interface, .union: false
    }
  }

  /// Whether the type may be that of a field.
  package var isOutput: Bool {
    if case .inputObject = kind { false } else { true }
  }

  /// Whether the type stands for one of several object types.
  package var isAbstract: Bool {
    switch kind {
    case .interface, .union: true
    default: false
    }
  }
}

/// A field of an object or interface type.
package struct SchemaField: Sendable {
  package var name: String
  package var description: String?
  package var arguments: OrderedDictionary<String, SchemaInputValue>
  package var type: TypeReference
  /// The reason for which the field is deprecated; `nil` if it is not.
  package var deprecationReason: String?
  /// What the maker of the schema attached to the field, to find it again when planning.
  package var attachment: (any Sendable)?

  package init(
    name: String,
    description: String? = nil,
    arguments: OrderedDictionary<String, SchemaInputValue> = [:],
    type: TypeReference,
    deprecationReason: String? = nil,
    attachment: (any Sendable)? = nil
  ) {
    self.name = name
    self.description = description
    self.arguments = arguments
    self.type = type
    self.deprecationReason = deprecationReason
    self.attachment = attachment
  }
}

/// An argument, or a field of an input object.
package struct SchemaInputValue: Sendable {
  package var name: String
  package var description: String?
  package var type: TypeReference
  /// The default as a literal without variables.
  package var defaultValue: Value?
  package var deprecationReason: String?
  /// What the maker of the schema attached to the input value, to find it again when planning.
  package var attachment: (any Sendable)?

  package init(
    name: String,
    description: String? = nil,
    type: TypeReference,
    defaultValue: Value? = nil,
    deprecationReason: String? = nil,
    attachment: (any Sendable)? = nil
  ) {
    self.name = name
    self.description = description
    self.type = type
    self.defaultValue = defaultValue
    self.deprecationReason = deprecationReason
    self.attachment = attachment
  }

  /// Whether a value must be given: the type is non-null and there is no default.
  package var isRequired: Bool { type.isNonNull && defaultValue == nil }
}

/// A value of an enum type.
package struct SchemaEnumValue: Sendable {
  package var name: String
  package var description: String?
  package var deprecationReason: String?
  /// What the maker of the schema attached to the value, to find it again when planning.
  package var attachment: (any Sendable)?

  package init(
    name: String,
    description: String? = nil,
    deprecationReason: String? = nil,
    attachment: (any Sendable)? = nil
  ) {
    self.name = name
    self.description = description
    self.deprecationReason = deprecationReason
    self.attachment = attachment
  }
}

/// A directive that a schema knows.
package struct SchemaDirective: Sendable {
  package var name: String
  package var description: String?
  package var arguments: OrderedDictionary<String, SchemaInputValue>
  package var isRepeatable: Bool
  package var locations: [DirectiveLocation]

  package init(
    name: String,
    description: String? = nil,
    arguments: OrderedDictionary<String, SchemaInputValue> = [:],
    isRepeatable: Bool = false,
    locations: [DirectiveLocation]
  ) {
    self.name = name
    self.description = description
    self.arguments = arguments
    self.isRepeatable = isRepeatable
    self.locations = locations
  }
}
