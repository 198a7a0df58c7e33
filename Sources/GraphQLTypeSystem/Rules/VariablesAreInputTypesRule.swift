import GraphQLLanguage

/// Variables are of input types (specification §5.8.2).
struct VariablesAreInputTypesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.variable]

  mutating func visit(_ variable: VariableDefinition, _ context: inout ValidationContext) {
    guard let type = context.type(named: variable.type.namedType), !type.isInput else { return }
    context.report(
      .nonInputVariable(name: variable.name.value, type: variable.type),
      at: variable.type.location
    )
  }
}
