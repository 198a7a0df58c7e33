import GraphQLLanguage

/// No argument is given twice (specification §5.4.2).
struct UniqueArgumentNamesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.arguments]

  mutating func visit(
    _ arguments: [Argument],
    of owner: ArgumentOwner?,
    _ definitions: ArgumentDefinitions?,
    _ context: inout ValidationContext
  ) {
    forEachDuplicate(in: arguments.map(\.name)) { first, second in
      context.report(
        .duplicateArgument(name: second.value),
        at: first.location,
        second.location
      )
    }
  }
}
