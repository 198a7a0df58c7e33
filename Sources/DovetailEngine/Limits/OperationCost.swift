package import GraphQLLanguage

/// How deep and how wide an operation is, as API limits count it (contract 07 §10).
///
/// Introspection costs nothing.
package struct OperationCost: Sendable, Hashable {
  /// How deeply selection sets are nested below the root: `{a {b}}` has 1.
  package private(set) var depth = 0
  /// How many fields have a selection set.
  package private(set) var nodes = 0

  /// An operation without fields.
  init() {}

  /// Measures an operation of a document; nothing if the document lacks it.
  package init(of document: Document, operationName: String?) {
    let operation = document.operations.first {
      operationName == nil || $0.name?.value == operationName
    }
    guard let operation else { return }
    var meter = CostMeter(document)
    self = meter.cost(of: operation.selectionSet, isRoot: true, level: 0)
  }

  /// Adds the cost of what stands beside.
  mutating func add(_ other: OperationCost) {
    depth = max(depth, other.depth)
    nodes = nodes.addingReportingOverflow(other.nodes).overflow ? .max : nodes + other.nodes
  }

  /// The cost of a field with this selection set.
  var below: OperationCost {
    var cost = self
    if depth < .max { cost.depth += 1 }
    if nodes < .max { cost.nodes += 1 }
    return cost
  }

  /// More than any limit allows.
  static var boundless: OperationCost {
    var cost = OperationCost()
    cost.depth = .max
    cost.nodes = .max
    return cost
  }
}

/// Measures selection sets, each fragment once.
private struct CostMeter {
  private let fragments: [String: FragmentDefinition]
  private var known: [String: OperationCost] = [:]
  private var entered: Set<String> = []

  /// Selections nested deeper than this, by way of fragments, count as deeper than any limit.
  private static let levelLimit = 1_000

  init(_ document: Document) {
    fragments = Dictionary(
      document.fragments.map { ($0.name.value, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  mutating func cost(of set: SelectionSet, isRoot: Bool, level: Int) -> OperationCost {
    guard level < Self.levelLimit else { return .boundless }
    var total = OperationCost()
    for selection in set.selections {
      switch selection {
      case .field(let field):
        // `__schema` and `__type` exist at the root alone.
        if isRoot && field.name.value.hasPrefix("__") { continue }
        guard let nested = field.selectionSet else { continue }
        total.add(cost(of: nested, isRoot: false, level: level + 1).below)
      case .inlineFragment(let fragment):
        total.add(cost(of: fragment.selectionSet, isRoot: isRoot, level: level + 1))
      case .fragmentSpread(let spread):
        total.add(cost(ofFragment: spread.name.value, isRoot: isRoot, level: level + 1))
      }
    }
    return total
  }

  private mutating func cost(
    ofFragment name: String,
    isRoot: Bool,
    level: Int
  ) -> OperationCost {
    if let cost = known[name] { return cost }
    // A fragment that contains itself is refused elsewhere.
    guard let fragment = fragments[name], entered.insert(name).inserted else {
      return OperationCost()
    }
    let cost = cost(of: fragment.selectionSet, isRoot: isRoot, level: level)
    known[name] = cost
    return cost
  }
}
