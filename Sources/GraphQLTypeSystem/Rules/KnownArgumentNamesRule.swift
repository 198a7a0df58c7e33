import GraphQLLanguage
import OrderedCollections

/// Given arguments are defined by their field or directive (specification §5.4.1).
struct KnownArgumentNamesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.arguments]

  mutating func visit(
    _ arguments: [Argument],
    of owner: ArgumentOwner?,
    _ definitions: ArgumentDefinitions?,
    _ context: inout ValidationContext
  ) {
    guard let owner, let definitions else { return }
    for argument in arguments where definitions[argument.name.value] == nil {
      context.report(
        .unknownArgument(
          name: argument.name.value,
          owner: owner,
          suggestions: nearNames(to: argument.name.value, among: definitions.keys)
        ),
        at: argument.location
      )
    }
  }
}
