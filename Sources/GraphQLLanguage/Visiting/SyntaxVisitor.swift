/// What a visitor wants after it has entered a node.
package enum VisitStep: Sendable, Hashable {
  /// The children of the node are visited, then the node is left.
  case visitChildren
  /// Neither the children are visited nor the node is left.
  case skipChildren
}

/// What a `DefinitionRole` distinguishes: whether syntax defines something or extends it.
package enum DefinitionRole: Sendable, Hashable {
  /// The definition itself.
  case definition
  /// An extension, which adds to a definition elsewhere.
  case `extension`
}

/// Something that looks at the nodes of a document in the order of the text.
///
/// `walk(_:with:)` calls the methods. All have a default that does nothing, so a visitor implements
/// those it needs. Descriptions and names are part of their nodes and not visited.
package protocol SyntaxVisitor {
  /// Comes to a document.
  mutating func enter(_ node: Document) -> VisitStep
  /// Has visited the children of a document.
  mutating func leave(_ node: Document)

  /// Comes to an operation.
  mutating func enter(_ node: OperationDefinition) -> VisitStep
  /// Has visited the children of an operation.
  mutating func leave(_ node: OperationDefinition)

  /// Comes to a variable definition.
  mutating func enter(_ node: VariableDefinition) -> VisitStep
  /// Has visited the children of a variable definition.
  mutating func leave(_ node: VariableDefinition)

  /// Comes to a fragment definition.
  mutating func enter(_ node: FragmentDefinition) -> VisitStep
  /// Has visited the children of a fragment definition.
  mutating func leave(_ node: FragmentDefinition)

  /// Comes to a selection set.
  mutating func enter(_ node: SelectionSet) -> VisitStep
  /// Has visited the children of a selection set.
  mutating func leave(_ node: SelectionSet)

  /// Comes to a field.
  mutating func enter(_ node: Field) -> VisitStep
  /// Has visited the children of a field.
  mutating func leave(_ node: Field)

  /// Comes to a fragment spread.
  mutating func enter(_ node: FragmentSpread) -> VisitStep
  /// Has visited the children of a fragment spread.
  mutating func leave(_ node: FragmentSpread)

  /// Comes to an inline fragment.
  mutating func enter(_ node: InlineFragment) -> VisitStep
  /// Has visited the children of an inline fragment.
  mutating func leave(_ node: InlineFragment)

  /// Comes to an argument.
  mutating func enter(_ node: Argument) -> VisitStep
  /// Has visited the children of an argument.
  mutating func leave(_ node: Argument)

  /// Comes to a directive.
  mutating func enter(_ node: Directive, at location: DirectiveLocation) -> VisitStep
  /// Has visited the children of a directive.
  mutating func leave(_ node: Directive, at location: DirectiveLocation)

  /// Comes to a value or a variable in its place.
  mutating func enter(_ node: Value) -> VisitStep
  /// Has visited the children of a value or a variable in its place.
  mutating func leave(_ node: Value)

  /// Comes to a field of an input object literal.
  mutating func enter(_ node: ObjectField) -> VisitStep
  /// Has visited the children of a field of an input object literal.
  mutating func leave(_ node: ObjectField)

  /// Comes to a type where it is used, with all its wrappers.
  mutating func visit(_ node: TypeReference)

  /// Comes to a schema.
  mutating func enter(_ node: SchemaDefinition, as role: DefinitionRole) -> VisitStep
  /// Has visited the children of a schema.
  mutating func leave(_ node: SchemaDefinition, as role: DefinitionRole)

  /// Comes to a root type of a schema.
  mutating func visit(_ node: RootTypeDefinition)

  /// Comes to a type.
  mutating func enter(_ node: TypeDefinition, as role: DefinitionRole) -> VisitStep
  /// Has visited the children of a type.
  mutating func leave(_ node: TypeDefinition, as role: DefinitionRole)

  /// Comes to a field definition.
  mutating func enter(_ node: FieldDefinition) -> VisitStep
  /// Has visited the children of a field definition.
  mutating func leave(_ node: FieldDefinition)

  /// Comes to an argument definition or an input field, which `location` tells apart.
  mutating func enter(_ node: InputValueDefinition, at location: DirectiveLocation) -> VisitStep
  /// Has visited the children of an argument definition or an input field, which `location` tells apart.
  mutating func leave(_ node: InputValueDefinition, at location: DirectiveLocation)

  /// Comes to an enum value definition.
  mutating func enter(_ node: EnumValueDefinition) -> VisitStep
  /// Has visited the children of an enum value definition.
  mutating func leave(_ node: EnumValueDefinition)

  /// Comes to a directive definition.
  mutating func enter(_ node: DirectiveDefinition) -> VisitStep
  /// Has visited the children of a directive definition.
  mutating func leave(_ node: DirectiveDefinition)
}

extension SyntaxVisitor {
  package mutating func enter(_ node: Document) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: Document) {}
  package mutating func enter(_ node: OperationDefinition) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: OperationDefinition) {}
  package mutating func enter(_ node: VariableDefinition) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: VariableDefinition) {}
  package mutating func enter(_ node: FragmentDefinition) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: FragmentDefinition) {}
  package mutating func enter(_ node: SelectionSet) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: SelectionSet) {}
  package mutating func enter(_ node: Field) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: Field) {}
  package mutating func enter(_ node: FragmentSpread) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: FragmentSpread) {}
  package mutating func enter(_ node: InlineFragment) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: InlineFragment) {}
  package mutating func enter(_ node: Argument) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: Argument) {}
  package mutating func enter(
    _ node: Directive,
    at location: DirectiveLocation
  ) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: Directive, at location: DirectiveLocation) {}
  package mutating func enter(_ node: Value) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: Value) {}
  package mutating func enter(_ node: ObjectField) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: ObjectField) {}
  package mutating func visit(_ node: TypeReference) {}
  package mutating func enter(
    _ node: SchemaDefinition,
    as role: DefinitionRole
  ) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: SchemaDefinition, as role: DefinitionRole) {}
  package mutating func visit(_ node: RootTypeDefinition) {}
  package mutating func enter(
    _ node: TypeDefinition,
    as role: DefinitionRole
  ) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: TypeDefinition, as role: DefinitionRole) {}
  package mutating func enter(_ node: FieldDefinition) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: FieldDefinition) {}
  package mutating func enter(
    _ node: InputValueDefinition,
    at location: DirectiveLocation
  ) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: InputValueDefinition, at location: DirectiveLocation) {}
  package mutating func enter(_ node: EnumValueDefinition) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: EnumValueDefinition) {}
  package mutating func enter(_ node: DirectiveDefinition) -> VisitStep { .visitChildren }
  package mutating func leave(_ node: DirectiveDefinition) {}
}
