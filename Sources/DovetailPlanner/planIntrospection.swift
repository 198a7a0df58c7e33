import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension OperationPlanning {
  /// `__schema` and `__type`: answered from the role's schema; nil for other fields.
  func planIntrospection(
    _ field: CollectedField,
    typeName: String
  ) throws(PlannerError) -> RootField.Value? {
    guard field.name == "__schema" || field.name == "__type", operation.kind == .query,
      typeName == schema.rootTypeName(for: .query)
    else { return nil }
    try checkIntrospection(
      field,
      field.name == "__schema" ? IntrospectionTypes.schemaField : IntrospectionTypes.typeField
    )
    // Stored by the reference and obeyed by its enterprise edition only (contract 03 §14).
    if schema.catalog.introspectionDisabledRoles.contains(schema.role) {
      return .constant(Array("null".utf8))
    }
    // Introspection depends on the values of whatever variables it uses.
    for variable in operation.variableDefinitions {
      variables.inspect(VariableReference(name: variable.name.value))
    }
    let selections = field.selections.flatMap(\.selections)
    let merged = Field(
      name: Name(field.name),
      arguments: field.arguments,
      selectionSet: SelectionSet(selections: selections)
    )
    // All introspection fields of the operation together.
    var limits = collector.limits.introspection
    limits.bytes -= introspectionSize
    let executor = IntrospectionExecutor(schema: schema, order: .alphabetical, limits: limits)
    var writer = JSONWriter()
    do {
      try executor.append(
        [merged],
        variables: variables.values,
        fragment: { [collector] in collector.fragments[$0] },
        to: &writer
      )
    } catch {
      throw introspectionError(error, path: field.path)
    }
    introspectionSize += writer.bytes.count
    return .constant(writer.bytes)
  }

  /// Checks the arguments and selections of a field whose type is one of introspection's.
  private func checkIntrospection(
    _ field: CollectedField,
    _ definition: SchemaField
  ) throws(PlannerError) {
    let arguments = definition.arguments.mapValues { argument in
      var argument = argument
      // Clients may leave what has a default to a variable without a value.
      if argument.defaultValue != nil { argument.type = argument.type.nullable }
      return argument
    }
    for argument in try reader.arguments(of: field, arguments) where !argument.value.isNull {
      if argument.definition.type.namedType == "Boolean" {
        _ = try reader.boolean(argument.value, path: argument.path)
      } else {
        _ = try reader.string(argument.value, path: argument.path)
      }
    }
    guard let type = IntrospectionTypes.type(named: definition.type.namedType),
      !type.fields.isEmpty
    else { return try checkLeaf(field) }
    for inner in try subfields(of: field, typeName: type.name) {
      if inner.name == "__typename" {
        try checkLeaf(inner)
      } else if let definition = type.fields[inner.name] {
        try checkIntrospection(inner, definition)
      } else {
        throw unknownField(inner, type.name)
      }
    }
  }

  private func introspectionError(_ error: TypeSystemError, path: String) -> PlannerError {
    PlannerError(message: "\(error)", path: path)
  }
}
