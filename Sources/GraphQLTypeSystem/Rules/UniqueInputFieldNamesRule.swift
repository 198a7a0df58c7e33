import GraphQLLanguage

/// No field of an input object literal is given twice (specification §5.6.3).
struct UniqueInputFieldNamesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.value]

  mutating func visit(
    _ value: Value,
    expected: TypeReference?,
    _ context: inout ValidationContext
  ) {
    switch value {
    case .list(let elements, _):
      for element in elements { visit(element, expected: nil, &context) }
    case .object(let fields, _):
      forEachDuplicate(in: fields.map(\.name)) { first, second in
        context.report(
          .duplicateInputField(name: second.value),
          at: first.location,
          second.location
        )
      }
      for field in fields { visit(field.value, expected: nil, &context) }
    case .variable, .int, .float, .string, .boolean, .null, .enum:
      break
    }
  }
}
