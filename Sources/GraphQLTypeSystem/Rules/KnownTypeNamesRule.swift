import GraphQLLanguage
import OrderedCollections

/// Types that are named are defined (specification §5.5.1.2).
struct KnownTypeNamesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.typeName]

  /// The names that every schema has, which a definition may use without a schema.
  private static let standardNames =
    BuiltInScalars.all.map(\.name) + Array(IntrospectionTypes.all.keys)

  mutating func visit(
    typeName: Name,
    inDefinition: Bool,
    _ context: inout ValidationContext
  ) {
    let name = typeName.value
    guard context.typeDefinitions[name] == nil, context.type(named: name) == nil else { return }
    if inDefinition, Self.standardNames.contains(name) { return }
    let known =
      (inDefinition ? Self.standardNames : [])
      + (context.schema?.suggestibleTypeNames ?? []) + context.typeDefinitions.keys
    context.report(
      .unknownType(name: name, suggestions: nearNames(to: name, among: known)),
      at: typeName.location
    )
  }
}
