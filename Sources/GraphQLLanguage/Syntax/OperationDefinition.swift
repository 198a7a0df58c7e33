/// The three kinds of operation.
package enum OperationKind: String, Sendable, Hashable, CaseIterable {
  case query
  case mutation
  case subscription
}

/// `query Name($x: Int = 1) @directive { … }`, or the shorthand `{ … }`.
package struct OperationDefinition: Sendable, Hashable {
  package var description: StringValue?
  package var kind: OperationKind
  package var name: Name?
  package var variableDefinitions: [VariableDefinition]
  package var directives: [Directive]
  package var selectionSet: SelectionSet
  package var location: Location

  package init(
    description: StringValue? = nil,
    kind: OperationKind,
    name: Name? = nil,
    variableDefinitions: [VariableDefinition] = [],
    directives: [Directive] = [],
    selectionSet: SelectionSet,
    location: Location = .none
  ) {
    self.description = description
    self.kind = kind
    self.name = name
    self.variableDefinitions = variableDefinitions
    self.directives = directives
    self.selectionSet = selectionSet
    self.location = location
  }
}

/// `$name: Type = default @directive`, in an operation.
package struct VariableDefinition: Sendable, Hashable {
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

/// `fragment Name on Type @directive { … }`.
package struct FragmentDefinition: Sendable, Hashable {
  package var description: StringValue?
  package var name: Name
  package var typeCondition: Name
  package var directives: [Directive]
  package var selectionSet: SelectionSet
  package var location: Location

  package init(
    description: StringValue? = nil,
    name: Name,
    typeCondition: Name,
    directives: [Directive] = [],
    selectionSet: SelectionSet,
    location: Location = .none
  ) {
    self.description = description
    self.name = name
    self.typeCondition = typeCondition
    self.directives = directives
    self.selectionSet = selectionSet
    self.location = location
  }
}
