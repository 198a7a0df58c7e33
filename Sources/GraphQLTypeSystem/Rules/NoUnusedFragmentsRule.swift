import GraphQLLanguage

/// Fragments are used by some operation (specification §5.5.1.4).
struct NoUnusedFragmentsRule: RuleVisitor {
  static let interests: [RuleInterest] = []

  mutating func leave(_ document: Document, _ context: inout ValidationContext) {
    let index = context.factsOfFragments
    var used: Set<String> = []
    var open: [FragmentSpread] = []
    for facts in context.facts {
      if case .operation = facts.owner { open += facts.spreads }
    }
    while let spread = open.popLast() {
      guard used.insert(spread.name.value).inserted, let position = index[spread.name.value] else {
        continue
      }
      open += context.facts[position].spreads
    }
    for fragment in document.fragments where !used.contains(fragment.name.value) {
      context.report(.unusedFragment(name: fragment.name.value), at: fragment.location)
    }
  }
}
