package import GraphQLLanguage
package import OrderedCollections
package import OrderedJSON

extension TypeSchema {
  /// The values of an operation's variables (specification §6.1.2).
  ///
  /// A variable that was not given and has no default isn't in the result. Given values that the
  /// operation does not declare are ignored.
  ///
  /// Throws `TypeSystemError.invalidInput`; the path of each problem starts with the variable.
  package func coerceVariables(
    _ values: JSONObject,
    for definitions: [VariableDefinition],
    limit: Int = 50
  ) throws(TypeSystemError) -> JSONObject {
    var coercer = InputCoercer(schema: self)
    coercer.limit = limit
    var coerced: JSONObject = [:]
    for definition in definitions {
      let name = definition.name.value
      let type = definition.type
      guard self.type(of: type)?.isInput == true else {
        coercer.report(
          .nonInputVariable(name: name, type: type),
          at: [.key(name)],
          location: definition.name.location
        )
        continue
      }
      switch values[name] {
      case nil:
        if let defaultValue = definition.defaultValue {
          coerced[name] = coercer.coerce(defaultValue, to: type, at: [.key(name)])
        } else if type.isNonNull {
          coercer.report(
            .missingVariable(name: name, type: type),
            at: [.key(name)],
            location: definition.name.location
          )
        }
      case .null? where type.isNonNull:
        coercer.report(
          .nullVariable(name: name, type: type),
          at: [.key(name)],
          location: definition.name.location
        )
      case let value?:
        coerced[name] = coercer.coerceVariable(definition.name, value, to: type)
      }
    }
    guard coercer.diagnostics.isEmpty else { throw .invalidInput(coercer.diagnostics) }
    return coerced
  }

  /// The values of the arguments of a field or directive (specification §6.4.1).
  ///
  /// In the order in which they are given, then the defaults. An argument that was not given and
  /// has no default isn't in the result. Arguments that are not defined are ignored.
  ///
  /// `variables` are coerced values.
  ///
  /// Throws `TypeSystemError.invalidInput`; the path of each problem starts with the argument.
  package func coerceArguments(
    _ arguments: [Argument],
    for definitions: OrderedDictionary<String, SchemaInputValue>,
    variables: JSONObject = [:]
  ) throws(TypeSystemError) -> JSONObject {
    var coercer = InputCoercer(schema: self)
    coercer.variables = variables
    var coerced: JSONObject = [:]
    for argument in arguments {
      let name = argument.name.value
      guard let definition = definitions[name] else { continue }
      if case .variable(let variable) = argument.value, variables[variable.value] == nil {
        // As if it were not given.
        if definition.isRequired {
          coercer.report(
            .unsetVariable(name: variable.value, type: definition.type),
            at: [.key(name)],
            location: variable.location
          )
        }
        continue
      }
      coerced[name] = coercer.coerce(argument.value, to: definition.type, at: [.key(name)])
    }
    for (name, definition) in definitions where coerced[name] == nil {
      if let defaultValue = definition.defaultValue {
        coerced[name] = coercer.coerce(defaultValue, to: definition.type, at: [.key(name)])
      } else if definition.type.isNonNull, !arguments.contains(where: { $0.name.value == name }) {
        coercer.report(
          .missingArgument(name: name, type: definition.type),
          at: [.key(name)]
        )
      }
    }
    guard coercer.diagnostics.isEmpty else { throw .invalidInput(coercer.diagnostics) }
    return coerced
  }

  /// The value of a type that a JSON value stands for.
  package func coerce(
    _ value: JSONValue,
    to type: TypeReference
  ) throws(TypeSystemError) -> JSONValue {
    var coercer = InputCoercer(schema: self)
    if let coerced = coercer.coerce(value, to: type, at: []), coercer.diagnostics.isEmpty {
      return coerced
    }
    throw .invalidInput(coercer.diagnostics)
  }

  /// The value of a type that a literal stands for.
  ///
  /// `variables` are coerced values.
  package func coerce(
    _ value: Value,
    to type: TypeReference,
    variables: JSONObject = [:]
  ) throws(TypeSystemError) -> JSONValue {
    var coercer = InputCoercer(schema: self)
    coercer.variables = variables
    if let coerced = coercer.coerce(value, to: type, at: []), coercer.diagnostics.isEmpty {
      return coerced
    }
    throw .invalidInput(coercer.diagnostics)
  }
}
