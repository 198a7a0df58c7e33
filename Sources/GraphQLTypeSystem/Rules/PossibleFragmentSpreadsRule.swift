import GraphQLLanguage

/// Fragments can apply to values of the type that they are spread on (specification §5.5.2.3).
struct PossibleFragmentSpreadsRule: RuleVisitor {
  static let interests: [RuleInterest] = [.spread, .inlineFragment]

  mutating func visit(_ fragment: InlineFragment, _ context: inout ValidationContext) {
    guard let name = fragment.typeCondition else { return }
    check(name.value, fragment: nil, at: fragment.location, &context)
  }

  mutating func visit(_ spread: FragmentSpread, _ context: inout ValidationContext) {
    guard let fragment = context.fragments[spread.name.value] else { return }
    check(
      fragment.typeCondition.value,
      fragment: spread.name.value,
      at: spread.location,
      &context
    )
  }

  private func check(
    _ name: String,
    fragment: String?,
    at location: Location,
    _ context: inout ValidationContext
  ) {
    guard let parent = context.parentType, let type = context.type(named: name), type.isComposite,
      let schema = context.schema, !schema.doOverlap(parent, type)
    else { return }
    context.report(
      .impossibleFragmentSpread(name: fragment, parentType: parent.name, type: name),
      at: location
    )
  }
}
