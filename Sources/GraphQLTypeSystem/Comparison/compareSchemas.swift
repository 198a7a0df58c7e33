import GraphQLLanguage
import OrderedCollections

/// What a later version of a schema has, lacks, and has otherwise than an earlier one.
///
/// Descriptions, deprecations, directives and order do not count.
package func compareSchemas(
  _ earlier: StaticTypeSchema,
  _ later: StaticTypeSchema
) -> [SchemaDifference] {
  var comparison = SchemaComparison()
  for kind in OperationKind.allCases {
    comparison.compareRoots(
      earlier.rootTypeName(for: kind),
      later.rootTypeName(for: kind),
      kind
    )
  }
  for (name, type) in earlier.definedTypes {
    if let other = later.definedTypes[name] {
      comparison.compare(type, other)
    } else {
      comparison.note(.typeRemoved, true, name, "the type \"\(name)\" was removed")
    }
  }
  for name in later.definedTypes.keys where earlier.definedTypes[name] == nil {
    comparison.note(.typeAdded, false, name, "the type \"\(name)\" was added")
  }
  return comparison.differences
}

/// Gathers differences.
private struct SchemaComparison {
  var differences: [SchemaDifference] = []

  mutating func note(
    _ kind: SchemaDifference.Kind,
    _ isBreaking: Bool,
    _ coordinate: String,
    _ message: String
  ) {
    differences.append(
      SchemaDifference(kind, isBreaking: isBreaking, at: coordinate, message)
    )
  }

  mutating func compareRoots(_ old: String?, _ new: String?, _ kind: OperationKind) {
    guard old != new else { return }
    let operation = kind.rawValue
    switch (old, new) {
    case (let old?, let new?):
      note(
        .rootTypeChanged,
        true,
        new,
        "the root type of \(operation) operations changed from \"\(old)\" to \"\(new)\""
      )
    case (let old?, nil):
      note(.rootTypeChanged, true, old, "\(operation) operations are no longer supported")
    case (nil, let new?):
      note(.rootTypeChanged, false, new, "\(operation) operations are supported now")
    case (nil, nil):
      break
    }
  }

  mutating func compare(_ old: SchemaType, _ new: SchemaType) {
    let name = old.name
    switch (old.kind, new.kind) {
    case (.scalar, .scalar):
      break
    case (.object(let fields, let interfaces), .object(let newFields, let newInterfaces)),
      (.interface(let fields, let interfaces), .interface(let newFields, let newInterfaces)):
      compareFields(of: name, fields, newFields)
      compareNames(
        of: name,
        interfaces,
        newInterfaces,
        removed: (.interfaceRemoved, "no longer implements"),
        added: (.interfaceAdded, "now implements")
      )
    case (.union(let members), .union(let newMembers)):
      compareNames(
        of: name,
        members,
        newMembers,
        removed: (.unionMemberRemoved, "no longer includes"),
        added: (.unionMemberAdded, "now includes")
      )
    case (.enum(let values), .enum(let newValues)):
      compareNames(
        of: name,
        Array(values.keys),
        Array(newValues.keys),
        removed: (.enumValueRemoved, "no longer has the value"),
        added: (.enumValueAdded, "now has the value"),
        isMember: true
      )
    case (.inputObject(let fields, let isOneOf), .inputObject(let newFields, let isNewOneOf)):
      if isOneOf != isNewOneOf {
        let text = isNewOneOf ? "now takes exactly one field" : "no longer takes exactly one field"
        note(.oneOfChanged, isNewOneOf, name, "the input type \"\(name)\" \(text)")
      }
      compareInputs(fields, newFields, .inputFields(of: name))
    default:
      note(
        .typeKindChanged,
        true,
        name,
        "the type \"\(name)\" changed from \(kindName(old)) to \(kindName(new))"
      )
    }
  }

  private mutating func compareFields(
    of type: String,
    _ old: OrderedDictionary<String, SchemaField>,
    _ new: OrderedDictionary<String, SchemaField>
  ) {
    for (name, field) in old {
      let coordinate = "\(type).\(name)"
      guard let other = new[name] else {
        note(.fieldRemoved, true, coordinate, "the field \"\(coordinate)\" was removed")
        continue
      }
      if field.type != other.type {
        note(
          .fieldTypeChanged,
          !isOutput(other.type, usableAs: field.type),
          coordinate,
          "the type of \"\(coordinate)\" changed from \(field.type) to \(other.type)"
        )
      }
      compareInputs(field.arguments, other.arguments, .arguments(of: coordinate))
    }
    for name in new.keys where old[name] == nil {
      note(.fieldAdded, false, "\(type).\(name)", "the field \"\(type).\(name)\" was added")
    }
  }

  private mutating func compareNames(
    of type: String,
    _ old: [String],
    _ new: [String],
    removed: (SchemaDifference.Kind, String),
    added: (SchemaDifference.Kind, String),
    isMember: Bool = false
  ) {
    let (oldNames, newNames) = (Set(old), Set(new))
    for name in old where !newNames.contains(name) {
      let coordinate = isMember ? "\(type).\(name)" : type
      note(removed.0, true, coordinate, "\"\(type)\" \(removed.1) \"\(name)\"")
    }
    for name in new where !oldNames.contains(name) {
      let coordinate = isMember ? "\(type).\(name)" : type
      note(added.0, false, coordinate, "\"\(type)\" \(added.1) \"\(name)\"")
    }
  }

  private func kindName(_ type: SchemaType) -> String {
    switch type.kind {
    case .scalar: "a scalar"
    case .object: "an object type"
    case .interface: "an interface"
    case .union: "a union"
    case .enum: "an enum"
    case .inputObject: "an input type"
    }
  }
}

/// Where input values stand: what their differences are called.
private enum InputPlace {
  case arguments(of: String)
  case inputFields(of: String)

  func coordinate(_ name: String) -> String {
    switch self {
    case .arguments(let field): "\(field)(\(name):)"
    case .inputFields(let type): "\(type).\(name)"
    }
  }

  var word: String {
    switch self {
    case .arguments: "argument"
    case .inputFields: "input field"
    }
  }

  /// The kinds of difference: removed, added, added and required, another type, another default.
  var kinds:
    (
      removed: SchemaDifference.Kind, added: SchemaDifference.Kind,
      required: SchemaDifference.Kind, type: SchemaDifference.Kind,
      defaultValue: SchemaDifference.Kind
    )
  {
    switch self {
    case .arguments:
      (
        .argumentRemoved, .argumentAdded, .requiredArgumentAdded, .argumentTypeChanged,
        .argumentDefaultChanged
      )
    case .inputFields:
      (
        .inputFieldRemoved, .inputFieldAdded, .requiredInputFieldAdded, .inputFieldTypeChanged,
        .inputFieldDefaultChanged
      )
    }
  }
}

extension SchemaComparison {
  fileprivate mutating func compareInputs(
    _ old: OrderedDictionary<String, SchemaInputValue>,
    _ new: OrderedDictionary<String, SchemaInputValue>,
    _ place: InputPlace
  ) {
    let kinds = place.kinds
    for (name, value) in old {
      let coordinate = place.coordinate(name)
      guard let other = new[name] else {
        note(kinds.removed, true, coordinate, "the \(place.word) \"\(coordinate)\" was removed")
        continue
      }
      if value.type != other.type {
        note(
          kinds.type,
          !isInput(value.type, usableAs: other.type),
          coordinate,
          "the type of \"\(coordinate)\" changed from \(value.type) to \(other.type)"
        )
      }
      if value.defaultValue != other.defaultValue {
        // Where the value was optional for its default alone, it is required now.
        note(
          kinds.defaultValue,
          other.isRequired && !value.isRequired && value.type == other.type,
          coordinate,
          "the default value of \"\(coordinate)\" changed"
        )
      }
    }
    for (name, value) in new where old[name] == nil {
      let coordinate = place.coordinate(name)
      let text = "\(place.word) \"\(coordinate)\" was added"
      note(
        value.isRequired ? kinds.required : kinds.added,
        value.isRequired,
        coordinate,
        value.isRequired ? "the required \(text)" : "the \(text)"
      )
    }
  }
}

/// Whether a value of the later type is one of the earlier type, for those who read it.
private func isOutput(_ later: TypeReference, usableAs earlier: TypeReference) -> Bool {
  switch (later, earlier) {
  case (.nonNull(let inner), .nonNull(let outer)): isOutput(inner, usableAs: outer)
  case (.nonNull(let inner), _): isOutput(inner, usableAs: earlier)
  case (.list(let inner), .list(let outer)): isOutput(inner, usableAs: outer)
  case (.named(let name), .named(let other)): name.value == other.value
  default: false
  }
}

/// Whether a value of the earlier type is one of the later type, for those who write it.
private func isInput(_ earlier: TypeReference, usableAs later: TypeReference) -> Bool {
  isOutput(earlier, usableAs: later)
}
