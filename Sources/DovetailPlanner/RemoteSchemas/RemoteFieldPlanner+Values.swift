import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension RemoteFieldPlanner {
  /// A client's value for an argument or input field; `nil` where it is left out.
  ///
  /// Names and nesting are checked here; what a scalar may be, the service decides.
  func plan(_ value: Value, as input: RemoteInput) throws(PlannerError) -> RemoteValue? {
    guard input.depth < planning.collector.limits.inputDepth else {
      throw PlannerError(
        message:
          "the value is nested more than \(planning.collector.limits.inputDepth) levels deep",
        path: input.path
      )
    }
    switch (value, input.type) {
    case (.variable(let name), _):
      return try plan(variable: name.value, value, as: input)
    case (.null, let type):
      return try planNull(type, input)
    case (_, .nonNull(let inner)):
      var nullable = input
      nullable.type = inner
      return try plan(value, as: nullable)
    case (.list(let items, _), .list(let item)):
      var values: [RemoteValue] = []
      for (index, literal) in items.enumerated() {
        let place = input.inner(item, path: "\(input.path)[\(index)]")
        values.append(try plan(literal, as: place) ?? .literal(.null()))
      }
      return .list(values)
    case (_, .list(let item)):
      // A single value stands for a list of one.
      return try plan(value, as: input.inner(item, path: input.path))
    case (_, .named(let name)):
      return try plan(value, named: name.value, input)
    }
  }

  private func plan(
    _ value: Value,
    named name: String,
    _ input: RemoteInput
  ) throws(PlannerError) -> RemoteValue {
    guard let type = view.schema.type(named: name) else { return .literal(value) }
    switch (type.kind, value) {
    case (.inputObject(let fields, _), .object(let given, _)):
      return .object(try planObject(given, of: type, fields, input))
    case (.inputObject, _):
      throw expected("an object", name, value, input)
    case (.enum(let values), .enum(let given)):
      guard values[given.value] != nil else {
        let list = values.keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
        throw PlannerError(
          message: "expected one of the values [\(list)] for type '\(names.typeName(name))', "
            + "but found '\(given.value)'",
          path: input.path
        )
      }
      return .literal(value)
    case (.enum, _):
      throw expected("an enum value", name, value, input)
    default:
      return try planScalar(value, input)
    }
  }

  private func planObject(
    _ given: [ObjectField],
    of type: SchemaType,
    _ fields: OrderedDictionary<String, SchemaInputValue>,
    _ input: RemoteInput
  ) throws(PlannerError) -> [RemoteArgument] {
    var members: [RemoteArgument] = []
    for field in given {
      let name = field.name.value
      let path = input.path + pathComponent(name)
      guard let known = fields[name] else {
        throw PlannerError(
          message: "field '\(name)' not found in type: '\(names.typeName(type.name))'",
          path: path
        )
      }
      let place = input.inner(
        known.type,
        hasDefault: known.defaultValue != nil,
        path: path
      )
      guard let value = try plan(field.value, as: place) else { continue }
      members.append(RemoteArgument(name: name, value: value))
    }
    for known in fields.values where known.isRequired {
      guard given.contains(where: { $0.name.value == known.name }) else {
        throw PlannerError(message: "missing required field '\(known.name)'", path: input.path)
      }
    }
    return members + presetMembers(of: type.name, except: [])
  }

  /// A value of a scalar type: forwarded as it stands, with the variables in it.
  private func planScalar(
    _ value: Value,
    _ input: RemoteInput
  ) throws(PlannerError) -> RemoteValue {
    switch value {
    case .variable(let name):
      return try plan(variableInScalar: name.value, value, input)
    case .list(let items, _):
      var values: [RemoteValue] = []
      for (index, item) in items.enumerated() {
        values.append(
          try planScalar(
            item,
            try deeper(input.inner(input.type, path: "\(input.path)[\(index)]"))
          )
        )
      }
      return .list(values)
    case .object(let fields, _):
      var members: [RemoteArgument] = []
      for field in fields {
        let path = input.path + pathComponent(field.name.value)
        members.append(
          RemoteArgument(
            name: field.name.value,
            value: try planScalar(
              field.value,
              try deeper(input.inner(input.type, path: path))
            )
          )
        )
      }
      return .object(members)
    case .int, .float, .string, .boolean, .null, .enum:
      return .literal(value)
    }
  }

  private func deeper(_ input: RemoteInput) throws(PlannerError) -> RemoteInput {
    guard input.depth < planning.collector.limits.inputDepth else {
      throw PlannerError(
        message:
          "the value is nested more than \(planning.collector.limits.inputDepth) levels deep",
        path: input.path
      )
    }
    return input
  }

  private func planNull(
    _ type: TypeReference,
    _ input: RemoteInput
  ) throws(PlannerError) -> RemoteValue? {
    guard !type.isNonNull else {
      throw PlannerError(
        message: "unexpected null value for type '\(names.typeName(type.namedType))'",
        path: input.path
      )
    }
    return planning.schema.catalog.options.skipsRemoteNulls ? nil : .literal(.null())
  }

  private func expected(
    _ kind: String,
    _ type: String,
    _ value: Value,
    _ input: RemoteInput
  ) -> PlannerError {
    planning.reader.expected(kind, names.typeName(type), .literal(value), input.path)
  }
}
