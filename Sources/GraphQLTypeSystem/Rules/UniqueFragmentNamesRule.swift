import GraphQLLanguage

/// No two fragments have one name (specification §5.5.1.1).
struct UniqueFragmentNamesRule: RuleVisitor {
  static let interests: [RuleInterest] = []

  mutating func enter(_ document: Document, _ context: inout ValidationContext) {
    forEachDuplicate(in: document.fragments.map(\.name)) { first, second in
      context.report(
        .duplicateFragment(name: second.value),
        at: first.location,
        second.location
      )
    }
  }
}
