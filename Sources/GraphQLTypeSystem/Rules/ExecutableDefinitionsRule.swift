import GraphQLLanguage

/// A document to execute has only operations and fragments (specification §5.1.1).
struct ExecutableDefinitionsRule: RuleVisitor {
  static let interests: [RuleInterest] = []

  mutating func enter(_ document: Document, _ context: inout ValidationContext) {
    for definition in document.definitions {
      switch definition {
      case .operation, .fragment:
        break
      case .schema(let schema), .schemaExtension(let schema):
        context.report(.notExecutable(definition: nil), at: schema.location)
      case .type(let type), .typeExtension(let type):
        context.report(.notExecutable(definition: type.name.value), at: type.location)
      case .directive(let directive):
        context.report(.notExecutable(definition: directive.name.value), at: directive.location)
      }
    }
  }
}
