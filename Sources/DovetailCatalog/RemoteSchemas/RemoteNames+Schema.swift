import GraphQLLanguage
package import GraphQLTypeSystem
package import OrderedCollections

extension RemoteNames {
  /// A schema with client names in the place of the service's.
  func clientSchema(of schema: StaticTypeSchema) -> StaticTypeSchema {
    var types = schema.definedTypes.values.map { clientType($0) }
    for scalar in BuiltInScalars.all {
      guard let name = renamedTypes[scalar.name] else { continue }
      types.append(SchemaType(name: name, description: scalar.description, kind: scalar.kind))
    }
    var roots: [OperationKind: String] = [:]
    for kind in OperationKind.allCases {
      roots[kind] = schema.rootTypeName(for: kind).map { typeName($0) }
    }
    return StaticTypeSchema(
      types: types,
      rootTypeNames: roots,
      directives: schema.directives,
      description: schema.description
    )
  }

  /// A type with client names.
  package func clientType(_ type: SchemaType) -> SchemaType {
    SchemaType(name: typeName(type.name), description: type.description, kind: clientKind(of: type))
  }

  private func clientKind(of type: SchemaType) -> SchemaType.Kind {
    switch type.kind {
    case .scalar, .enum:
      type.kind
    case .object(let fields, let interfaces):
      .object(
        fields: clientFields(fields, of: type.name),
        interfaces: interfaces.map { typeName($0) }
      )
    case .interface(let fields, let interfaces):
      .interface(
        fields: clientFields(fields, of: type.name),
        interfaces: interfaces.map { typeName($0) }
      )
    case .union(let members):
      .union(members: members.map { typeName($0) })
    case .inputObject(let fields, let isOneOf):
      .inputObject(fields: clientInputValues(fields), isOneOf: isOneOf)
    }
  }

  private func clientFields(
    _ fields: OrderedDictionary<String, SchemaField>,
    of type: String
  ) -> OrderedDictionary<String, SchemaField> {
    var result: OrderedDictionary<String, SchemaField> = [:]
    for var field in fields.values {
      field.name = fieldName(field.name, of: type)
      field.type = reference(field.type)
      field.arguments = clientInputValues(field.arguments)
      result[field.name] = field
    }
    return result
  }

  /// Arguments or input fields with client names in their types.
  package func clientInputValues(
    _ values: OrderedDictionary<String, SchemaInputValue>
  ) -> OrderedDictionary<String, SchemaInputValue> {
    values.mapValues { value in
      var value = value
      value.type = reference(value.type)
      return value
    }
  }
}
