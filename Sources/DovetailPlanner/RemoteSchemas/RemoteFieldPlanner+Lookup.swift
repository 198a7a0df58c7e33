import DovetailCatalog
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
  ) throws(PlannerError) -> RemoteLookup {
    var path: [RemoteLookup.Step] = []
    for step in resolved.path.dropLast() {
      path.append(
        RemoteLookup.Step(
          name: step.field,
          arguments: step.arguments.map {
            RemoteArgument(name: $0.name, value: plan($0.value, of: type(of: $0.name, in: step)))
          } + presets(of: step)
        )
      )
    }
    if let leaf = resolved.path.last {
      let arguments = try planLeafArguments(field, resolved, leaf)
      path.append(RemoteLookup.Step(name: leaf.field, arguments: arguments + presets(of: leaf)))
    }
    let selections = try planSelections(of: field, resolved.originalType, at: [])
    return RemoteLookup(
      path: path,
      variables: Array(variables.values),
      selections: selections,
      strategy: strategy(resolved.batch),
      leafType: selections.isEmpty ? nil : resolved.originalType.namedType
    )
  }

  private func strategy(_ batch: ResolvedRemoteField.Batch?) -> LookupStrategy {
    guard let batch else { return .aliases }
    return .batch(
      argument: batch.argument,
      match: batch.keyField.map { .field($0) } ?? .position
    )
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
      if let template = resolved.leafTemplate(of: name) {
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
