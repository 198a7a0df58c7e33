import GraphQLLanguage

/// What an operation or fragment uses, not counting what the fragments in it use.
struct DefinitionFacts {
  /// An executable definition.
  enum Owner {
    case operation(OperationDefinition)
    case fragment(FragmentDefinition)
  }

  /// Whose facts these are.
  var owner: Owner
  /// The fragments that are spread.
  var spreads: [FragmentSpread] = []
  /// The uses of variables.
  var variables: [VariableUsage] = []
}

/// A variable standing in a place of some type.
struct VariableUsage {
  /// The variable.
  var name: Name
  /// The type that the place expects; `nil` where it isn't known.
  var expected: TypeReference?
  /// Whether the place has a default value of its own.
  var hasDefault: Bool
  /// The input object of which exactly one field must be given, if the place is such a field.
  var oneOfType: String?
}

extension ValidationContext {
  /// The facts of an operation and of all fragments that it spreads, directly or not.
  func reachableFacts(from operation: DefinitionFacts, _ index: [String: Int]) -> [DefinitionFacts]
  {
    var found = [operation]
    var seen: Set<Int> = []
    var next = 0
    while next < found.count {
      for spread in found[next].spreads {
        guard let fragment = index[spread.name.value], seen.insert(fragment).inserted else {
          continue
        }
        found.append(facts[fragment])
      }
      next += 1
    }
    return found
  }

  /// Where in `facts` each fragment is, of equally named ones the last.
  var factsOfFragments: [String: Int] {
    var index: [String: Int] = [:]
    for (position, facts) in facts.enumerated() {
      if case .fragment(let fragment) = facts.owner { index[fragment.name.value] = position }
    }
    return index
  }
}
