import GraphQLLanguage

/// An operation defines no variable twice (specification §5.8.1).
struct UniqueVariableNamesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.operation]

  mutating func visit(_ operation: OperationDefinition, _ context: inout ValidationContext) {
    forEachDuplicate(in: operation.variableDefinitions.map(\.name)) { first, second in
      context.report(
        .duplicateVariable(name: second.value),
        at: first.location,
        second.location
      )
    }
  }
}
