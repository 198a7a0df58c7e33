import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem

extension OperationPlanning {
  /// The call of a computed field's function with the row, the session, and the client's `args`.
  func planCall(
    of computed: ComputedField,
    _ field: CollectedField,
    _ definition: SchemaField
  ) throws(PlannerError) -> FunctionCall {
    FunctionCall(
      function: computed.function,
      arguments: try planArguments(computed.arguments, field, definition)
    )
  }

  /// The arguments of a function: by position as long as none is left out, then by name.
  func planArguments(
    _ arguments: [FunctionArgument],
    _ field: CollectedField,
    _ definition: SchemaField
  ) throws(PlannerError) -> [FunctionCall.Argument] {
    let given = try givenArguments(field, definition)
    let path = field.path + ".args.args"
    var planned: [FunctionCall.Argument] = []
    var leftOut = false
    var fieldNames = clientArguments(of: arguments).map(\.fieldName)[...]
    for argument in arguments {
      let value: FunctionCall.Value
      switch argument.role {
      case .row: value = .row
      case .session:
        value = .parameter(
          Parameter(.allSessionVariables, type: argument.type, path: field.path)
        )
      case .client:
        guard let member = fieldNames.popFirst().flatMap({ given[$0] }) else {
          guard argument.hasDefault else {
            throw PlannerError(
              code: .notSupported,
              message: "Non default arguments cannot be omitted",
              path: path
            )
          }
          leftOut = true
          continue
        }
        value = .parameter(
          Parameter(
            try reader.operand(member.value, path: member.path),
            type: argument.type,
            path: member.path
          )
        )
      }
      if leftOut && argument.name.isEmpty {
        throw PlannerError(
          code: .notSupported,
          message: "Only last set of positional arguments can be omitted",
          path: path
        )
      }
      planned.append(FunctionCall.Argument(name: leftOut ? argument.name : nil, value: value))
    }
    return planned
  }

  /// The members of `args`, by name.
  func givenArguments(
    _ field: CollectedField,
    _ definition: SchemaField
  ) throws(PlannerError) -> [String: InputReader.Member] {
    var given: [String: InputReader.Member] = [:]
    for argument in try reader.arguments(of: field, definition.arguments)
    where argument.definition.name == "args" && !argument.value.isNull {
      for member in try reader.object(
        argument.value,
        typeName: argument.definition.type.namedType,
        path: argument.path
      ) {
        given[member.definition.name] = member
      }
    }
    return given
  }
}

/// The call of a computed field's function with the row and the session alone.
func plainCall(of computed: ComputedField, path: String) -> FunctionCall {
  let arguments = computed.arguments.compactMap { argument -> FunctionCall.Argument? in
    switch argument.role {
    case .row: FunctionCall.Argument(value: .row)
    case .session:
      FunctionCall.Argument(
        value: .parameter(Parameter(.allSessionVariables, type: argument.type, path: path))
      )
    case .client: nil
    }
  }
  return FunctionCall(function: computed.function, arguments: arguments)
}
