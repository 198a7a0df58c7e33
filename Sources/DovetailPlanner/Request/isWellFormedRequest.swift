package import GraphQLLanguage

/// Whether a document can be a request: it defines nothing but operations and fragments, and gives no
/// argument and no key of an object twice.
package func isWellFormedRequest(_ document: Document) -> Bool {
  var check = RequestForm()
  walk(document, with: &check)
  return check.isWellFormed
}

private struct RequestForm: SyntaxVisitor {
  var isWellFormed = true

  private mutating func check(_ names: [Name]) -> VisitStep {
    if names.count > 1, Set(names.map(\.value)).count < names.count { isWellFormed = false }
    return isWellFormed ? .visitChildren : .skipChildren
  }

  mutating func enter(_ node: Document) -> VisitStep {
    for definition in node.definitions {
      switch definition {
      case .operation, .fragment: continue
      default: isWellFormed = false
      }
    }
    return isWellFormed ? .visitChildren : .skipChildren
  }

  mutating func enter(_ node: Field) -> VisitStep { check(node.arguments.map(\.name)) }

  mutating func enter(_ node: Directive, at location: DirectiveLocation) -> VisitStep {
    check(node.arguments.map(\.name))
  }

  mutating func enter(_ node: Value) -> VisitStep {
    if case .object(let fields, _) = node { check(fields.map(\.name)) } else { .visitChildren }
  }
}
