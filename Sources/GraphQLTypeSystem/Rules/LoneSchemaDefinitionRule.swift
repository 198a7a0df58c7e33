import GraphQLLanguage

/// There is at most one schema definition (specification §3.3).
struct LoneSchemaDefinitionRule: RuleVisitor {
  static let interests: [RuleInterest] = [.schemaDefinition]

  private var count = 0

  mutating func visit(
    _ schema: SchemaDefinition,
    isExtension: Bool,
    _ context: inout ValidationContext
  ) {
    guard !isExtension else { return }
    if let existing = context.schema,
      OperationKind.allCases.contains(where: { existing.rootTypeName(for: $0) != nil })
    {
      context.report(.schemaDefinitionInExtension, at: schema.location)
      return
    }
    count += 1
    if count > 1 { context.report(.severalSchemaDefinitions, at: schema.location) }
  }
}
