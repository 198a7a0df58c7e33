import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RemotePermissionChecker {
  /// Whose arguments or input fields are compared.
  enum InputOwner {
    case field(type: String, name: String)
    case inputObject(String)

    /// The owner's name.
    var name: String {
      switch self {
      case .field(_, let name), .inputObject(let name): name
      }
    }

    /// What an input value of the owner is called in reasons.
    var memberLabel: String {
      switch self {
      case .field: "Argument"
      case .inputObject: "Input object argument"
      }
    }

    /// The place of an input value of the owner.
    func place(of member: String) -> RemoteInputPlace {
      switch self {
      case .field(let type, let name): .argument(type: type, field: name, name: member)
      case .inputObject(let type): .inputField(type: type, name: member)
      }
    }
  }

  /// The fields that a document permits of a type.
  mutating func checkFields(
    _ definitions: [FieldDefinition],
    of type: SchemaType,
    label: String
  ) -> OrderedDictionary<String, SchemaField> {
    let repeated = repeatedNames(definitions.map(\.name.value))
    if !repeated.isEmpty {
      refuse("duplicate fields: \(quotedList(repeated))found in the \"\(label)\" \"\(type.name)\"")
    }
    var fields: OrderedDictionary<String, SchemaField> = [:]
    for definition in definitions {
      let name = definition.name.value
      checkPlace(of: definition.directives, at: name)
      guard let known = type.fields[name] else {
        refuse("field \"\(name)\" does not exist in the \"\(label)\": \"\(type.name)\"")
        continue
      }
      if definition.type != known.type {
        refuse(
          "expected type of \"\(name)\"(\"Object field\") to be \(known.type) but received "
            + "\(definition.type)"
        )
      }
      var field = known
      field.description = definition.description?.value ?? known.description
      field.arguments = checkInputValues(
        definition.arguments,
        of: .field(type: type.name, name: name),
        known: known.arguments
      )
      fields[name] = field
    }
    return fields
  }

  /// The arguments or input fields that a document permits and does not preset.
  mutating func checkInputValues(
    _ definitions: [InputValueDefinition],
    of owner: InputOwner,
    known: OrderedDictionary<String, SchemaInputValue>
  ) -> OrderedDictionary<String, SchemaInputValue> {
    let names = definitions.map(\.name.value)
    let repeated = repeatedNames(names)
    if !repeated.isEmpty {
      refuse("duplicate arguments: \(quotedList(repeated))found in the field \"\(owner.name)\"")
    }
    let missing = known.values.filter { $0.type.isNonNull && !names.contains($0.name) }
    if !missing.isEmpty {
      refuse(
        "field: \"\(owner.name)\" expects the following non nullable arguments to be present: "
          + quotedList(missing.map(\.name), "and")
      )
    }
    var values: OrderedDictionary<String, SchemaInputValue> = [:]
    for definition in definitions {
      guard var value = checkInputValue(definition, of: owner, known: known) else { continue }
      value.description = definition.description?.value ?? value.description
      let place = owner.place(of: value.name)
      if let preset = checkPreset(definition, type: value.type, label: owner.memberLabel) {
        presets[place] = preset
        presetTypes[place] = value.type
      } else {
        values[value.name] = value
      }
    }
    return values
  }

  private mutating func checkInputValue(
    _ definition: InputValueDefinition,
    of owner: InputOwner,
    known: OrderedDictionary<String, SchemaInputValue>
  ) -> SchemaInputValue? {
    let name = definition.name.value
    guard let value = known[name] else {
      refuse("input argument \"\(name)\" does not exist in the input object:\"\(owner.name)\"")
      return nil
    }
    if definition.type != value.type {
      refuse(
        "expected type of \"\(name)\"(\"\(owner.memberLabel)\") to be \(value.type) but received "
          + "\(definition.type)"
      )
    }
    if definition.defaultValue != value.defaultValue {
      refuse(
        "expected default value of input value: \"\(name)\"of input object \"\(owner.name)\" to be "
          + "\(text(of: value.defaultValue)) but received \(text(of: definition.defaultValue))"
      )
    }
    return value
  }

  private func text(of value: Value?) -> String {
    value.map { Printer.print($0) } ?? "no default value"
  }
}
