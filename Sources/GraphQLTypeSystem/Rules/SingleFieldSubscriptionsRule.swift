import GraphQLLanguage
import OrderedCollections

/// Subscriptions select one field at the top, unconditionally, and none of introspection
/// (specification §5.2.4.1).
struct SingleFieldSubscriptionsRule: RuleVisitor {
  static let interests: [RuleInterest] = [.operation]

  mutating func visit(_ operation: OperationDefinition, _ context: inout ValidationContext) {
    guard operation.kind == .subscription,
      let root = context.schema?.rootType(for: .subscription)
    else { return }
    let name = operation.name?.value
    let (fields, conditions) = Self.collect(operation.selectionSet, on: root, context)
    if let condition = conditions.first {
      context.report(.conditionalSubscriptionField(operation: name), at: condition.location)
    }
    let byKey = OrderedDictionary(grouping: fields, by: \.responseKey)
    if let second = byKey.values.dropFirst().first?.first {
      context.report(.severalSubscriptionFields(operation: name), at: second.location)
    }
    for group in byKey.values {
      guard let field = group.first, field.name.value.utf8.starts(with: "__".utf8) else {
        continue
      }
      context.report(.introspectionInSubscription(operation: name), at: field.location)
    }
  }

  /// The fields that the operation selects at the top, and the conditions on the way to them.
  private static func collect(
    _ set: SelectionSet,
    on root: SchemaType,
    _ context: ValidationContext
  ) -> (fields: [Field], conditions: [Directive]) {
    var fields: [Field] = []
    var conditions: [Directive] = []
    var seen: Set<String> = []
    var open = Array(set.selections.reversed())
    while let selection = open.popLast() {
      switch selection {
      case .field(let field):
        conditions += field.directives.filter(isCondition)
        fields.append(field)
      case .inlineFragment(let fragment):
        conditions += fragment.directives.filter(isCondition)
        if applies(fragment.typeCondition, to: root, context) {
          open += fragment.selectionSet.selections.reversed()
        }
      case .fragmentSpread(let spread):
        conditions += spread.directives.filter(isCondition)
        guard seen.insert(spread.name.value).inserted,
          let fragment = context.fragments[spread.name.value],
          applies(fragment.typeCondition, to: root, context)
        else { continue }
        open += fragment.selectionSet.selections.reversed()
      }
    }
    return (fields, conditions)
  }

  private static func isCondition(_ directive: Directive) -> Bool {
    directive.name.value == "skip" || directive.name.value == "include"
  }

  private static func applies(
    _ condition: Name?,
    to root: SchemaType,
    _ context: ValidationContext
  ) -> Bool {
    guard let condition, let schema = context.schema else { return true }
    return schema.isSubtype(root.name, of: condition.value)
  }
}
