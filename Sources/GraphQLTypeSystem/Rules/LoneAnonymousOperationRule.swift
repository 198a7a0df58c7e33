import GraphQLLanguage

/// An operation without a name is the only one of its document (specification §5.2.2.1).
struct LoneAnonymousOperationRule: RuleVisitor {
  static let interests: [RuleInterest] = []

  mutating func enter(_ document: Document, _ context: inout ValidationContext) {
    let operations = document.operations
    guard operations.count > 1 else { return }
    for operation in operations where operation.name == nil {
      context.report(.anonymousOperationNotAlone, at: operation.location)
    }
  }
}
