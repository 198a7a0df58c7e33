package import GraphQLLanguage
import OrderedCollections

/// The definitions of a schema, less the built-in scalars, introspection types and directives that
/// every schema has.
///
/// The schema definition is left out where the names of root types say the same.
package func schemaDocument(of schema: some TypeSchema) -> Document {
  var definitions: [Definition] = []
  if let definition = schemaDefinition(of: schema) { definitions.append(.schema(definition)) }
  for directive in schema.directives
  where SpecifiedDirectives.directive(named: directive.name) == nil {
    definitions.append(.directive(directiveDefinition(directive)))
  }
  for name in schema.typeNames {
    guard BuiltInScalars.type(named: name) == nil, IntrospectionTypes.type(named: name) == nil,
      let type = schema.type(named: name)
    else { continue }
    definitions.append(.type(typeDefinition(type)))
  }
  return Document(definitions: definitions)
}

private func schemaDefinition(of schema: some TypeSchema) -> SchemaDefinition? {
  let roots = OperationKind.allCases.compactMap { kind in
    schema.rootTypeName(for: kind).map { RootTypeDefinition(operation: kind, type: Name($0)) }
  }
  // Without a definition every type with a usual name is a root.
  let isUsual = OperationKind.defaultRootTypeNames.allSatisfy { kind, name in
    let isObject = if case .object? = schema.type(named: name)?.kind { true } else { false }
    return schema.rootTypeName(for: kind) == (isObject ? name : nil)
  }
  guard !roots.isEmpty, !isUsual || schema.description != nil else { return nil }
  return SchemaDefinition(description: schema.description.map(described), rootTypes: roots)
}

private func typeDefinition(_ type: SchemaType) -> TypeDefinition {
  var directives: [Directive] = []
  let kind: TypeDefinition.Kind =
    switch type.kind {
    case .scalar: .scalar
    case .object(let fields, let interfaces):
      .object(interfaces: interfaces.map { Name($0) }, fields: fields.values.map(fieldDefinition))
    case .interface(let fields, let interfaces):
      .interface(
        interfaces: interfaces.map { Name($0) },
        fields: fields.values.map(fieldDefinition)
      )
    case .union(let members): .union(members: members.map { Name($0) })
    case .enum(let values): .enum(values: values.values.map(enumValueDefinition))
    case .inputObject(let fields, _):
      .inputObject(fields: fields.values.map(inputValueDefinition))
    }
  switch type.kind {
  case .scalar(let url?): directives = [directive("specifiedBy", "url", url)]
  case .inputObject(_, isOneOf: true): directives = [Directive(name: Name("oneOf"))]
  default: break
  }
  return TypeDefinition(
    description: type.description.map(described),
    name: Name(type.name),
    directives: directives,
    kind: kind
  )
}

private func fieldDefinition(_ field: SchemaField) -> FieldDefinition {
  FieldDefinition(
    description: field.description.map(described),
    name: Name(field.name),
    arguments: field.arguments.values.map(inputValueDefinition),
    type: field.type,
    directives: deprecation(field.deprecationReason)
  )
}

private func inputValueDefinition(_ value: SchemaInputValue) -> InputValueDefinition {
  InputValueDefinition(
    description: value.description.map(described),
    name: Name(value.name),
    type: value.type,
    defaultValue: value.defaultValue,
    directives: deprecation(value.deprecationReason)
  )
}

private func enumValueDefinition(_ value: SchemaEnumValue) -> EnumValueDefinition {
  EnumValueDefinition(
    description: value.description.map(described),
    name: Name(value.name),
    directives: deprecation(value.deprecationReason)
  )
}

private func directiveDefinition(_ directive: SchemaDirective) -> DirectiveDefinition {
  DirectiveDefinition(
    description: directive.description.map(described),
    name: Name(directive.name),
    arguments: directive.arguments.values.map(inputValueDefinition),
    isRepeatable: directive.isRepeatable,
    locations: directive.locations.map { Name($0.rawValue) }
  )
}

private func described(_ text: String) -> StringValue { StringValue(text, isBlock: true) }

private func deprecation(_ reason: String?) -> [Directive] {
  switch reason {
  case nil: []
  case SpecifiedDirectives.defaultDeprecationReason?: [Directive(name: Name("deprecated"))]
  case let reason?: [directive("deprecated", "reason", reason)]
  }
}

private func directive(_ name: String, _ argument: String, _ text: String) -> Directive {
  Directive(
    name: Name(name),
    arguments: [Argument(name: Name(argument), value: .string(StringValue(text)))]
  )
}
