import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

/// Puts what a client says about an argument into what a relationship fixes of it.
///
/// `where: {region: {_eq: $country}}` of the definition and `where: {min: 3}` of the client become
/// one object.
struct RemoteTemplateMerger {
  let planner: RemoteFieldPlanner
  let resolved: ResolvedRemoteField

  /// Merges a client's value into a template.
  ///
  /// `offered` is what is left of the argument's type, as clients see it; the type of `input` is the
  /// service's, of the whole argument.
  func merge(
    _ template: RemoteArgumentTemplate,
    with value: Value,
    _ offered: TypeReference,
    _ input: RemoteInput
  ) throws(PlannerError) -> RemoteValue {
    if case .variable(let name) = value {
      return try merge(template, withVariable: name.value, value, offered, input)
    }
    switch (template, value) {
    case (_, .null):
      guard !offered.isNonNull else {
        throw PlannerError(
          message: "unexpected null value for type '\(offered.namedType)'",
          path: input.path
        )
      }
      return planner.plan(template, of: input.type)
    case (.object(let fixed), .object(let given, _)):
      return try merge(fixed, with: given, offered, input)
    case (.list(let fixed), .list(let given, _)):
      var items: [RemoteValue] = []
      for (index, item) in given.enumerated() {
        let path = "\(input.path)[\(index)]"
        items.append(try reduced(item, offered.item, input.inner(input.type.item, path: path)))
      }
      return .list(items + fixed.map { planner.plan($0, of: input.type.item) })
    case (.list(let fixed), .object):
      let item = try reduced(value, offered.item, input.inner(input.type.item, path: input.path))
      return .list([item] + fixed.map { planner.plan($0, of: input.type.item) })
    default:
      throw PlannerError(
        code: .unexpected,
        message: "combineValues: cannot combine values (\(Printer.print(value))) with what the "
          + "relationship fixes",
        path: input.path
      )
    }
  }

  private func merge(
    _ fixed: [RemoteArgumentTemplate.Member],
    with given: [ObjectField],
    _ offered: TypeReference,
    _ input: RemoteInput
  ) throws(PlannerError) -> RemoteValue {
    let name = input.type.namedType
    let left = resolved.reducedInputTypes[offered.namedType]?.inputFields ?? [:]
    var members: [RemoteArgument] = []
    for field in given {
      let key = field.name.value
      let path = input.path + pathComponent(key)
      guard let rest = left[key], let type = planner.inputFieldType(key, of: name) else {
        throw PlannerError(
          message: "field '\(key)' not found in type: '\(offered.namedType)'",
          path: path
        )
      }
      let place = input.inner(type, hasDefault: rest.defaultValue != nil, path: path)
      let value: RemoteValue?
      if let template = fixed.first(where: { $0.name == key })?.value {
        value = try merge(template, with: field.value, rest.type, place)
      } else {
        value = try planner.plan(field.value, as: place)
      }
      if let value { members.append(RemoteArgument(name: key, value: value)) }
    }
    for rest in left.values where rest.isRequired {
      guard given.contains(where: { $0.name.value == rest.name }) else {
        throw PlannerError(message: "missing required field '\(rest.name)'", path: input.path)
      }
    }
    for member in fixed where !members.contains(where: { $0.name == member.name }) {
      let type = planner.inputFieldType(member.name, of: name)
      members.append(
        RemoteArgument(name: member.name, value: planner.plan(member.value, of: type))
      )
    }
    let presets = planner.presetMembers(of: name, except: fixed.map(\.name))
    return .object(members + presets)
  }

  /// A variable cannot be merged, but its members can, each as a variable of its own.
  private func merge(
    _ template: RemoteArgumentTemplate,
    withVariable name: String,
    _ value: Value,
    _ offered: TypeReference,
    _ input: RemoteInput
  ) throws(PlannerError) -> RemoteValue {
    _ = try planner.planning.variables.resolve(
      value,
      expected: offered,
      hasDefault: input.hasDefault,
      path: input.path
    )
    return try explode(template, VariableReference(name: name), offered, input)
  }

  private func explode(
    _ template: RemoteArgumentTemplate,
    _ reference: VariableReference,
    _ offered: TypeReference,
    _ input: RemoteInput
  ) throws(PlannerError) -> RemoteValue {
    guard case .object(let fixed) = template else {
      throw PlannerError(
        code: .notSupported,
        message: "a list of which the relationship fixes a part cannot be given as a variable; "
          + "write it in the document",
        path: input.path
      )
    }
    let name = input.type.namedType
    let left = resolved.reducedInputTypes[offered.namedType]?.inputFields ?? [:]
    var members: [RemoteArgument] = []
    for rest in left.values {
      guard let type = planner.inputFieldType(rest.name, of: name) else { continue }
      let inner = VariableReference(name: reference.name, path: reference.path + [.key(rest.name)])
      let path = input.path + pathComponent(rest.name)
      let value: RemoteValue
      if let template = fixed.first(where: { $0.name == rest.name })?.value {
        value = try explode(template, inner, rest.type, input.inner(type, path: path))
      } else {
        value = planner.use(inner, as: type, path: path)
      }
      members.append(RemoteArgument(name: rest.name, value: value))
    }
    for member in fixed where left[member.name] == nil {
      let type = planner.inputFieldType(member.name, of: name)
      members.append(
        RemoteArgument(name: member.name, value: planner.plan(member.value, of: type))
      )
    }
    let presets = planner.presetMembers(of: name, except: fixed.map(\.name))
    return .object(members + presets)
  }

  /// A client's value of a reduced input type that no template is merged into.
  private func reduced(
    _ value: Value,
    _ offered: TypeReference,
    _ input: RemoteInput
  ) throws(PlannerError) -> RemoteValue {
    try merge(.object([]), with: value, offered, input)
  }
}
