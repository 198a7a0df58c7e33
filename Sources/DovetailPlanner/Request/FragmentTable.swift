package import GraphQLLanguage

/// The fragments of a document, checked to be defined once, used, and free of cycles.
package struct FragmentTable: Sendable {
  private var fragments: [String: FragmentDefinition]

  /// - Throws: what contract 01 §3 says of undefined, unused, repeated and cyclic fragments.
  package init(
    _ document: Document,
    usedBy operation: OperationDefinition
  ) throws(PlannerError) {
    var fragments: [String: FragmentDefinition] = [:]
    for fragment in document.fragments {
      guard fragments.updateValue(fragment, forKey: fragment.name.value) == nil else {
        throw PlannerError(
          code: .parseFailed,
          message: "multiple definitions for fragment \"\(fragment.name.value)\""
        )
      }
    }
    self.fragments = fragments
    let spreads = Self.spreads(in: operation.selectionSet, at: "$")
    guard !fragments.isEmpty || !spreads.isEmpty else { return }
    var used = try reachable(from: operation.selectionSet)
    // A document may hold fragments for its other operations.
    for other in document.operations where other != operation {
      used.formUnion(try reachable(from: other.selectionSet))
    }
    let unused = document.fragments.map(\.name.value).filter { !used.contains($0) }
    guard unused.isEmpty else {
      throw PlannerError(
        message: "following fragment(s) have been defined, but have not been used in the query - "
          + unused.joined(separator: ", ")
      )
    }
  }

  package subscript(_ name: String) -> FragmentDefinition? { fragments[name] }

  /// Follows spreads depth first; the stack is the way from the operation.
  private func reachable(from set: SelectionSet) throws(PlannerError) -> Set<String> {
    var done: Set<String> = []
    var way: [String] = []
    var pending: [Step] = Self.spreads(in: set, at: "$").reversed().map { .enter($0) }
    while let step = pending.popLast() {
      switch step {
      case .leave:
        if let name = way.popLast() { done.insert(name) }
      case .enter(let spread):
        if let start = way.firstIndex(of: spread.name) {
          throw cycleError(Array(way[start...]), at: spread.path)
        }
        guard !done.contains(spread.name) else { continue }
        guard let fragment = fragments[spread.name] else {
          throw PlannerError(message: "reference to undefined fragment \"\(spread.name)\"")
        }
        way.append(spread.name)
        pending.append(.leave)
        let inner = Self.spreads(
          in: fragment.selectionSet,
          at: spread.path + pathComponent(spread.name)
        )
        pending += inner.reversed().map { .enter($0) }
      }
    }
    return done
  }

  private enum Step {
    case enter(Spread)
    case leave
  }

  /// A use of a fragment, and the path of the selection set in which it stands.
  private struct Spread {
    var name: String
    var path: String
  }

  private func cycleError(_ names: [String], at path: String) -> PlannerError {
    let list =
      names.count < 2
      ? names.joined()
      : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    return PlannerError(message: "the fragment definition(s) \(list) form a cycle", path: path)
  }

  private static func spreads(in set: SelectionSet, at path: String) -> [Spread] {
    var spreads: [Spread] = []
    var pending: [(set: SelectionSet, path: String)] = [(set, path + ".selectionSet")]
    while let next = pending.popLast() {
      for selection in next.set.selections {
        switch selection {
        case .field(let field):
          guard let inner = field.selectionSet else { continue }
          pending.append(
            (inner, next.path + pathComponent(field.name.value) + ".selectionSet")
          )
        case .inlineFragment(let fragment):
          pending.append((fragment.selectionSet, next.path))
        case .fragmentSpread(let spread):
          spreads.append(Spread(name: spread.name.value, path: next.path))
        }
      }
    }
    return spreads
  }
}
