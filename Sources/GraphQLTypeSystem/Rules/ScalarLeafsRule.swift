import GraphQLLanguage

/// Fields with fields of their own have a selection, others have none (specification §5.3.3).
struct ScalarLeafsRule: RuleVisitor {
  static let interests: [RuleInterest] = [.field]

  mutating func visit(_ field: Field, _ context: inout ValidationContext) {
    guard let definition = context.field,
      let type = context.type(named: definition.type.namedType)
    else { return }
    let name = field.name.value
    if let set = field.selectionSet {
      if !type.isComposite {
        context.report(.selectionOnLeaf(field: name, type: definition.type), at: set.location)
      }
    } else if type.isComposite {
      context.report(.missingSelection(field: name, type: definition.type), at: field.location)
    }
  }
}
