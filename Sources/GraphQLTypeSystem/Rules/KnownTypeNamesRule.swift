import GraphQLLanguage

/// Types that are named are defined (specification §5.5.1.2).
struct KnownTypeNamesRule: RuleVisitor {
  mutating func visit(
    typeName: Name,
    inDefinition: Bool,
    _ context: inout ValidationContext
  ) {
    let name = typeName.value
    guard context.typeDefinitions[name] == nil, context.type(named: name) == nil else { return }
    if inDefinition, BuiltInScalars.type(named: name) ?? IntrospectionTypes.type(named: name) != nil
    {
      return
    }
    let known = (context.schema?.suggestibleTypeNames ?? []) + context.typeDefinitions.keys
    context.report(
      .unknownType(name: name, suggestions: nearNames(to: name, among: known)),
      at: typeName.location
    )
  }
}
