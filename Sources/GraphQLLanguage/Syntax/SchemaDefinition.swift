/// `schema @directive { query: Query … }`, or the extension of one.
package struct SchemaDefinition: Sendable, Hashable {
  package var description: StringValue?
  package var directives: [Directive]
  package var rootTypes: [RootTypeDefinition]
  package var location: Location

  package init(
    description: StringValue? = nil,
    directives: [Directive] = [],
    rootTypes: [RootTypeDefinition],
    location: Location = .none
  ) {
    self.description = description
    self.directives = directives
    self.rootTypes = rootTypes
    self.location = location
  }
}

/// `query: TypeName`, in a schema definition.
package struct RootTypeDefinition: Sendable, Hashable {
  package var operation: OperationKind
  package var type: Name
  package var location: Location

  package init(operation: OperationKind, type: Name, location: Location = .none) {
    self.operation = operation
    self.type = type
    self.location = location
  }
}

/// `directive @name(arguments) repeatable on LOCATION | …`.
package struct DirectiveDefinition: Sendable, Hashable {
  package var description: StringValue?
  package var name: Name
  package var arguments: [InputValueDefinition]
  package var isRepeatable: Bool
  /// The locations as written, such as `FIELD_DEFINITION`.
  package var locations: [Name]
  package var location: Location

  package init(
    description: StringValue? = nil,
    name: Name,
    arguments: [InputValueDefinition] = [],
    isRepeatable: Bool = false,
    locations: [Name],
    location: Location = .none
  ) {
    self.description = description
    self.name = name
    self.arguments = arguments
    self.isRepeatable = isRepeatable
    self.locations = locations
    self.location = location
  }
}
