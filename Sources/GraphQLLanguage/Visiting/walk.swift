/// Visits a document and all its nodes.
package func walk(_ document: Document, with visitor: inout some SyntaxVisitor) {
  guard visitor.enter(document) == .visitChildren else { return }
  for definition in document.definitions {
    walk(definition, with: &visitor)
  }
  visitor.leave(document)
}

/// Visits a definition and all its nodes.
package func walk(_ definition: Definition, with visitor: inout some SyntaxVisitor) {
  switch definition {
  case .operation(let node): walk(node, with: &visitor)
  case .fragment(let node): walk(node, with: &visitor)
  case .schema(let node): walk(node, as: .definition, with: &visitor)
  case .schemaExtension(let node): walk(node, as: .extension, with: &visitor)
  case .type(let node): walk(node, as: .definition, with: &visitor)
  case .typeExtension(let node): walk(node, as: .extension, with: &visitor)
  case .directive(let node): walk(node, with: &visitor)
  }
}

/// Visits an operation and all its nodes.
package func walk(_ node: OperationDefinition, with visitor: inout some SyntaxVisitor) {
  guard visitor.enter(node) == .visitChildren else { return }
  for definition in node.variableDefinitions {
    walk(definition, with: &visitor)
  }
  walk(node.directives, at: node.kind.directiveLocation, with: &visitor)
  walk(node.selectionSet, with: &visitor)
  visitor.leave(node)
}

/// Visits a fragment definition and all its nodes.
package func walk(_ node: FragmentDefinition, with visitor: inout some SyntaxVisitor) {
  guard visitor.enter(node) == .visitChildren else { return }
  walk(node.directives, at: .fragmentDefinition, with: &visitor)
  walk(node.selectionSet, with: &visitor)
  visitor.leave(node)
}

/// Visits a selection set and all its nodes.
package func walk(_ node: SelectionSet, with visitor: inout some SyntaxVisitor) {
  guard visitor.enter(node) == .visitChildren else { return }
  for selection in node.selections {
    switch selection {
    case .field(let field): walk(field, with: &visitor)
    case .fragmentSpread(let spread): walk(spread, with: &visitor)
    case .inlineFragment(let fragment): walk(fragment, with: &visitor)
    }
  }
  visitor.leave(node)
}

/// Visits a value and all values inside it.
package func walk(_ node: Value, with visitor: inout some SyntaxVisitor) {
  guard visitor.enter(node) == .visitChildren else { return }
  switch node {
  case .list(let values, _):
    for value in values { walk(value, with: &visitor) }
  case .object(let fields, _):
    for field in fields where visitor.enter(field) == .visitChildren {
      walk(field.value, with: &visitor)
      visitor.leave(field)
    }
  default:
    break
  }
  visitor.leave(node)
}

// MARK: - Parts of executable definitions

private func walk(_ node: VariableDefinition, with visitor: inout some SyntaxVisitor) {
  guard visitor.enter(node) == .visitChildren else { return }
  visitor.visit(node.type)
  if let value = node.defaultValue { walk(value, with: &visitor) }
  walk(node.directives, at: .variableDefinition, with: &visitor)
  visitor.leave(node)
}

private func walk(_ node: Field, with visitor: inout some SyntaxVisitor) {
  guard visitor.enter(node) == .visitChildren else { return }
  walk(node.arguments, with: &visitor)
  walk(node.directives, at: .field, with: &visitor)
  if let selectionSet = node.selectionSet { walk(selectionSet, with: &visitor) }
  visitor.leave(node)
}

private func walk(_ node: FragmentSpread, with visitor: inout some SyntaxVisitor) {
  guard visitor.enter(node) == .visitChildren else { return }
  walk(node.directives, at: .fragmentSpread, with: &visitor)
  visitor.leave(node)
}

private func walk(_ node: InlineFragment, with visitor: inout some SyntaxVisitor) {
  guard visitor.enter(node) == .visitChildren else { return }
  walk(node.directives, at: .inlineFragment, with: &visitor)
  walk(node.selectionSet, with: &visitor)
  visitor.leave(node)
}

private func walk(_ arguments: [Argument], with visitor: inout some SyntaxVisitor) {
  for argument in arguments where visitor.enter(argument) == .visitChildren {
    walk(argument.value, with: &visitor)
    visitor.leave(argument)
  }
}

private func walk(
  _ directives: [Directive],
  at location: DirectiveLocation,
  with visitor: inout some SyntaxVisitor
) {
  for directive in directives where visitor.enter(directive, at: location) == .visitChildren {
    walk(directive.arguments, with: &visitor)
    visitor.leave(directive, at: location)
  }
}

// MARK: - Type-system definitions

private func walk(
  _ node: SchemaDefinition,
  as role: DefinitionRole,
  with visitor: inout some SyntaxVisitor
) {
  guard visitor.enter(node, as: role) == .visitChildren else { return }
  walk(node.directives, at: .schema, with: &visitor)
  for rootType in node.rootTypes { visitor.visit(rootType) }
  visitor.leave(node, as: role)
}

private func walk(
  _ node: TypeDefinition,
  as role: DefinitionRole,
  with visitor: inout some SyntaxVisitor
) {
  guard visitor.enter(node, as: role) == .visitChildren else { return }
  walk(node.directives, at: node.kind.directiveLocation, with: &visitor)
  switch node.kind {
  case .scalar, .union:
    break
  case .object(_, let fields), .interface(_, let fields):
    for field in fields { walk(field, with: &visitor) }
  case .enum(let values):
    for value in values where visitor.enter(value) == .visitChildren {
      walk(value.directives, at: .enumValue, with: &visitor)
      visitor.leave(value)
    }
  case .inputObject(let fields):
    for field in fields { walk(field, at: .inputFieldDefinition, with: &visitor) }
  }
  visitor.leave(node, as: role)
}

private func walk(_ node: FieldDefinition, with visitor: inout some SyntaxVisitor) {
  guard visitor.enter(node) == .visitChildren else { return }
  for argument in node.arguments { walk(argument, at: .argumentDefinition, with: &visitor) }
  visitor.visit(node.type)
  walk(node.directives, at: .fieldDefinition, with: &visitor)
  visitor.leave(node)
}

private func walk(
  _ node: InputValueDefinition,
  at location: DirectiveLocation,
  with visitor: inout some SyntaxVisitor
) {
  guard visitor.enter(node, at: location) == .visitChildren else { return }
  visitor.visit(node.type)
  if let value = node.defaultValue { walk(value, with: &visitor) }
  walk(node.directives, at: location, with: &visitor)
  visitor.leave(node, at: location)
}

private func walk(_ node: DirectiveDefinition, with visitor: inout some SyntaxVisitor) {
  guard visitor.enter(node) == .visitChildren else { return }
  for argument in node.arguments { walk(argument, at: .argumentDefinition, with: &visitor) }
  visitor.leave(node)
}

extension OperationKind {
  /// The location of directives on an operation of this kind.
  package var directiveLocation: DirectiveLocation {
    switch self {
    case .query: .query
    case .mutation: .mutation
    case .subscription: .subscription
    }
  }
}

extension TypeDefinition.Kind {
  /// The location of directives on a type of this kind.
  package var directiveLocation: DirectiveLocation {
    switch self {
    case .scalar: .scalar
    case .object: .object
    case .interface: .interface
    case .union: .union
    case .enum: .enum
    case .inputObject: .inputObject
    }
  }
}
