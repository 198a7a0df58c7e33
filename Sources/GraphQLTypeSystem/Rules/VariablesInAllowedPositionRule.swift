import GraphQLLanguage

/// Variables suit the places where they are used (specification §5.8.5).
struct VariablesInAllowedPositionRule: RuleVisitor {
  static let interests: [RuleInterest] = []

  mutating func leave(_ document: Document, _ context: inout ValidationContext) {
    guard let schema = context.schema else { return }
    let index = context.factsOfFragments
    for facts in context.facts {
      guard case .operation(let operation) = facts.owner,
        !operation.variableDefinitions.isEmpty
      else { continue }
      let definitions = Dictionary(
        operation.variableDefinitions.map { ($0.name.value, $0) },
        uniquingKeysWith: { _, last in last }
      )
      for facts in context.reachableFacts(from: facts, index) {
        for usage in facts.variables {
          guard let definition = definitions[usage.name.value] else { continue }
          check(usage, definition, schema, &context)
        }
      }
    }
  }

  private func check(
    _ usage: VariableUsage,
    _ definition: VariableDefinition,
    _ schema: any TypeSchema,
    _ context: inout ValidationContext
  ) {
    guard let expected = usage.expected, schema.type(of: definition.type) != nil else { return }
    if !Self.allows(usage, expected, definition, schema) {
      context.report(
        .misplacedVariable(
          name: usage.name.value,
          type: definition.type,
          expected: expected
        ),
        at: definition.location,
        usage.name.location
      )
    }
    if let inputType = usage.oneOfType, !definition.type.isNonNull {
      context.report(
        .nullableOneOfVariable(
          name: usage.name.value,
          type: definition.type,
          inputType: inputType
        ),
        at: definition.location,
        usage.name.location
      )
    }
  }

  private static func allows(
    _ usage: VariableUsage,
    _ expected: TypeReference,
    _ definition: VariableDefinition,
    _ schema: any TypeSchema
  ) -> Bool {
    if case .nonNull(let nullable) = expected, !definition.type.isNonNull {
      let hasValue = definition.defaultValue.map { !$0.isNull } ?? false
      return (hasValue || usage.hasDefault) && schema.isSubtype(definition.type, of: nullable)
    }
    return schema.isSubtype(definition.type, of: expected)
  }
}
