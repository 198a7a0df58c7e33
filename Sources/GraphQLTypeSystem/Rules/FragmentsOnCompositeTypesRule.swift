import GraphQLLanguage

/// Fragments are on types that have fields (specification §5.5.1.3).
struct FragmentsOnCompositeTypesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.fragment, .inlineFragment]

  mutating func visit(_ fragment: InlineFragment, _ context: inout ValidationContext) {
    guard let name = fragment.typeCondition, let type = context.type(named: name.value),
      !type.isComposite
    else { return }
    context.report(.nonCompositeFragment(name: nil, type: name.value), at: name.location)
  }

  mutating func visit(_ fragment: FragmentDefinition, _ context: inout ValidationContext) {
    let name = fragment.typeCondition
    guard let type = context.type(named: name.value), !type.isComposite else { return }
    context.report(
      .nonCompositeFragment(name: fragment.name.value, type: name.value),
      at: name.location
    )
  }
}
