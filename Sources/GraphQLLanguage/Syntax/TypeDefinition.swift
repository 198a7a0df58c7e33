/// A definition or extension of a named type; which of both, the enclosing `Definition` says.
package struct TypeDefinition: Sendable, Hashable {
  package var description: StringValue?
  package var name: Name
  package var directives: [Directive]
  package var kind: Kind
  package var location: Location

  /// What the type is, with its members.
  ///
  /// In an extension any of the lists may be empty.
  package enum Kind: Sendable, Hashable {
    case scalar
    case object(interfaces: [Name], fields: [FieldDefinition])
    case interface(interfaces: [Name], fields: [FieldDefinition])
    case union(members: [Name])
    case `enum`(values: [EnumValueDefinition])
    case inputObject(fields: [InputValueDefinition])
  }

  package init(
    description: StringValue? = nil,
    name: Name,
    directives: [Directive] = [],
    kind: Kind,
    location: Location = .none
  ) {
    self.description = description
    self.name = name
    self.directives = directives
    self.kind = kind
    self.location = location
  }
}

/// A field of an object or interface type.
package struct FieldDefinition: Sendable, Hashable {
  package var description: StringValue?
  package var name: Name
  package var arguments: [InputValueDefinition]
  package var type: TypeReference
  package var directives: [Directive]
  package var location: Location

  package init(
    description: StringValue? = nil,
    name: Name,
    arguments: [InputValueDefinition] = [],
    type: TypeReference,
    directives: [Directive] = [],
    location: Location = .none
  ) {
    self.description = description
    self.name = name
    self.arguments = arguments
    self.type = type
    self.directives = directives
    self.location = location
  }
}

/// An argument of a field or directive, or a field of an input object.
package struct InputValueDefinition: Sendable, Hashable {
  package var description: StringValue?
  package var name: Name
  package var type: TypeReference
  package var defaultValue: Value?
  package var directives: [Directive]
  package var location: Location

  package init(
    description: StringValue? = nil,
    name: Name,
    type: TypeReference,
    defaultValue: Value? = nil,
    directives: [Directive] = [],
    location: Location = .none
  ) {
    self.description = description
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
    self.directives = directives
    self.location = location
  }
}

/// A value of an enum type.
package struct EnumValueDefinition: Sendable, Hashable {
  package var description: StringValue?
  package var name: Name
  package var directives: [Directive]
  package var location: Location

  package init(
    description: StringValue? = nil,
    name: Name,
    directives: [Directive] = [],
    location: Location = .none
  ) {
    self.description = description
    self.name = name
    self.directives = directives
    self.location = location
  }
}
