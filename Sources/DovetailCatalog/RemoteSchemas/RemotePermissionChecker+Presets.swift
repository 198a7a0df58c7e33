import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RemotePermissionChecker {
  /// Refuses a directive that stands twice at one place; several presets have a reason of their own.
  mutating func checkRepetition(of directives: [Directive], at name: String) {
    let repeated = repeatedNames(directives.map(\.name.value)).filter { $0 != "preset" }
    guard !repeated.isEmpty else { return }
    refuse("duplicate directives: \(quotedList(repeated)) found at \"\(name)\"")
  }

  /// Refuses a preset where there is nothing to preset, and directives that stand there twice.
  mutating func checkPlace(of directives: [Directive], at name: String) {
    checkRepetition(of: directives, at: name)
    guard directives.contains(where: { $0.name.value == "preset" }) else { return }
    refuse(
      "Preset directives can be defined only on INPUT_FIELD_DEFINITION or ARGUMENT_DEFINITION"
    )
  }

  /// The preset of an argument or input field; `nil` if it has none, or a wrong one.
  mutating func checkPreset(
    _ definition: InputValueDefinition,
    type: TypeReference,
    label: String
  ) -> RemotePreset? {
    let name = definition.name.value
    checkRepetition(of: definition.directives, at: name)
    let directives = definition.directives.filter { $0.name.value == "preset" }
    guard let directive = directives.first else { return nil }
    guard directives.count == 1 else {
      refuse("found multiple preset directives at \"\(label)\" \"\(name)\"")
      return nil
    }
    guard !directive.arguments.isEmpty else {
      refuse("no arguments found in the preset directive")
      return nil
    }
    guard let value = directive.arguments.first(where: { $0.name.value == "value" })?.value else {
      refuse("preset argument \"value\" not found at \"\(name)\"")
      return nil
    }
    var isStatic = false
    if let argument = directive.arguments.first(where: { $0.name.value == "static" }) {
      guard case .boolean(let flag, _) = argument.value else {
        refuse("expected preset static value to be a Boolean value")
        return nil
      }
      isStatic = flag
    }
    return checkPreset(value, of: type, isStatic: isStatic, at: name)
  }

  private mutating func checkPreset(
    _ value: Value,
    of type: TypeReference,
    isStatic: Bool,
    at name: String
  ) -> RemotePreset? {
    switch type.nullable {
    case .list(let item):
      return checkListPreset(value, of: item, isStatic: isStatic, at: name)
    case .nonNull(let inner):
      return checkPreset(value, of: inner, isStatic: isStatic, at: name)
    case .named(let typeName):
      switch upstream.type(named: typeName.value)?.kind {
      case .inputObject:
        return checkObjectPreset(value, of: typeName.value, isStatic: isStatic)
      case .enum(let values):
        return checkEnumPreset(
          value,
          of: typeName.value,
          values: Array(values.keys),
          isStatic: isStatic
        )
      default:
        return checkScalarPreset(value, of: typeName.value, isStatic: isStatic)
      }
    }
  }

  private mutating func checkListPreset(
    _ value: Value,
    of item: TypeReference,
    isStatic: Bool,
    at name: String
  ) -> RemotePreset? {
    if case .list(let values, _) = value {
      var items: [RemotePreset] = []
      for value in values {
        guard let preset = checkPreset(value, of: item, isStatic: isStatic, at: name) else {
          return nil
        }
        items.append(preset)
      }
      return .list(items)
    }
    if sessionVariable(value, isStatic: isStatic) != nil {
      refuse(
        "illegal preset value at \"\(name)\". Session arguments can only be set for singleton values"
      )
      return nil
    }
    return checkPreset(value, of: item, isStatic: isStatic, at: name)
  }

  private mutating func checkObjectPreset(
    _ value: Value,
    of type: String,
    isStatic: Bool
  ) -> RemotePreset? {
    guard case .object(let fields, _) = value else {
      refuse(value, of: type, expected: "an input object value")
      return nil
    }
    let known = upstream.type(named: type)?.inputFields ?? [:]
    var members: [RemotePreset.Member] = []
    for field in fields {
      let name = field.name.value
      guard let definition = known[name] else {
        refuse("\"\(name)\" does not exist in the input object \"\(type)\"")
        return nil
      }
      guard
        let preset = checkPreset(field.value, of: definition.type, isStatic: isStatic, at: name)
      else { return nil }
      members.append(RemotePreset.Member(name: name, value: preset))
    }
    return .object(members)
  }

  private mutating func checkEnumPreset(
    _ value: Value,
    of type: String,
    values: [String],
    isStatic: Bool
  ) -> RemotePreset? {
    if let variable = sessionVariable(value, isStatic: isStatic) {
      return .session(variable, type: type)
    }
    guard case .enum(let name) = value else {
      refuse(value, of: type, expected: "an enum value")
      return nil
    }
    guard values.contains(name.value) else {
      refuse("\"\(name.value)\" not found in the enum: \"\(type)\"")
      return nil
    }
    return .literal(value)
  }

  private mutating func checkScalarPreset(
    _ value: Value,
    of type: String,
    isStatic: Bool
  ) -> RemotePreset? {
    if let variable = sessionVariable(value, isStatic: isStatic) {
      return .session(variable, type: type)
    }
    switch value {
    case .int, .float, .string, .boolean, .null:
      return .literal(value)
    case .enum, .list, .object, .variable:
      refuse(value, of: type, expected: "a scalar value")
      return nil
    }
  }

  private func sessionVariable(_ value: Value, isStatic: Bool) -> SessionVariableName? {
    guard !isStatic, case .string(let text) = value, SessionVariableName.isName(text.value) else {
      return nil
    }
    return SessionVariableName(text.value)
  }

  private mutating func refuse(_ value: Value, of type: String, expected: String) {
    refuse(
      "expected preset value \"\(Printer.print(value))\" of type \"\(type)\" to be \(expected)"
    )
  }
}
