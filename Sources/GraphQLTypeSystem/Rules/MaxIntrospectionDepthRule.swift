import GraphQLLanguage

/// Introspection does not go around in circles, which would make answers grow exponentially.
///
/// As in the reference implementation, lists of fields, interfaces, possible types and input fields
/// may not be nested three deep.
struct MaxIntrospectionDepthRule: RuleVisitor {
  static let interests: [RuleInterest] = [.field]

  private static let maximumDepth = 3
  /// The fields by which types lead to types.
  static let lists: Set<String> = ["fields", "interfaces", "possibleTypes", "inputFields"]

  private struct Visit: Hashable {
    var fragment: String
    var depth: Int
  }

  mutating func visit(_ field: Field, _ context: inout ValidationContext) {
    guard field.name.value == "__schema" || field.name.value == "__type",
      let set = field.selectionSet
    else { return }
    var seen: Set<Visit> = []
    var open = [(set: set, depth: 0)]
    while let (set, depth) = open.popLast() {
      for selection in set.selections {
        switch selection {
        case .field(let child):
          let depth = Self.lists.contains(child.name.value) ? depth + 1 : depth
          guard depth < Self.maximumDepth else {
            context.report(.introspectionTooDeep, at: field.location)
            return
          }
          if let set = child.selectionSet { open.append((set, depth)) }
        case .inlineFragment(let fragment):
          open.append((fragment.selectionSet, depth))
        case .fragmentSpread(let spread):
          guard seen.insert(Visit(fragment: spread.name.value, depth: depth)).inserted,
            let fragment = context.fragments[spread.name.value]
          else { continue }
          open.append((fragment.selectionSet, depth))
        }
      }
    }
  }
}
