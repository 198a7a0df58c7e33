import GraphQLLanguage

/// Spread fragments are defined in the document (specification §5.5.2.1).
struct KnownFragmentNamesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.spread]

  mutating func visit(_ spread: FragmentSpread, _ context: inout ValidationContext) {
    guard context.fragments[spread.name.value] == nil else { return }
    context.report(.unknownFragment(name: spread.name.value), at: spread.name.location)
  }
}
