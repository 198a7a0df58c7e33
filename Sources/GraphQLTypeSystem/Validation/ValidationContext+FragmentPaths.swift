import GraphQLLanguage

extension ValidationContext {
  /// The problems, those in fragments with the path by which an operation first gets there.
  func diagnosticsWithPaths() -> [Diagnostic] {
    guard !fragmentOfDiagnostic.isEmpty else { return diagnostics }
    let paths = firstPathsToFragments()
    var result = diagnostics
    for (index, fragment) in fragmentOfDiagnostic {
      // The path within the fragment starts with the step into its selection set, which is the
      // last step of the path to it.
      guard let prefix = paths[fragment], !result[index].path.isEmpty else { continue }
      result[index].path = prefix.dropLast() + result[index].path
    }
    return result
  }

  private func firstPathsToFragments() -> [String: [PathElement]] {
    var paths: [String: [PathElement]] = [:]
    var open: [(set: SelectionSet, path: [PathElement])] = document.operations.reversed().map {
      ($0.selectionSet, [.key("selectionSet")])
    }
    while let (set, path) = open.popLast() {
      for selection in set.selections {
        switch selection {
        case .field(let field):
          guard let child = field.selectionSet else { continue }
          open.append((child, path + [.key(field.name.value), .key("selectionSet")]))
        case .inlineFragment(let fragment):
          open.append((fragment.selectionSet, path))
        case .fragmentSpread(let spread):
          let name = spread.name.value
          guard paths[name] == nil, let fragment = fragments[name] else { continue }
          paths[name] = path
          open.append((fragment.selectionSet, path))
        }
      }
    }
    return paths
  }
}
