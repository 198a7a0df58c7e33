import DovetailPlan
import DovetailSource
import GraphQLLanguage

/// A prefetch, ready to be run: a plan of its own with the rows as its only root field.
final class PreparedPrefetch: Sendable {
  let prefetch: Prefetch
  let plan: PreparedPlan

  /// The key of the root field.
  static let root = "rows"

  init(
    _ prefetch: Prefetch,
    sources: @escaping (FetchTarget) -> (any Source)?
  ) throws(SourceError) {
    self.prefetch = prefetch
    let fetch = Fetch(target: prefetch.target, request: .rows(prefetch.rows))
    self.plan = try PreparedPlan(
      OperationPlan(kind: .query, roots: [RootField(key: Self.root, value: .fetch(fetch))]),
      sources: sources
    )
  }
}
