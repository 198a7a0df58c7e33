import GraphQLLanguage
import OrderedCollections

// Note [Merging fields]
// Comparing all fields of a selection set pairwise, as the specification words it (§5.3.2), takes
// time that grows with the square of the document, and exponentially with nested fragments.
// Instead, all selection sets that end up at one response path are merged into one list of fields,
// grouped by response key, and each group is asked whether all its members agree, which is linear:
//
// - Response shapes must agree among all fields of a group, whatever objects they are selected on.
// - Names and arguments must agree only where fields can apply to one object. Two fields cannot if
//   their parents are different object types; so each object type's fields are compared together
//   with those on abstract types, and not with those of other object types.
//
// The children of a group are the next list. Lists that were checked already are not checked again,
// which is what keeps nested fragments from multiplying, and a budget bounds what hostile documents
// can still make of it.

/// Fields with one response key can be merged into one (specification §5.3.2).
struct OverlappingFieldsCanBeMergedRule: RuleVisitor {
  static let interests: [RuleInterest] = []

  /// How many fields are looked at before a document is refused.
  private static let budget = 600_000

  mutating func leave(_ document: Document, _ context: inout ValidationContext) {
    guard let schema = context.schema else { return }
    var scopes = FieldScopes(schema: schema)
    scopes.add(document)
    var merging = FieldMerging(scopes: scopes, budget: Self.budget)
    for root in scopes.roots { merging.check(root) }
    for conflict in merging.conflicts {
      context.report(
        .conflictingFields(key: conflict.key, reason: conflict.reason),
        at: conflict.first,
        conflict.second
      )
    }
    if merging.isExhausted { context.report(.overlappingFieldsTooComplex) }
  }
}
