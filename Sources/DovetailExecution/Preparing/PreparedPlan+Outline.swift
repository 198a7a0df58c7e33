package import DovetailPlan
import DovetailSource

extension PreparedPlan {
  /// A fetch or lookup of the plan, for explain.
  package struct Outline: Sendable, Hashable {
    package var target: FetchTarget
    /// The relationship of a lookup; nil for a root fetch.
    package var relationship: String?
    /// The keys from `data` to the root fields that a fetch serves; empty for lookups.
    package var roots: [[String]]
    /// The SQL or GraphQL text.
    package var text: String
    /// How the keys of a lookup are looked up; nil for a root fetch.
    package var lookup: LookupOutline?
    /// The lookups that the result needs.
    package var joins: [Outline]
    /// Identifies the fetch or lookup among the calls of a trace of the same plan.
    package var node: ObjectIdentifier?

    package init(
      target: FetchTarget,
      relationship: String?,
      roots: [[String]],
      text: String,
      lookup: LookupOutline? = nil,
      joins: [Outline],
      node: ObjectIdentifier? = nil
    ) {
      self.target = target
      self.relationship = relationship
      self.roots = roots
      self.text = text
      self.lookup = lookup
      self.joins = joins
      self.node = node
    }
  }

  /// How the keys of a lookup are looked up, for explain.
  package struct LookupOutline: Sendable, Hashable {
    package var choice: Lookup.Choice
    /// The members of the parent that make the key.
    package var key: [String]
    package var onError: JoinFailure
    /// Whether keys are lists, of which each element is looked up.
    package var isSpread: Bool
    /// How many keys a request carries at most.
    package var maxKeys: Int
    /// About how many bytes of keys a request carries at most.
    package var maxBytes: Int?
    /// How many requests may be under way at once, where metadata says so.
    package var concurrency: Int?

    package init(
      choice: Lookup.Choice,
      key: [String],
      onError: JoinFailure,
      isSpread: Bool,
      maxKeys: Int,
      maxBytes: Int? = nil,
      concurrency: Int? = nil
    ) {
      self.choice = choice
      self.key = key
      self.onError = onError
      self.isSpread = isSpread
      self.maxKeys = maxKeys
      self.maxBytes = maxBytes
      self.concurrency = concurrency
    }
  }

  /// All upstream calls of the plan, in root order.
  package var outline: [Outline] {
    fetches.map { node in
      Outline(
        target: node.target,
        relationship: nil,
        roots: node.roots.map(\.path),
        text: node.prepared.text,
        joins: node.joins.map(outline(of:)),
        node: ObjectIdentifier(node)
      )
    }
  }

  /// The reads of keys from other sources that come before all others, in the order of the plan.
  package var prefetchOutline: [Outline] {
    prefetches.flatMap { member in
      member.plan.outline.map { outline in
        Outline(
          target: outline.target,
          relationship: member.prefetch.relationship,
          roots: [],
          text: outline.text,
          joins: [],
          node: outline.node
        )
      }
    }
  }

  private func outline(of join: JoinNode) -> Outline {
    Outline(
      target: lookupTargets[join.target],
      relationship: join.relationship,
      roots: [],
      text: join.prepared.text,
      lookup: LookupOutline(
        choice: join.choice,
        key: join.key,
        onError: join.onError,
        isSpread: join.limits.spread != nil,
        maxKeys: join.limits.keys,
        maxBytes: join.limits.bytes == .max ? nil : join.limits.bytes,
        concurrency: [join.limits.concurrency, lookupConcurrency[join.target]]
          .compactMap { $0 }.min()
      ),
      joins: join.joins.map(outline(of:)),
      node: ObjectIdentifier(join)
    )
  }
}
