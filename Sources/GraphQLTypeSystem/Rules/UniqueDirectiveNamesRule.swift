import GraphQLLanguage

/// No two directives are defined by one name (specification §3.13).
struct UniqueDirectiveNamesRule: RuleVisitor {
  static let interests: [RuleInterest] = []

  mutating func enter(_ document: Document, _ context: inout ValidationContext) {
    var names: [Name] = []
    for case .directive(let directive) in document.definitions {
      if context.schema?.directive(named: directive.name.value) != nil {
        context.report(
          .directiveExists(name: directive.name.value),
          at: directive.name.location
        )
      } else {
        names.append(directive.name)
      }
    }
    forEachDuplicate(in: names) { first, second in
      context.report(
        .duplicateDirectiveDefinition(name: second.value),
        at: first.location,
        second.location
      )
    }
  }
}
