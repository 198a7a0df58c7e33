import GraphQLLanguage

/// No two operations have one name (specification §5.2.1.1).
struct UniqueOperationNamesRule: RuleVisitor {
  static let interests: [RuleInterest] = []

  mutating func enter(_ document: Document, _ context: inout ValidationContext) {
    forEachDuplicate(in: document.operations.compactMap(\.name)) { first, second in
      context.report(
        .duplicateOperation(name: second.value),
        at: first.location,
        second.location
      )
    }
  }
}
