import GraphQLLanguage

/// No two types are defined by one name (specification §3.3).
struct UniqueTypeNamesRule: RuleVisitor {
  static let interests: [RuleInterest] = []

  mutating func enter(_ document: Document, _ context: inout ValidationContext) {
    var names: [Name] = []
    for case .type(let type) in document.definitions {
      if context.type(named: type.name.value) != nil {
        context.report(.typeExists(name: type.name.value), at: type.name.location)
      } else {
        names.append(type.name)
      }
    }
    forEachDuplicate(in: names) { first, second in
      context.report(.duplicateType(name: second.value), at: first.location, second.location)
    }
  }
}
