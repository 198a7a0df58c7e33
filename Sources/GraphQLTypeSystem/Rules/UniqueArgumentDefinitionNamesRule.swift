import GraphQLLanguage

/// A field or directive defines no two arguments of one name (specification §3.6, §3.13).
struct UniqueArgumentDefinitionNamesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.typeDefinition, .directiveDefinition]

  mutating func visit(
    _ type: TypeDefinition,
    isExtension: Bool,
    _ context: inout ValidationContext
  ) {
    for field in type.outputFields {
      check(
        field.arguments,
        of: .field(type: type.name.value, name: field.name.value),
        &context
      )
    }
  }

  mutating func visit(_ directive: DirectiveDefinition, _ context: inout ValidationContext) {
    check(directive.arguments, of: .directive(name: directive.name.value), &context)
  }

  private func check(
    _ arguments: [InputValueDefinition],
    of owner: ArgumentOwner,
    _ context: inout ValidationContext
  ) {
    forEachDuplicate(in: arguments.map(\.name)) { first, second in
      context.report(
        .duplicateArgumentDefinition(owner: owner, argument: second.value),
        at: first.location,
        second.location
      )
    }
  }
}
