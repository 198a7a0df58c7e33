import GraphQLLanguage
import OrderedCollections

/// Literals are of the type that is expected where they stand (specification §5.6).
struct ValuesOfCorrectTypeRule: RuleVisitor {
  static let interests: [RuleInterest] = [.value]

  mutating func visit(
    _ value: Value,
    expected: TypeReference?,
    _ context: inout ValidationContext
  ) {
    guard let expected else { return }
    check(value, expected, inside: [], &context)
  }

  private func check(
    _ value: Value,
    _ expected: TypeReference,
    inside path: [PathElement],
    _ context: inout ValidationContext
  ) {
    guard let type = context.type(named: expected.namedType), !context.isFull else { return }
    switch value {
    case .variable:
      break
    case .null:
      if expected.isNonNull {
        context.report(
          .wrongKind(type: expected, found: .literal(value)),
          at: value.location,
          inside: path
        )
      }
    case .list(let elements, _):
      guard case .list(let inner) = expected.nullable else {
        return checkLeaf(value, expected.nullable, type, inside: path, &context)
      }
      for (index, element) in elements.enumerated() {
        check(element, inner, inside: path + [.index(index)], &context)
      }
    case .object(let members, _):
      guard case .inputObject(let fields, let isOneOf) = type.kind else {
        return checkLeaf(value, expected, type, inside: path, &context)
      }
      checkObject(value, members, type, fields, inside: path, &context)
      if isOneOf { checkOneOf(value, members, type, inside: path, &context) }
    case .int, .float, .string, .boolean, .enum:
      checkLeaf(value, expected, type, inside: path, &context)
    }
  }

  private func checkObject(
    _ value: Value,
    _ members: [ObjectField],
    _ type: SchemaType,
    _ fields: ArgumentDefinitions,
    inside path: [PathElement],
    _ context: inout ValidationContext
  ) {
    for field in fields.values where field.isRequired {
      if members.contains(where: { $0.name.value == field.name }) { continue }
      context.report(
        .missingField(type: type.name, field: field.name, fieldType: field.type),
        at: value.location,
        inside: path
      )
    }
    for member in members {
      let name = member.name.value
      if let field = fields[name] {
        if let expected = context.inputType(field.type) {
          check(member.value, expected, inside: path + [.key(name)], &context)
        }
      } else {
        context.report(
          .unknownField(
            type: type.name,
            field: name,
            suggestions: nearNames(to: name, among: fields.keys)
          ),
          at: member.location,
          inside: path + [.key(name)]
        )
      }
    }
  }

  private func checkOneOf(
    _ value: Value,
    _ members: [ObjectField],
    _ type: SchemaType,
    inside path: [PathElement],
    _ context: inout ValidationContext
  ) {
    guard let member = members.first, Set(members.map(\.name.value)).count == 1 else {
      context.report(.notExactlyOneField(type: type.name), at: value.location, inside: path)
      return
    }
    if member.value.isNull {
      context.report(
        .nullOneOfField(type: type.name, field: member.name.value),
        at: value.location,
        inside: path + [.key(member.name.value)]
      )
    }
  }

  private func checkLeaf(
    _ value: Value,
    _ expected: TypeReference,
    _ type: SchemaType,
    inside path: [PathElement],
    _ context: inout ValidationContext
  ) {
    switch type.kind {
    case .scalar:
      if case .failure(let rejection) = coerceScalar(value, to: type.name, variables: [:]) {
        context.report(rejection.problem, at: value.location, inside: path)
      }
    case .enum(let values):
      if let problem = enumProblem(value, type: type.name, values) {
        context.report(problem, at: value.location, inside: path)
      }
    case .object, .interface, .union, .inputObject:
      context.report(
        .wrongKind(type: expected, found: .literal(value)),
        at: value.location,
        inside: path
      )
    }
  }
}
