import GraphQLLanguage
import OrderedCollections

/// The check of Note [Merging fields].
struct FieldMerging {
  /// What must agree in a group of fields with one response key.
  enum Demand: Hashable {
    /// The shape of the response, whatever object the fields are selected on.
    case sameShape
    /// Field name and arguments, where the fields can be of one object.
    case sameValue
  }

  /// Two fields that cannot be merged.
  struct Conflict {
    var key: String
    var reason: FieldConflict
    var first: Field
    var second: Field
  }

  /// Selection sets at one response path, and how one gets there.
  private struct Merge {
    var scopes: [Int]
    /// The response keys since there was more than one field to merge.
    var keys: [String]
  }

  private struct Visited: Hashable {
    var scopes: [Int]
    var demand: Demand
  }

  private let scopes: FieldScopes
  private var budget: Int
  private var visited: Set<Visited> = []
  private var conflicting: Set<[Int32]> = []
  /// What was found.
  private(set) var conflicts: [Conflict] = []
  /// Whether the check was given up because it took too much.
  var isExhausted: Bool { budget <= 0 }

  init(scopes: FieldScopes, budget: Int) {
    self.scopes = scopes
    self.budget = budget
  }

  /// Checks a scope with all that is below it.
  mutating func check(_ root: Int, _ demand: Demand) {
    var open = [Merge(scopes: [root], keys: [])]
    while let merge = open.popLast(), budget > 0, conflicts.count < 200 {
      for (key, group) in fieldsByKey(merge.scopes) {
        let keys = merge.keys + [key]
        budget -= keys.count / 16
        switch demand {
        case .sameShape:
          if !hasShapeConflict(group, keys) { follow(group[...], demand, keys, &open) }
        case .sameValue:
          checkValues(group, keys, &open)
        }
      }
    }
  }

  /// The fields in scopes and in all fragments spread there, by response key.
  private mutating func fieldsByKey(
    _ start: [Int]
  ) -> OrderedDictionary<String, [FieldScopes.Entry]> {
    var groups: OrderedDictionary<String, [FieldScopes.Entry]> = [:]
    var seen = Set(start)
    var open = Array(start.reversed())
    while let index = open.popLast() {
      let scope = scopes.scopes[index]
      budget -= 1 + scope.entries.count + scope.spreads.count
      guard budget > 0 else { break }
      for entry in scope.entries { groups[entry.key, default: []].append(entry) }
      for spread in scope.spreads {
        guard let fragment = scopes.fragments[spread], seen.insert(fragment).inserted else {
          continue
        }
        open.append(fragment)
      }
    }
    return groups
  }

  /// Adds the selections of some fields to what is to be checked, unless they were before.
  private mutating func follow(
    _ group: ArraySlice<FieldScopes.Entry>,
    _ demand: Demand,
    _ keys: [String],
    _ open: inout [Merge]
  ) {
    var children: [Int] = []
    for entry in group { if let child = entry.children { children.append(child) } }
    guard !children.isEmpty else { return }
    budget -= children.count
    children.sort()
    guard visited.insert(Visited(scopes: children, demand: demand)).inserted else { return }
    // A conflict is told from the place where fields are merged.
    open.append(Merge(scopes: children, keys: children.count == 1 ? [] : keys))
  }

  // MARK: Names and arguments

  private mutating func checkValues(
    _ group: [FieldScopes.Entry],
    _ keys: [String],
    _ open: inout [Merge]
  ) {
    let shared = group.filter { $0.objectType == nil }
    var byType: OrderedDictionary<String, [FieldScopes.Entry]> = [:]
    for entry in group {
      if let type = entry.objectType { byType[type, default: []].append(entry) }
    }
    if hasValueConflict(shared[...], with: shared.first, keys) { return }
    if byType.isEmpty { return follow(shared[...], .sameValue, keys, &open) }
    for entries in byType.values where budget > 0 {
      if hasValueConflict(entries[...], with: shared.first ?? entries.first, keys) { continue }
      budget -= shared.count
      follow((shared + entries)[...], .sameValue, keys, &open)
    }
  }

  private mutating func hasValueConflict(
    _ entries: ArraySlice<FieldScopes.Entry>,
    with first: FieldScopes.Entry?,
    _ keys: [String]
  ) -> Bool {
    guard let first,
      let second = entries.first(where: { $0.signature != first.signature })
    else { return false }
    let names = (first.field.name.value, second.field.name.value)
    report(
      names.0 != names.1 ? .differentFields(names.0, names.1) : .differentArguments,
      first,
      second,
      keys
    )
    return true
  }

  // MARK: Shapes

  private mutating func hasShapeConflict(_ group: [FieldScopes.Entry], _ keys: [String]) -> Bool {
    guard group.count > 1, let first = group.first(where: { $0.type != nil }),
      let firstType = first.type
    else { return false }
    for second in group {
      guard let secondType = second.type else { continue }
      if Self.haveSameShape(firstType, first.isComposite, secondType, second.isComposite) {
        continue
      }
      report(.differentTypes(firstType, secondType), first, second, keys)
      return true
    }
    return false
  }

  private static func haveSameShape(
    _ first: TypeReference,
    _ firstIsComposite: Bool?,
    _ second: TypeReference,
    _ secondIsComposite: Bool?
  ) -> Bool {
    switch (first, second) {
    case (.list(let first), .list(let second)), (.nonNull(let first), .nonNull(let second)):
      haveSameShape(first, firstIsComposite, second, secondIsComposite)
    case (.named(let first), .named(let second)):
      first.value == second.value || (firstIsComposite ?? true) && (secondIsComposite ?? true)
    default:
      false
    }
  }

  private mutating func report(
    _ reason: FieldConflict,
    _ first: FieldScopes.Entry,
    _ second: FieldScopes.Entry,
    _ keys: [String]
  ) {
    let places = [first.field.location.offset, second.field.location.offset]
    guard let key = keys.first, conflicting.insert(places).inserted else { return }
    let nested = keys.dropFirst().reversed().reduce(reason) { reason, key in
      .subfields(key: key, reason: reason)
    }
    conflicts.append(
      Conflict(key: key, reason: nested, first: first.field, second: second.field)
    )
  }
}
