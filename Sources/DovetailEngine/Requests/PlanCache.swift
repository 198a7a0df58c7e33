import DovetailExecution
import DovetailPlan
import GraphQLLanguage
import OrderedCollections
import OrderedJSON
import Synchronization

/// The plans of one role: by operation text and name, and by the shape of the variables.
///
/// Bounded by two generations: when the younger one is full, by operations or by the bytes that its
/// plans were made from, it becomes the older one, and what nobody asks for meanwhile is forgotten with
/// it.
final class PlanCache: Sendable {
  /// An operation as it is asked for.
  struct Key: Hashable, Sendable {
    var text: String
    var operationName: String?
  }

  /// All plans of an operation.
  final class Entry: Sendable {
    let document: Document
    private let plans = Mutex(Plans())

    private struct Plans {
      /// All that any of the plans inspected: the shape includes the values of these.
      var inspected: Set<VariableReference> = []
      var byShape: [VariableShape: CachedPlan] = [:]
    }

    init(document: Document) {
      self.document = document
    }

    func plan(for variables: JSONObject) -> CachedPlan? {
      plans.withLock { plans in
        guard !plans.byShape.isEmpty else { return nil }
        return plans.byShape[VariableShape(variables, inspected: plans.inspected)]
      }
    }

    /// Keeps a plan.
    ///
    /// - Returns: how many bytes the plan was made from, or would have been for what it holds of the
    ///   answer; a measure of its size.
    func insert(
      _ plan: CachedPlan,
      for variables: JSONObject,
      inspected: Set<VariableReference>
    ) -> Int {
      plans.withLock { plans in
        if !inspected.isSubset(of: plans.inspected) {
          // The shapes so far left out a value that turned out to matter.
          plans.inspected.formUnion(inspected)
          plans.byShape.removeAll()
        }
        let shape = VariableShape(variables, inspected: plans.inspected)
        // Large inputs (many rows to insert) make large plans, of which few are asked for again.
        guard shape.bytes.count <= PlanCache.sizeLimit else { return 0 }
        // Answers of introspection can be large; one for each shape would be too much.
        let answer = plan.plan.constantSize
        guard answer <= PlanCache.sizeLimit || variables.isEmpty else { return 0 }
        if plans.byShape.count >= 64 { plans.byShape.removeAll() }
        plans.byShape[shape] = plan
        return shape.bytes.count + answer / PlanCache.growth
      }
    }
  }

  /// Operations longer than this, in bytes, are not kept, nor plans for larger shapes of variables.
  static let sizeLimit = 65_536

  /// From how many bytes of operations and variables the plans of a generation are made at most.
  ///
  /// A plan takes some tens of times as much (`growth`).
  static let generationSize = 4 << 20

  /// How many times larger a plan is than what it was made from.
  static let growth = 16

  private let generations: Mutex<Generations>

  fileprivate struct Generations {
    var young: [Key: Entry] = [:]
    var old: [Key: Entry] = [:]
    /// From how many bytes the plans of the young ones were made.
    var size = 0
    let capacity: Int
  }

  /// - Parameter capacity: how many operations are kept at most.
  init(capacity: Int) {
    generations = Mutex(Generations(capacity: max(capacity, 2)))
  }

  func entry(for key: Key) -> Entry? {
    generations.withLock { generations -> Entry? in
      if let entry = generations.young[key] { return entry }
      guard let entry = generations.old[key] else { return nil }
      generations.insert(entry, for: key, size: 0)
      return entry
    }
  }

  /// Keeps an operation, one of whose plans was made from so many bytes of variables.
  func insert(_ entry: Entry, for key: Key, size: Int = 0) {
    guard key.text.utf8.count <= Self.sizeLimit else { return }
    generations.withLock { $0.insert(entry, for: key, size: size) }
  }
}

extension PlanCache.Generations {
  fileprivate mutating func insert(
    _ entry: PlanCache.Entry,
    for key: PlanCache.Key,
    size added: Int
  ) {
    if young.count >= capacity / 2 || size >= PlanCache.generationSize {
      old = young
      young = [:]
      size = 0
    }
    size += key.text.utf8.count + added
    young[key] = entry
  }
}

/// A plan with its requests made.
struct CachedPlan: Sendable {
  var plan: OperationPlan
  var prepared: PreparedPlan
  /// Values of variables that the client left out and the operation gives a default for.
  var defaults: JSONObject
  /// What limits say about the operation.
  var cost: OperationCost
}
