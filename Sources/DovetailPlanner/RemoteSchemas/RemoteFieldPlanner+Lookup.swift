import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RemoteFieldPlanner {
  /// What is looked up for each key of a relationship: the path with its templates filled in, and
  /// what the client selects and says about the leaf.
  func planLookup(
    _ field: CollectedField,
    _ resolved: ResolvedRemoteField
  ) throws(PlannerError) -> (lookup: RemoteLookup, choice: Lookup.Choice) {
    let selections = try planSelections(of: field, resolved.originalType, at: [])
    let path = try planPath(resolved.path, field, resolved)
    let (strategy, choice) = try planStrategy(field, resolved)
    let lookup = RemoteLookup(
      path: path,
      variables: Array(variables.values),
      selections: selections,
      strategy: strategy,
      leafType: selections.isEmpty ? nil : resolved.originalType.namedType,
      keyTypes: keyTypes(of: path, strategy)
    )
    return (lookup, choice)
  }

  private func planStrategy(
    _ field: CollectedField,
    _ resolved: ResolvedRemoteField
  ) throws(PlannerError) -> (LookupStrategy, Lookup.Choice) {
    let chosen = resolved.lookup
    guard let batch = chosen.batch else {
      return (.aliases, Lookup.Choice(.aliases, reason: chosen.reason))
    }
    if let allowed = batch.arguments,
      let other = field.arguments.first(where: { !allowed.contains($0.name.value) })
    {
      let reason = "the argument \"\(other.name.value)\" holds for each key by itself"
      return (.aliases, Lookup.Choice(.aliases, reason: reason))
    }
    let completeness: RemoteBatch.Completeness =
      switch batch.completeness {
      case .assumed: batch.isInferred ? .unlessRefused : .assumed
      case .everyKey: .everyKey
      case .count(let field): .count(field: field)
      }
    let planned = RemoteBatch(
      path: try planPath(batch.path, field, resolved),
      step: batch.step,
      variable: keysVariable,
      item: plan(batch.item, of: batch.itemType),
      itemType: batch.itemType,
      match: batch.match,
      isMany: batch.isMany,
      itemFragment: batch.entityType,
      completeness: completeness
    )
    let name: RemoteRelationshipDefinition.Strategy =
      if case .entities = chosen.strategy { .entities } else { .batch }
    return (.batch(planned), Lookup.Choice(name, reason: chosen.reason))
  }

  private func planPath(
    _ steps: [ResolvedRemoteField.Step],
    _ field: CollectedField,
    _ resolved: ResolvedRemoteField
  ) throws(PlannerError) -> [RemoteLookup.Step] {
    var path: [RemoteLookup.Step] = []
    for step in steps.dropLast() {
      path.append(
        RemoteLookup.Step(
          name: step.field,
          arguments: step.arguments.map {
            RemoteArgument(name: $0.name, value: plan($0.value, of: type(of: $0.name, in: step)))
          } + presets(of: step)
        )
      )
    }
    if let leaf = steps.last {
      let arguments = try planLeafArguments(field, resolved, leaf)
      path.append(RemoteLookup.Step(name: leaf.field, arguments: arguments + presets(of: leaf)))
    }
    return path
  }

  /// The variable that takes the keys of a batch, which no variable of the client's is called.
  private var keysVariable: String {
    var name = "keys"
    while planning.variables.type(of: name) != nil || variables[name] != nil { name += "_" }
    return name
  }

  /// The enums and input objects that parts of the key are values of.
  private func keyTypes(
    of path: [RemoteLookup.Step],
    _ strategy: LookupStrategy
  ) -> [RemoteInputType] {
    var values = path.flatMap { $0.arguments.map(\.value) }
    if case .batch(let batch) = strategy { values.append(batch.item) }
    var types: OrderedDictionary<String, RemoteInputType> = [:]
    for name in values.flatMap(\.keyTypeNames) {
      for type in inputTypes(of: name) { types[type.name] = type }
    }
    return Array(types.values)
  }

  /// The relationship's arguments merged with the client's.
  private func planLeafArguments(
    _ field: CollectedField,
    _ resolved: ResolvedRemoteField,
    _ leaf: ResolvedRemoteField.Step
  ) throws(PlannerError) -> [RemoteArgument] {
    let merger = RemoteTemplateMerger(planner: self, resolved: resolved)
    var arguments: [RemoteArgument] = []
    for argument in field.arguments {
      let name = argument.name.value
      guard let offered = resolved.arguments[name], let type = type(of: name, in: leaf) else {
        throw PlannerError(
          message: "'\(field.name)' has no argument named '\(name)'",
          path: field.path
        )
      }
      let input = RemoteInput(
        type: type,
        hasDefault: offered.defaultValue != nil,
        path: field.path + ".args" + pathComponent(name)
      )
      let value: RemoteValue?
      if let template = leaf.template(of: name) {
        value = try merger.merge(template, with: argument.value, offered.type, input)
      } else {
        value = try plan(argument.value, as: input)
      }
      if let value { arguments.append(RemoteArgument(name: name, value: value)) }
    }
    for offered in resolved.arguments.values where offered.isRequired {
      guard field.arguments.contains(where: { $0.name.value == offered.name }) else {
        throw PlannerError(
          message: "missing required field '\(offered.name)'",
          path: field.path + ".args"
        )
      }
    }
    for template in leaf.arguments
    where !arguments.contains(where: { $0.name == template.name }) {
      let type = type(of: template.name, in: leaf)
      arguments.append(RemoteArgument(name: template.name, value: plan(template.value, of: type)))
    }
    return arguments
  }

  /// A relationship's template as it is sent, presets of the role in its objects.
  func plan(_ template: RemoteArgumentTemplate, of type: TypeReference?) -> RemoteValue {
    switch template {
    case .literal(let value):
      return .literal(value)
    case .key(let part, let type):
      return .key(part, type: type)
    case .keys:
      return .variable(keysVariable)
    case .list(let items):
      return .list(items.map { plan($0, of: type?.item) })
    case .object(let members):
      let name = type?.namedType ?? ""
      let given = members.map { member in
        RemoteArgument(
          name: member.name,
          value: plan(member.value, of: inputFieldType(member.name, of: name))
        )
      }
      return .object(given + presetMembers(of: name, except: members.map(\.name)))
    }
  }

  /// The type of an input field, whether the role sees it or has it preset.
  func inputFieldType(_ name: String, of type: String) -> TypeReference? {
    view.schema.type(named: type)?.inputFields[name]?.type
      ?? view.presetTypes[.inputField(type: type, name: name)]
  }

  /// The type of an argument, whether the role sees it or has it preset.
  private func type(
    of argument: String,
    in step: ResolvedRemoteField.Step
  ) -> TypeReference? {
    let field = view.schema.type(named: step.parentType)?.fields[step.field]
    return field?.arguments[argument]?.type
      ?? view.presetTypes[
        .argument(type: step.parentType, field: step.field, name: argument)
      ]
  }

  /// The role's presets for what the relationship does not fix.
  private func presets(of step: ResolvedRemoteField.Step) -> [RemoteArgument] {
    view.presetArguments(of: step.field, on: step.parentType).compactMap { name, preset in
      step.arguments.contains { $0.name == name }
        ? nil : RemoteArgument(name: name, value: plan(preset))
    }
  }
}

extension TypeReference {
  /// The type of a list's items; the type itself if it is no list.
  var item: TypeReference {
    if case .list(let item) = nullable { item } else { self }
  }
}

extension RemoteValue {
  /// The names of the types of which parts of the key are values.
  fileprivate var keyTypeNames: [String] {
    switch self {
    case .literal, .variable: []
    case .key(_, let type): [type.namedType]
    case .list(let items): items.flatMap(\.keyTypeNames)
    case .object(let members): members.flatMap(\.value.keyTypeNames)
    }
  }
}
