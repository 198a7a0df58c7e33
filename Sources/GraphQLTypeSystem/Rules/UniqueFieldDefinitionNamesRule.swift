import GraphQLLanguage
import OrderedCollections

/// A type defines no field twice, extensions included (specification §3.6, §3.7, §3.10).
struct UniqueFieldDefinitionNamesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.typeDefinition]

  private var known: [String: [String: Location]] = [:]

  mutating func visit(
    _ type: TypeDefinition,
    isExtension: Bool,
    _ context: inout ValidationContext
  ) {
    let typeName = type.name.value
    let existing = context.type(named: typeName)
    for field in type.outputFields.map(\.name) + type.inputFields.map(\.name) {
      let name = field.value
      if let existing, existing.fields[name] != nil || existing.inputFields[name] != nil {
        context.report(.fieldExists(type: typeName, field: name), at: field.location)
      } else if let first = known[typeName]?[name] {
        context.report(.duplicateField(type: typeName, field: name), at: first, field.location)
      } else {
        known[typeName, default: [:]][name] = field.location
      }
    }
  }
}
