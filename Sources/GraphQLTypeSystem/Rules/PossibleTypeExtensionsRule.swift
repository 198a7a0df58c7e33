import GraphQLLanguage

/// Type extensions extend a type that there is, by what its kind has (specification §3.4.3).
struct PossibleTypeExtensionsRule: RuleVisitor {
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
        context.report(
          .extensionOfOtherKind(type: name, kind: type.kindName),
          at: type.location
        )
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
