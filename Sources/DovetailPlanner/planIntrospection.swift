import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
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
    guard !field.selections.isEmpty else {
      throw PlannerError(
        message: "missing selection set for '\(field.name == "__schema" ? "__Schema" : "__Type")'",
        path: field.path
      )
    }
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

  private func introspectionError(_ error: TypeSystemError, path: String) -> PlannerError {
    PlannerError(message: "\(error)", path: path)
  }
}
