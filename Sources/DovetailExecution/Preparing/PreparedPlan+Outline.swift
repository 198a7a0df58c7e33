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
    /// The lookups that the result needs.
    package var joins: [Outline]

    package init(
      target: FetchTarget,
      relationship: String?,
      roots: [[String]],
      text: String,
      joins: [Outline]
    ) {
      self.target = target
      self.relationship = relationship
      self.roots = roots
      self.text = text
      self.joins = joins
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
        joins: node.joins.map(outline(of:))
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
          joins: []
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
      joins: join.joins.map(outline(of:))
    )
  }
}
