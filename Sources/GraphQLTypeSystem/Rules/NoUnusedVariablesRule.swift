import GraphQLLanguage

/// Variables that an operation defines are used by it (specification §5.8.4).
struct NoUnusedVariablesRule: RuleVisitor {
  static let interests: [RuleInterest] = []

  mutating func leave(_ document: Document, _ context: inout ValidationContext) {
    let index = context.factsOfFragments
    for facts in context.facts {
      guard case .operation(let operation) = facts.owner,
        !operation.variableDefinitions.isEmpty
      else { continue }
      var used: Set<String> = []
      for facts in context.reachableFacts(from: facts, index) {
        for usage in facts.variables { used.insert(usage.name.value) }
      }
      for variable in operation.variableDefinitions where !used.contains(variable.name.value) {
        context.report(
          .unusedVariable(name: variable.name.value, operation: operation.name?.value),
          at: variable.location
        )
      }
    }
  }
}
