import GraphQLLanguage

/// Fragments do not spread themselves, directly or not (specification §5.5.2.2).
struct NoFragmentCyclesRule: RuleVisitor {
  static let interests: [RuleInterest] = []

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
    for fragment in document.fragments where !visited.contains(fragment.name.value) {
      search(from: fragment.name.value, &context)
    }
  }

  // An explicit stack, because chains of fragments may be as long as the document.
  private mutating func search(
    from start: String,
    _ context: inout ValidationContext
  ) {
    var steps = [step(start, context)]
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
      } else if context.fragments[name] != nil, !visited.contains(name) {
        spreadPath.append(spread)
        steps.append(self.step(name, context))
      }
    }
    spreadPath = []
  }

  private mutating func step(
    _ name: String,
    _ context: ValidationContext
  ) -> Step {
    visited.insert(name)
    depths[name] = spreadPath.count
    return Step(name: name, spreads: context.fragments[name]?.selectionSet.spreads ?? [])
  }
}

extension SelectionSet {
  /// All spreads in the set, those directly in it first.
  fileprivate var spreads: [FragmentSpread] {
    var spreads: [FragmentSpread] = []
    var open = [self]
    while let set = open.popLast() {
      for selection in set.selections {
        switch selection {
        case .fragmentSpread(let spread): spreads.append(spread)
        case .inlineFragment(let fragment): open.append(fragment.selectionSet)
        case .field(let field): if let child = field.selectionSet { open.append(child) }
        }
      }
    }
    return spreads
  }
}
