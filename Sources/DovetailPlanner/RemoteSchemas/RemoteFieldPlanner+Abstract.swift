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
    var sharedFields: [RemoteSelection] = []
    for field in shared {
      let alias = aliases.alias(for: field.responseKey, as: .output)
      sharedFields.append(.field(try plan(field, of: type, alias: alias, at: place)))
    }
    // Errors of the last type come first, as the contract's messages have it.
    var fragments: [[Fragment]] = []
    for member in possible.reversed() {
      let fields = selected[member.name] ?? (isSharedOnly ? [] : common)
      fragments.append(try planFragments(fields, of: member, sharedKeys, &aliases, at: place))
    }
    if possible.isEmpty, let unknown = common.first(where: { !isShared($0, by: type) }) {
      throw planning.unknownField(unknown, names.typeName(type.name))
    }
    return interleave(sharedFields, fragments.reversed().joined())
  }

  /// Fields that only objects of one type have, and how many shared fields come before them.
  private struct Fragment {
    var position: Int
    var selection: RemoteSelection
  }

  private func planFragments(
    _ fields: [CollectedField],
    of type: SchemaType,
    _ sharedKeys: Set<String>,
    _ aliases: inout RemoteAliases,
    at place: [String]
  ) throws(PlannerError) -> [Fragment] {
    let own = fields.filter { !sharedKeys.contains($0.responseKey) }
    guard !own.isEmpty else { return [] }
    var members = try planMembers(own, of: type, &aliases, at: place)[...]
    var fragments: [Fragment] = []
    var position = 0
    var part: [RemoteSelection] = []
    for field in fields {
      if sharedKeys.contains(field.responseKey) {
        if !part.isEmpty {
          fragments.append(
            Fragment(position: position, selection: .fragment(onType: type.name, part))
          )
        }
        part = []
        position += 1
      } else if let member = members.popFirst() {
        part.append(.field(member))
      }
    }
    // Behind the members for the client's fields are those that joins need.
    part += members.map { .field($0) }
    if !part.isEmpty {
      fragments.append(
        Fragment(position: position, selection: .fragment(onType: type.name, part))
      )
    }
    return fragments
  }

  /// The selections in the client's order, in which the service answers.
  private func interleave(
    _ shared: [RemoteSelection],
    _ fragments: some Sequence<Fragment>
  ) -> [RemoteSelection] {
    var selections: [RemoteSelection] = []
    for position in 0...shared.count {
      selections += fragments.filter { $0.position == position }.map(\.selection)
      if shared.indices.contains(position) { selections.append(shared[position]) }
    }
    return selections
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
