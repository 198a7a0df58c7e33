import GraphQLLanguage

/// Type extensions extend a type that there is, by what its kind has (specification §3.4.3).
struct PossibleTypeExtensionsRule: RuleVisitor {
  static let interests: [RuleInterest] = [.typeDefinition]

  mutating func visit(
    _ type: TypeDefinition,
    isExtension: Bool,
    _ context: inout ValidationContext
  ) {
    guard isExtension else { return }
    let name = type.name.value
    let known =
      context.typeDefinitions[name]?.kindName ?? context.type(named: name)?.kind.definitionName
    if let known {
      if known != type.kindName {
        let problem = DefinitionProblem.extensionOfOtherKind(type: name, kind: type.kindName)
        if let definition = context.typeDefinitions[name] {
          context.report(problem, at: definition.location, type.location)
        } else {
          context.report(problem, at: type.location)
        }
      }
    } else {
      let names = (context.schema?.suggestibleTypeNames ?? []) + context.typeDefinitions.keys
      context.report(
        .extensionOfUnknownType(name: name, suggestions: nearNames(to: name, among: names)),
        at: type.name.location
      )
    }
  }
}
