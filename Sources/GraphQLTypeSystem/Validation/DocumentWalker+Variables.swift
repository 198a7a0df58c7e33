import GraphQLLanguage
import OrderedCollections

/// A place in a literal where a variable may stand.
struct VariablePlace {
  /// The type that is expected; `nil` where it is not known.
  var expected: TypeReference?
  /// Whether the place has a default value of its own.
  var hasDefault = false
  /// The OneOf input object that the place is a field of, if it is.
  var oneOfType: String?
}

extension DocumentWalker {
  /// Notes the variables of a literal among the facts of the definition being walked.
  mutating func noteVariables(in value: Value, _ place: VariablePlace) {
    switch value {
    case .variable(let name):
      guard let last = context.facts.indices.last else { return }
      context.facts[last].variables.append(
        VariableUsage(
          name: name,
          expected: place.expected,
          hasDefault: place.hasDefault,
          oneOfType: place.oneOfType
        )
      )
    case .list(let elements, _):
      let inner: TypeReference? =
        if case .list(let inner)? = place.expected?.nullable { inner } else {
          place.expected?.nullable
        }
      for element in elements { noteVariables(in: element, VariablePlace(expected: inner)) }
    case .object(let members, _):
      let type = place.expected.flatMap { context.type(named: $0.namedType) }
      for member in members {
        noteVariables(in: member.value, self.place(of: member.name.value, in: type))
      }
    case .int, .float, .string, .boolean, .null, .enum:
      break
    }
  }

  private func place(of field: String, in type: SchemaType?) -> VariablePlace {
    guard let type, case .inputObject(let fields, let isOneOf) = type.kind,
      let definition = fields[field]
    else { return VariablePlace() }
    return VariablePlace(
      expected: context.inputType(definition.type),
      hasDefault: definition.defaultValue != nil,
      oneOfType: isOneOf ? type.name : nil
    )
  }
}
