import GraphQLLanguage

/// Fragments do not spread themselves, directly or not (specification §5.5.2.2).
struct NoFragmentCyclesRule: RuleVisitor {
  /// A fragment on the way from where the search started.
  private struct Step {
    var name: String
    var spreads: [FragmentSpread]
    var next = 0
  }

  private var visited: Set<String> = []
  /// The spreads that lead to the fragment being looked at.
  private var spreadPath: [FragmentSpread] = []
  /// How many spreads lead to each fragment on the way.
  private var depths: [String: Int] = [:]

  mutating func leave(_ document: Document, _ context: inout ValidationContext) {
    let index = context.factsOfFragments
    for fragment in document.fragments where !visited.contains(fragment.name.value) {
      search(from: fragment.name.value, index, &context)
    }
  }

  // An explicit stack, because chains of fragments may be as long as the document.
  private mutating func search(
    from start: String,
    _ index: [String: Int],
    _ context: inout ValidationContext
  ) {
    var steps = [step(start, index, context)]
    while var step = steps.popLast() {
      guard step.next < step.spreads.count, !context.isFull else {
        depths[step.name] = nil
        _ = spreadPath.popLast()
        continue
      }
      let spread = step.spreads[step.next]
      step.next += 1
      steps.append(step)

      let name = spread.name.value
      if let depth = depths[name] {
        let cycle = spreadPath[depth...]
        context.report(
          .fragmentCycle(name: name, via: cycle.map(\.name.value)),
          at: (cycle.first ?? spread).location,
          spread.location
        )
      } else if index[name] != nil, !visited.contains(name) {
        spreadPath.append(spread)
        steps.append(self.step(name, index, context))
      }
    }
    spreadPath = []
  }

  private mutating func step(
    _ name: String,
    _ index: [String: Int],
    _ context: ValidationContext
  ) -> Step {
    visited.insert(name)
    depths[name] = spreadPath.count
    return Step(name: name, spreads: index[name].map { context.facts[$0].spreads } ?? [])
  }
}
