import DovetailCatalog
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RemoteFieldPlanner {
  /// Selections on an interface or union: what all objects have, and a fragment for each type of
  /// which more is asked.
  ///
  /// Types that no fragment names are not looked at, so that `node { id }` costs the same however
  /// many types implement `Node`.
  func planAbstract(
    _ field: CollectedField,
    _ type: SchemaType,
    at place: [String]
  ) throws(PlannerError) -> [RemoteSelection] {
    let possible = view.schema.possibleTypes(of: type.name).compactMap {
      view.schema.type(named: $0)
    }
    let common = try collect(field, on: fragmentNames(type))
    let conditions = try conditions(in: field.selections)
    var selected: [String: [CollectedField]] = [:]
    for member in possible where !fragmentNames(member).isDisjoint(with: conditions) {
      selected[member.name] = try collect(field, on: fragmentNames(member))
    }
    let shared = common.filter { field in
      isShared(field, by: type)
        && selected.values.allSatisfy { $0.contains { isSame($0, field) } }
    }
    let isSharedOnly = shared.count == common.count
    let sharedKeys = Set(shared.map(\.responseKey))

    var aliases = RemoteAliases(
      reserved: common.map(\.responseKey) + selected.values.joined().map(\.responseKey),
      areForSeveralTypes: true
    )
    var selections: [RemoteSelection] = []
    for field in shared {
      let alias = aliases.alias(for: field.responseKey, as: .output)
      selections.append(.field(try plan(field, of: type, alias: alias, at: place)))
    }
    // Errors of the last type come first, as the contract's messages have it.
    var fragments: [RemoteSelection] = []
    for member in possible.reversed() {
      let fields = (selected[member.name] ?? (isSharedOnly ? [] : common)).filter {
        !sharedKeys.contains($0.responseKey)
      }
      guard !fields.isEmpty else { continue }
      let members = try planMembers(fields, of: member, &aliases, at: place)
      fragments.append(.fragment(onType: member.name, members.map { .field($0) }))
    }
    if possible.isEmpty, let unknown = common.first(where: { !isShared($0, by: type) }) {
      throw planning.unknownField(unknown, names.typeName(type.name))
    }
    return selections + fragments.reversed()
  }

  /// Whether a field can be asked for on the interface or union itself.
  private func isShared(_ field: CollectedField, by type: SchemaType) -> Bool {
    if field.name == "__typename" { return true }
    guard let original = names.originalFieldName(field.name, of: type.name) else { return false }
    return type.fields[original] != nil
  }

  /// Whether both are the same selection, to which no fragment adds anything.
  private func isSame(_ one: CollectedField, _ other: CollectedField) -> Bool {
    one.responseKey == other.responseKey && one.name == other.name
      && one.selections.count == other.selections.count
  }

  /// The names in the type conditions of fragments, those inside of fields left out.
  private func conditions(in sets: [SelectionSet]) throws(PlannerError) -> Set<String> {
    var result: Set<String> = []
    var spread: Set<String> = []
    var pending = sets
    while let set = pending.popLast() {
      for selection in set.selections {
        switch selection {
        case .field:
          break
        case .inlineFragment(let fragment):
          if let condition = fragment.typeCondition { result.insert(condition.value) }
          pending.append(fragment.selectionSet)
        case .fragmentSpread(let fragmentSpread):
          guard spread.insert(fragmentSpread.name.value).inserted,
            let fragment = planning.collector.fragments[fragmentSpread.name.value]
          else { continue }
          result.insert(fragment.typeCondition.value)
          pending.append(fragment.selectionSet)
        }
      }
    }
    return result
  }
}
