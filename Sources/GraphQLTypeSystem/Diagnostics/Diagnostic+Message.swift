import GraphQLLanguage

extension Diagnostic {
  /// The problem in the reference implementation's words, where it has any.
  package var message: String {
    switch problem {
    case .document(let problem): problem.message
    case .definition(let problem): problem.message
    case .schema(let problem): problem.message
    case .input(let problem): problem.message
    }
  }
}

/// ` Did you mean "a", "b", or "c"?`, or nothing if there is nothing to suggest.
func didYouMean(_ suggestions: [String], _ introduction: String = "") -> String {
  guard !suggestions.isEmpty else { return "" }
  let quoted = suggestions.prefix(5).map { "\"\($0)\"" }
  return " Did you mean \(introduction)\(alternatives(quoted))?"
}

/// `a`, `a or b`, `a, b, or c`.
private func alternatives(_ items: [String]) -> String {
  switch items.count {
  case 0, 1: items.joined()
  case 2: items.joined(separator: " or ")
  default: items.dropLast().joined(separator: ", ") + ", or " + (items.last ?? "")
  }
}
