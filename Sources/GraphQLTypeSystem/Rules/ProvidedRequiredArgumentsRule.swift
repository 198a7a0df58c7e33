import GraphQLLanguage
import OrderedCollections

/// Required arguments are given (specification §5.4.3).
struct ProvidedRequiredArgumentsRule: RuleVisitor {
  static let interests: [RuleInterest] = [.field, .directive]

  mutating func visit(_ field: Field, _ context: inout ValidationContext) {
    guard let type = context.parentType, let definition = context.field else { return }
    check(
      field.arguments,
      definition.arguments,
      of: .field(type: type.name, name: definition.name),
      at: field.location,
      &context
    )
  }

  mutating func visit(_ directive: Directive, _ context: inout ValidationContext) {
    guard let definition = context.directive else { return }
    check(
      directive.arguments,
      definition.arguments,
      of: .directive(name: definition.name),
      at: directive.location,
      &context
    )
  }

  private func check(
    _ arguments: [Argument],
    _ definitions: ArgumentDefinitions,
    of owner: ArgumentOwner,
    at location: Location,
    _ context: inout ValidationContext
  ) {
    for definition in definitions.values where definition.isRequired {
      if arguments.contains(where: { $0.name.value == definition.name }) { continue }
      context.report(
        .missingArgument(name: definition.name, type: definition.type, owner: owner),
        at: location,
        inside: [.key("args")]
      )
    }
  }
}
