import GraphQLLanguage

/// Operations are of a kind that the schema has a root type for (specification §5.2.1.1).
struct KnownOperationTypesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.operation]

  mutating func visit(_ operation: OperationDefinition, _ context: inout ValidationContext) {
    guard context.schema?.rootType(for: operation.kind) == nil else { return }
    context.report(.unknownOperationType(operation.kind), at: operation.location)
  }
}
