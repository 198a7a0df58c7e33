package import GraphQLLanguage

/// The fragments of a document, checked to be defined once, used, and free of cycles.
package struct FragmentTable: Sendable {
  private var fragments: [String: FragmentDefinition]

  /// - Throws: what contract 01 §3 says of undefined, unused, repeated and cyclic fragments.
  package init(
    _ document: Document, usedBy operation: OperationDefinition
  ) throws(PlannerError) {
    var fragments: [String: FragmentDefinition] = [:]
    for fragment in document.fragments {
      guard fragments.updateValue(fragment, forKey: fragment.name.value) == nil else {
        throw PlannerError(
          code: .parseFailed,
          message: "multiple definitions for fragment \"\(fragment.name.value)\"")
      }
    }
    self.fragments = fragments
    guard !fragments.isEmpty || !Self.spreads(in: operation.selectionSet).isEmpty else { return }
    var used = try reachable(from: Self.spreads(in: operation.selectionSet))
    // A document may hold fragments for its other operations.
    for other in document.operations where other != operation {
      used.formUnion(try reachable(from: Self.spreads(in: other.selectionSet)))
    }
    let unused = document.fragments.map(\.name.value).filter { !used.contains($0) }
    guard unused.isEmpty else {
      throw PlannerError(
        message: "following fragment(s) have been defined, but have not been used in the query - "
          + unused.joined(separator: ", "))
    }
  }

  package subscript(_ name: String) -> FragmentDefinition? { fragments[name] }

  /// Follows spreads depth first; the stack is the way from the operation.
  private func reachable(from roots: [String]) throws(PlannerError) -> Set<String> {
    var done: Set<String> = []
    var way: [String] = []
    var pending: [Step] = roots.reversed().map { .enter($0) }
    while let step = pending.popLast() {
      switch step {
      case .leave:
        if let name = way.popLast() { done.insert(name) }
      case .enter(let name):
        if let start = way.firstIndex(of: name) {
          throw cycleError(Array(way[start...]))
        }
        guard !done.contains(name) else { continue }
        guard let fragment = fragments[name] else {
          throw PlannerError(message: "reference to undefined fragment \"\(name)\"")
        }
        way.append(name)
        pending.append(.leave)
        pending += Self.spreads(in: fragment.selectionSet).reversed().map { .enter($0) }
      }
    }
    return done
  }

  private enum Step {
    case enter(String)
    case leave
  }

  private func cycleError(_ names: [String]) -> PlannerError {
    let list =
      names.count < 2
      ? names.joined()
      : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    return PlannerError(message: "the fragment definition(s) \(list) form a cycle")
  }

  private static func spreads(in set: SelectionSet) -> [String] {
    var names: [String] = []
    var pending: [SelectionSet] = [set]
    while let next = pending.popLast() {
      for selection in next.selections {
        switch selection {
        case .field(let field):
          if let inner = field.selectionSet { pending.append(inner) }
        case .inlineFragment(let fragment):
          pending.append(fragment.selectionSet)
        case .fragmentSpread(let spread):
          names.append(spread.name.value)
        }
      }
    }
    return names
  }
}
