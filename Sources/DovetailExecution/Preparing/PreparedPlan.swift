package import DovetailPlan
package import DovetailSource

/// A plan with the requests of all its fetches and lookups made, ready to be run any number of times.
///
/// Made once and cached with the plan; it holds no value of a request.
package struct PreparedPlan: Sendable {
  package let plan: OperationPlan
  /// The members of `data`.
  let roots: [RootMember]
  /// The fetches in order of first use.
  let fetches: [FetchNode]
  /// What is run: concurrently for queries, one after the other for mutations.
  let steps: [Step]
  /// The upstreams of lookups; `JoinNode.target` is an index into it.
  let lookupTargets: [FetchTarget]
  /// How many lookups may be under way at each of them; nil for the engine's limit.
  let lookupConcurrency: [Int?]
  /// What is read before, in the order of the plan.
  let prefetches: [PreparedPrefetch]
  /// The root field that makes up the whole plan, if its result is written as it comes.
  let onlyRoot: OnlyRoot?

  /// A member of `data` or of a namespace in it.
  struct RootMember: Sendable {
    var key: String
    /// `{"key":` or `,"key":`.
    var prefix: [UInt8]
    var value: RootValue
    /// Whether there is no data at all where an error makes the value null.
    var isNonNull = false
  }

  /// What stands in a member.
  indirect enum RootValue: Sendable {
    case constant([UInt8])
    /// The result of a fetch.
    case fetch(Int)
    /// A part of the result of a fetch, by the part's index.
    case part(fetch: Int, part: Int)
    case object([RootMember])
  }

  /// What is sent to an upstream at once.
  enum Step: Sendable {
    case fetch(Int)
    /// Fetches that share a transaction.
    case transaction([Int], PreparedTransaction)

    /// The fetches whose results the step gives, in order.
    var fetches: [Int] {
      switch self {
      case .fetch(let fetch): [fetch]
      case .transaction(let fetches, _): fetches
      }
    }
  }

  /// Makes the requests of a plan.
  ///
  /// - Throws: What a source says of a fetch that it can't make; `unexpected` for an unknown source.
  package init(
    _ plan: OperationPlan,
    sources: @escaping (FetchTarget) -> (any Source)?
  ) throws(SourceError) {
    var preparation = PlanPreparation(kind: plan.kind, sources: sources)
    self.plan = plan
    self.roots = preparation.members(plan.roots)
    try preparation.prepareFetches()
    self.fetches = preparation.nodes
    self.steps = preparation.steps
    self.lookupTargets = preparation.lookupTargets
    self.lookupConcurrency = preparation.lookupConcurrency
    var prefetches: [PreparedPrefetch] = []
    for prefetch in plan.prefetches {
      prefetches.append(try PreparedPrefetch(prefetch, sources: sources))
    }
    self.prefetches = prefetches
    self.onlyRoot = Self.onlyRoot(of: roots, fetches: fetches, steps: steps)
  }
}

/// A fetch, ready to be run.
final class FetchNode: Sendable {
  let target: FetchTarget
  let prepared: PreparedFetch
  let shape: CompiledShape
  /// The lookups that the result needs.
  let joins: [JoinNode]
  /// The root fields that show the result, in response order: one, or one for each part.
  let roots: [Root]

  /// A root field of a fetch.
  struct Root: Sendable {
    /// The keys from `data` to the value.
    var path: [String]
    /// The member of the fetch's document.
    var member: String?
  }

  init(
    target: FetchTarget,
    prepared: PreparedFetch,
    shape: CompiledShape,
    joins: [JoinNode],
    roots: [Root]
  ) {
    self.target = target
    self.prepared = prepared
    self.shape = shape
    self.joins = joins
    self.roots = roots
  }
}

/// A lookup, ready to be run: that of one edge, or of several that ask the same.
final class JoinNode: Sendable {
  /// The name of the (first) edge's relationship.
  let relationship: String
  /// The upstream, as an index into `PreparedPlan.lookupTargets`.
  let target: Int
  /// The members of the parent that make the (first) edge's key.
  let key: [String]
  /// How many parts its keys have.
  let keyParts: Int
  let onError: JoinFailure
  let prepared: PreparedLookup
  /// How much its requests may carry.
  let limits: LookupLimits
  /// How keys are looked up and why so.
  let choice: Lookup.Choice
  let shape: CompiledShape
  /// The lookups that its values need.
  let joins: [JoinNode]

  init(
    edge: JoinEdge,
    target: Int,
    prepared: PreparedLookup,
    limits: LookupLimits,
    shape: CompiledShape,
    joins: [JoinNode]
  ) {
    self.limits = limits
    self.choice = edge.lookup.choice
    self.relationship = edge.relationship
    self.target = target
    self.key = edge.key
    self.keyParts = edge.key.count
    self.onError = edge.onError
    self.prepared = prepared
    self.shape = shape
    self.joins = joins
  }
}
