import DovetailPlan
import GraphQLLanguage

/// The operation of a batch lookup, and where its parts are in the answer.
///
/// ```graphql
/// query($keys:[ID!]!){users(ids:$keys){name dovetail_key:id}}
/// ```
struct BatchText {
  let syntax: RemoteSyntax
  let lookup: RemoteLookup
  let batch: RemoteBatch
  /// What is selected of a leaf, with what tells whose an item is if items are leaves.
  let leafSelections: [RemoteSelection]
  /// For each part of the key the member of an item that has it, and the way from there.
  let keyPaths: [[String]]
  /// What is selected of an item beside the way to the leaf.
  private let keySelections: [RemoteSelection]

  /// The alias of the field that counts items.
  static let countAlias = "dovetail_count"

  init(_ lookup: RemoteLookup, _ batch: RemoteBatch, _ syntax: RemoteSyntax) {
    self.lookup = lookup
    self.batch = batch
    self.syntax = syntax
    let areLeaves = batch.step == batch.path.count - 1
    var leaves = lookup.selections
    var items: [RemoteSelection] = []
    var paths: [[String]] = []
    for match in batch.match {
      if areLeaves {
        paths.append(leaves.addKey(match))
      } else {
        paths.append(items.addKey(match))
      }
    }
    leafSelections = leaves
    keySelections = items
    keyPaths = paths
  }

  var operation: OperationDefinition {
    var inner = syntax.selectionSet(leafSelections)
    for (index, step) in batch.path.enumerated().reversed() {
      if index == batch.step { inner = item(inner) }
      let field = Field(
        name: Name(step.name),
        arguments: syntax.arguments(step.arguments),
        selectionSet: inner
      )
      var selections: [Selection] = [.field(field)]
      if index == batch.path.count - 1, case .count(let name) = batch.completeness {
        selections.append(.field(count(name, like: step)))
      }
      inner = SelectionSet(selections: selections)
    }
    let keys = VariableDefinition(
      name: Name(batch.variable),
      type: .nonNull(.list(.nonNull(batch.itemType.nullable)))
    )
    return OperationDefinition(
      kind: .query,
      variableDefinitions: syntax.definitions(lookup.variables) + [keys],
      selectionSet: inner ?? SelectionSet(selections: [])
    )
  }

  private func item(_ inner: SelectionSet?) -> SelectionSet? {
    guard var set = inner else { return nil }
    if let own = syntax.selectionSet(keySelections) { set.selections += own.selections }
    guard let type = batch.itemFragment else { return set }
    let fragment = InlineFragment(typeCondition: Name(type), selectionSet: set)
    return SelectionSet(selections: [.inlineFragment(fragment)])
  }

  /// `dovetail_count: articles_aggregate(where: …) { aggregate { count } }`.
  private func count(_ name: String, like step: RemoteLookup.Step) -> Field {
    let count = SelectionSet(selections: [.field(Field(name: Name("count")))])
    let aggregate = Field(name: Name("aggregate"), selectionSet: count)
    return Field(
      alias: Name(Self.countAlias),
      name: Name(name),
      arguments: syntax.arguments(step.arguments.filter { $0.name == "where" }),
      selectionSet: SelectionSet(selections: [.field(aggregate)])
    )
  }
}

extension [RemoteSelection] {
  /// The way to a part of the key of an item; its field is selected if it is not there yet.
  fileprivate mutating func addKey(_ path: [String]) -> [String] {
    guard let name = path.first else { return [] }
    if path.count == 1 {
      for case .field(let field) in self
      where field.name == name && field.arguments.isEmpty && field.selections.isEmpty {
        return [field.alias]
      }
    }
    var alias = "dovetail_key"
    while containsAlias(alias) { alias += "_" }
    var field = RemoteField(alias: path.last ?? name, name: path.last ?? name, role: .joinKey)
    for step in path.dropLast().reversed() {
      field = RemoteField(
        alias: step,
        name: step,
        selections: [.field(field)],
        role: .output(key: step)
      )
    }
    field.alias = alias
    field.role = .joinKey
    append(.field(field))
    return [alias] + path.dropFirst()
  }

  private func containsAlias(_ alias: String) -> Bool {
    contains { selection in
      switch selection {
      case .field(let field): field.alias == alias
      case .fragment(_, let inner): inner.containsAlias(alias)
      }
    }
  }
}
