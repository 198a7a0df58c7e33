import GraphQLLanguage

/// Variables that an operation uses are defined by it (specification §5.8.3).
struct NoUndefinedVariablesRule: RuleVisitor {
  static let interests: [RuleInterest] = []

  mutating func leave(_ document: Document, _ context: inout ValidationContext) {
    let index = context.factsOfFragments
    for facts in context.facts {
      guard case .operation(let operation) = facts.owner else { continue }
      let defined = Set(operation.variableDefinitions.map(\.name.value))
      for facts in context.reachableFacts(from: facts, index) {
        for usage in facts.variables where !defined.contains(usage.name.value) {
          context.report(
            .undefinedVariable(name: usage.name.value, operation: operation.name?.value),
            at: usage.name.location,
            operation.location
          )
        }
      }
    }
  }
}
