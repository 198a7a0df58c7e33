import DovetailSource

/// Makes the errors of lookups that failed, with the client's paths.
///
/// Only runs where something failed, so it searches positions again instead of having them kept.
struct JoinReport {
  private(set) var errors: [ExecutionError] = []

  /// The results in which the positions of a lookup lie.
  struct Parent {
    var collected: Collected
    var program: ShapeProgram
    var origin: Origin

    indirect enum Origin {
      case fetch(FetchNode, FetchResult)
      /// Values of a lookup, which stand at positions of its own parent.
      case lookup(LookupOutcome, group: Int, Parent)
    }
  }

  /// Adds the errors of all lookups of a fetch.
  mutating func add(_ node: FetchNode, _ outcome: FetchOutcome) {
    let parent = Parent(
      collected: outcome.tapes.collected,
      program: node.shape.program,
      origin: .fetch(node, outcome.result)
    )
    add(outcome.tapes.joins, in: parent)
  }

  private mutating func add(_ lookups: [LookupOutcome], in parent: Parent) {
    for (group, lookup) in lookups.enumerated() {
      for problem in lookup.problems {
        errors.append(error(of: problem, lookup, group: group, in: parent))
      }
      let inner = Parent(
        collected: lookup.collected,
        program: lookup.node.shape.program,
        origin: .lookup(lookup, group: group, parent)
      )
      add(lookup.joins, in: inner)
    }
  }

  private func error(
    of problem: LookupProblem,
    _ lookup: LookupOutcome,
    group: Int,
    in parent: Parent
  ) -> ExecutionError {
    var keys = problem.keys
    var rest: [ExecutionError.PathStep] = []
    if let place = problem.error.place, place.key >= 0, place.key < keys.count {
      keys = (keys.lowerBound + place.key)..<(keys.lowerBound + place.key + 1)
      rest = lookup.node.shape.program.clientPath(ofSteps: place.path)
    }
    let path = parent.path(toKeys: keys, ofGroup: group) + rest
    let failed = problem.error.failedKeys.map { problem.keys.lowerBound + $0 }
    let count =
      problem.isFailure || !failed.isEmpty
      ? parent.positions(ofKeys: failed.isEmpty ? Set(keys) : Set(failed), ofGroup: group) : 0
    let join = ExecutionError.FailedJoin(
      relationship: lookup.node.relationship,
      source: lookup.target,
      count: count
    )
    return .ofLookup(problem.error, path: path, join: join)
  }
}

extension JoinReport.Parent {
  /// The client's path to the first position that has one of the keys.
  func path(toKeys keys: Range<Int>, ofGroup group: Int) -> [ExecutionError.PathStep] {
    let slot = collected.slots.first { Int($0.group) == group && keys.contains(Int($0.key)) }
    guard let slot else { return [] }
    switch origin {
    case .fetch(let node, let result):
      return node.path(to: slot, in: result)
    case .lookup(let lookup, let ownGroup, let parent):
      let item = Int(slot.item)
      guard let value = lookup.value(ofKey: item) else { return [] }
      return parent.path(toKeys: item..<(item + 1), ofGroup: ownGroup)
        + program.path(to: slot, in: value.bytes, at: value.range.lowerBound)
    }
  }

  /// How many positions of the response have one of the keys.
  func positions(ofKeys keys: Set<Int>, ofGroup group: Int) -> Int {
    let items = itemCounts()
    var count = 0
    for slot in collected.slots where Int(slot.group) == group && keys.contains(Int(slot.key)) {
      count += items?[Int(slot.item)] ?? 1
    }
    return count
  }

  /// How often each value stands in the response; nil if each does once.
  private func itemCounts() -> [Int]? {
    guard case .lookup(let lookup, let ownGroup, let parent) = origin else { return nil }
    let outer = parent.itemCounts()
    var counts = [Int](
      repeating: 0,
      count: lookup.chunks.reduce(0) { $0 + $1.values.count }
    )
    for slot in parent.collected.slots where Int(slot.group) == ownGroup && slot.key >= 0 {
      counts[Int(slot.key)] += outer?[Int(slot.item)] ?? 1
    }
    return counts
  }
}

extension LookupOutcome {
  /// The bytes that hold the value of a key, and where it lies in them.
  fileprivate func value(ofKey key: Int) -> (bytes: [UInt8], range: Range<Int>)? {
    guard key >= 0, key < layout.keyCount else { return nil }
    let (chunk, index) = layout.place(of: key)
    guard chunk < chunks.count, let range = chunks[chunk].values[index] else { return nil }
    return (chunks[chunk].bytes, range)
  }
}
