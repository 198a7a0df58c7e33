import GraphQLLanguage
import OrderedCollections

/// An enum defines no value twice, extensions included (specification §3.9).
struct UniqueEnumValueNamesRule: RuleVisitor {
  static let interests: [RuleInterest] = [.typeDefinition]

  private var known: [String: [String: Location]] = [:]

  mutating func visit(
    _ type: TypeDefinition,
    isExtension: Bool,
    _ context: inout ValidationContext
  ) {
    guard case .enum(let values) = type.kind else { return }
    let typeName = type.name.value
    var existing: EnumValues = [:]
    if case .enum(let values)? = context.type(named: typeName)?.kind { existing = values }

    for value in values {
      let name = value.name.value
      if existing[name] != nil {
        context.report(
          .enumValueExists(type: typeName, value: name),
          at: value.name.location
        )
      } else if let first = known[typeName]?[name] {
        context.report(
          .duplicateEnumValue(type: typeName, value: name),
          at: first,
          value.name.location
        )
      } else {
        known[typeName, default: [:]][name] = value.name.location
      }
    }
  }

  private typealias EnumValues = OrderedDictionary<String, SchemaEnumValue>
}
