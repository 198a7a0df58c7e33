import GraphQLLanguage

extension DocumentWalker {
  /// Visits a schema definition or extension.
  mutating func walk(_ schema: SchemaDefinition, isExtension: Bool) {
    tell(.schemaDefinition) { $0.visit(schema, isExtension: isExtension, &$1) }
    walk(schema.directives, at: .schema)
    for root in schema.rootTypes {
      tell(.typeName) { $0.visit(typeName: root.type, inDefinition: true, &$1) }
    }
  }

  /// Visits a type definition or extension.
  mutating func walk(_ type: TypeDefinition, isExtension: Bool) {
    tell(.typeDefinition) { $0.visit(type, isExtension: isExtension, &$1) }
    walk(type.directives, at: type.kind.directiveLocation)
    for name in type.interfaces + type.members {
      tell(.typeName) { $0.visit(typeName: name, inDefinition: true, &$1) }
    }
    for field in type.outputFields where !context.isFull {
      for argument in field.arguments { walk(argument, at: .argumentDefinition) }
      visitType(field.type, inDefinition: true)
      walk(field.directives, at: .fieldDefinition)
    }
    for field in type.inputFields where !context.isFull {
      walk(field, at: .inputFieldDefinition)
    }
    for value in type.values where !context.isFull {
      walk(value.directives, at: .enumValue)
    }
  }

  /// Visits a directive definition.
  mutating func walk(_ directive: DirectiveDefinition) {
    tell(.directiveDefinition) { $0.visit(directive, &$1) }
    for argument in directive.arguments { walk(argument, at: .argumentDefinition) }
  }

  private mutating func walk(_ value: InputValueDefinition, at location: DirectiveLocation) {
    visitType(value.type, inDefinition: true)
    if let defaultValue = value.defaultValue {
      walk(defaultValue, expected: nil, hasDefault: false)
    }
    walk(value.directives, at: location)
  }
}
