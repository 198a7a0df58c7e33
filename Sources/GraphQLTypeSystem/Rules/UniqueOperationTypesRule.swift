import GraphQLLanguage

/// A schema names one root type for a kind of operation (specification §3.3).
struct UniqueOperationTypesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.schemaDefinition]

  private var known: [OperationKind: Location] = [:]

  mutating func visit(
    _ schema: SchemaDefinition,
    isExtension: Bool,
    _ context: inout ValidationContext
  ) {
    for root in schema.rootTypes {
      if context.schema?.rootTypeName(for: root.operation) != nil {
        context.report(.operationTypeExists(root.operation), at: root.location)
      } else if let first = known[root.operation] {
        context.report(.duplicateOperationType(root.operation), at: first, root.location)
      } else {
        known[root.operation] = root.location
      }
    }
  }
}
