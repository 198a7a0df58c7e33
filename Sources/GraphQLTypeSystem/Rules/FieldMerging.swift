import GraphQLLanguage
import OrderedCollections

/// The check of Note [Merging fields].
struct FieldMerging {
  /// Two fields that cannot be merged.
  struct Conflict {
    var key: String
    var reason: FieldConflict
    var first: Location
    var second: Location
  }

  /// What must agree in a group of fields with one response key.
  struct Demand: OptionSet, Hashable {
    let rawValue: UInt8

    /// The shape of the response, whatever object the fields are selected on.
    static let shape = Demand(rawValue: 1)
    /// Field name and arguments: the fields can be of one object.
    static let value = Demand(rawValue: 2)
  }

  /// Selection sets at one response path, and how one gets there.
  private struct Merge {
    var scopes: [Int]
    var demand: Demand
    /// The response keys since there was more than one field to merge, the last one excepted.
    var keys: [Int]
  }

  /// Entries with one response key; mostly there is one.
  private struct Group {
    var first: Int
    var rest: [Int] = []
  }

  private let scopes: FieldScopes
  private var budget: Int
  /// What was demanded of single scopes, and of several together.
  private var visited: [Demand]
  private var visitedTogether: [[Int]: Demand] = [:]
  private var conflicting: Set<[Int32]> = []
  /// For each key the group that it has in the merge with the stamp.
  private var groupOfKey: [(stamp: Int, group: Int)]
  private var stamp = 0
  /// What was found.
  private(set) var conflicts: [Conflict] = []
  /// Whether the check was given up because it took too much.
  var isExhausted: Bool { budget <= 0 }

  /// Starts with nothing checked.
  init(scopes: FieldScopes, budget: Int) {
    self.scopes = scopes
    self.budget = budget
    self.visited = [Demand](repeating: [], count: scopes.scopes.count)
    self.groupOfKey = Array(repeating: (0, 0), count: scopes.keys.count)
  }

  /// Checks a scope with all that is below it.
  mutating func check(_ root: Int) {
    var open: [Merge] = []
    follow([root], [.shape, .value], [], &open)
    while let merge = open.popLast(), budget > 0, conflicts.count < 200 {
      for group in groups(merge.scopes) {
        if group.rest.isEmpty {
          if let child = scopes.entries[group.first].children {
            follow([child], merge.demand, [], &open)
          }
        } else {
          budget -= merge.keys.count / 16
          let keys = merge.keys + [scopes.entries[group.first].key]
          check([group.first] + group.rest, merge.demand, keys, &open)
        }
      }
    }
  }

  /// The fields in scopes and in all fragments spread there, by response key.
  private mutating func groups(_ start: [Int]) -> [Group] {
    stamp += 1
    var groups: [Group] = []
    // Made when there are spreads, which most selection sets have none of.
    var seen: Set<Int>?
    var open = Array(start.reversed())
    while let index = open.popLast() {
      let scope = scopes.scopes[index]
      budget -= 1 + scope.entries.count + scope.spreads.count
      guard budget > 0 else { break }
      for entry in scope.entries {
        let key = scopes.entries[entry].key
        if groupOfKey[key].stamp == stamp {
          groups[groupOfKey[key].group].rest.append(entry)
        } else {
          groupOfKey[key] = (stamp, groups.count)
          groups.append(Group(first: entry))
        }
      }
      for spread in scope.spreads {
        guard let fragment = scopes.fragments[spread] else { continue }
        var reached = seen.take() ?? Set(start)
        if reached.insert(fragment).inserted { open.append(fragment) }
        seen = reached
      }
    }
    return groups
  }

  /// Adds scopes to what is to be checked, unless they were before.
  private mutating func follow(
    _ children: [Int],
    _ demand: Demand,
    _ keys: [Int],
    _ open: inout [Merge]
  ) {
    guard let first = children.first else { return }
    budget -= children.count
    let done = children.count == 1 ? visited[first] : visitedTogether[children] ?? []
    let demand = demand.subtracting(done)
    if demand.isEmpty { return }
    if children.count == 1 {
      visited[first].formUnion(demand)
    } else {
      visitedTogether[children, default: []].formUnion(demand)
    }
    // A conflict is told from the place where fields are merged.
    open.append(Merge(scopes: children, demand: demand, keys: children.count == 1 ? [] : keys))
  }

  private mutating func check(
    _ group: [Int],
    _ demand: Demand,
    _ keys: [Int],
    _ open: inout [Merge]
  ) {
    var followed: Demand = []
    if demand.contains(.value) {
      var alternatives = Self.alternatives(group, scopes.entries)
      budget -= alternatives.reduce(0) { $0 + $1.count }
      if let only = alternatives.first, alternatives.count == 1, only.count == group.count {
        if hasValueConflict(group, keys) { return }
        followed = .value
      } else {
        alternatives.removeAll { hasValueConflict($0, keys) }
        for alternative in alternatives where budget > 0 {
          follow(children(alternative), .value, keys, &open)
        }
      }
    }
    if demand.contains(.shape), !hasShapeConflict(group, keys) { followed.formUnion(.shape) }
    if !followed.isEmpty { follow(children(group), followed, keys, &open) }
  }

  private func children(_ group: [Int]) -> [Int] {
    group.compactMap { scopes.entries[$0].children }.sorted()
  }

  /// Those of the fields that can be of one object: for each object type its own and those on
  /// abstract types.
  private static func alternatives(_ group: [Int], _ entries: [FieldScopes.Entry]) -> [[Int]] {
    var shared: [Int] = []
    var byType: OrderedDictionary<String, [Int]> = [:]
    for index in group {
      if let type = entries[index].objectType {
        byType[type, default: []].append(index)
      } else {
        shared.append(index)
      }
    }
    return byType.isEmpty ? [shared] : byType.values.map { shared + $0 }
  }

  private mutating func hasValueConflict(_ group: [Int], _ keys: [Int]) -> Bool {
    guard let firstIndex = group.first else { return false }
    let first = scopes.entries[firstIndex]
    for index in group.dropFirst() where !scopes.entries[index].hasSameValue(as: first) {
      let second = scopes.entries[index]
      report(
        first.name != second.name
          ? .differentFields(first.name, second.name) : .differentArguments,
        first,
        second,
        keys
      )
      return true
    }
    return false
  }

  private mutating func hasShapeConflict(_ group: [Int], _ keys: [Int]) -> Bool {
    guard let firstIndex = group.first(where: { scopes.entries[$0].type != nil }),
      let firstType = scopes.entries[firstIndex].type
    else { return false }
    let first = scopes.entries[firstIndex]
    for index in group {
      let second = scopes.entries[index]
      guard let secondType = second.type,
        !Self.haveSameShape(firstType, first.isComposite, secondType, second.isComposite)
      else { continue }
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
    _ keys: [Int]
  ) {
    let places = [first.location.offset, second.location.offset]
    guard let key = keys.first, conflicting.insert(places).inserted else { return }
    let nested = keys.dropFirst().reversed().reduce(reason) { reason, key in
      .subfields(key: scopes.keys[key], reason: reason)
    }
    conflicts.append(
      Conflict(
        key: scopes.keys[key],
        reason: nested,
        first: first.location,
        second: second.location
      )
    )
  }
}
