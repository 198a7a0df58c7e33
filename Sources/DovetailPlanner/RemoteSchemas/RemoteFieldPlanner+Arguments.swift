import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RemoteFieldPlanner {
  /// The arguments that a client gives a field, and those that the role's permission presets.
  func planArguments(
    of field: CollectedField,
    _ definition: SchemaField,
    on type: String
  ) throws(PlannerError) -> [RemoteArgument] {
    var arguments: [RemoteArgument] = []
    for argument in field.arguments {
      let name = argument.name.value
      guard let known = definition.arguments[name] else {
        throw PlannerError(
          message: "'\(field.name)' has no argument named '\(name)'",
          path: field.path
        )
      }
      let input = RemoteInput(
        type: known.type,
        hasDefault: known.defaultValue != nil,
        path: field.path + ".args" + pathComponent(name)
      )
      guard let value = try plan(argument.value, as: input) else { continue }
      arguments.append(RemoteArgument(name: name, value: value))
    }
    for known in definition.arguments.values where known.isRequired {
      guard field.arguments.contains(where: { $0.name.value == known.name }) else {
        throw PlannerError(
          message: "missing required field '\(known.name)'",
          path: field.path + ".args"
        )
      }
    }
    for (name, preset) in view.presetArguments(of: definition.name, on: type) {
      arguments.append(RemoteArgument(name: name, value: plan(preset)))
    }
    return arguments
  }
}

/// The place of an input value.
struct RemoteInput {
  /// With the service's names.
  var type: TypeReference
  var hasDefault = false
  /// The JSONPath of the place.
  var path: String
  /// How many input objects and lists surround the value.
  var depth = 0

  /// A place inside.
  func inner(_ type: TypeReference, hasDefault: Bool = false, path: String) -> RemoteInput {
    RemoteInput(type: type, hasDefault: hasDefault, path: path, depth: depth + 1)
  }
}
