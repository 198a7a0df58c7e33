import GraphQLLanguage
import Meters

/// What the engine counts of the requests that it answers.
final class EngineMeters: Sendable {
  /// How an operation ended.
  enum Outcome: String, CaseIterable, Sendable {
    case success
    case failed
  }

  /// Plans that requests found in the cache.
  let planHits = Counter()
  /// Plans that had to be made.
  let planMisses = Counter()
  private let kinds = [OperationKind.query, .mutation, .subscription].map(KindMeters.init)
  /// Requests of which it did not become known what they ask for.
  private let unknown = KindMeters(kind: nil)

  /// What is counted of one kind of operation.
  private struct KindMeters: Sendable {
    var kind: OperationKind?
    let successes = Counter()
    let failures = Counter()
    let time = Histogram()
  }

  /// Takes note of a request that was answered.
  func record(_ kind: OperationKind?, _ outcome: Outcome, _ duration: Duration) {
    let meters = kind.flatMap { kind in kinds.first { $0.kind == kind } } ?? unknown
    switch outcome {
    case .success:
      meters.successes.add()
      meters.time.observe(duration)
    case .failed: meters.failures.add()
    }
  }

  /// The metrics of requests.
  ///
  /// Their names are those of the reference where it has them.
  var families: [MetricFamily] {
    let all = kinds + [unknown]
    return [
      MetricFamily(
        "hasura_graphql_requests_total",
        .counter,
        "GraphQL requests that were answered.",
        all.flatMap { meters in
          let kind = MetricFamily.Label("operation_type", meters.kind?.rawValue ?? "unknown")
          return [
            MetricFamily.Sample(
              .integer(meters.successes.value),
              [kind, .init("response_status", Outcome.success.rawValue)]
            ),
            MetricFamily.Sample(
              .integer(meters.failures.value),
              [kind, .init("response_status", Outcome.failed.rawValue)]
            ),
          ]
        }
      ),
      MetricFamily(
        "hasura_graphql_execution_time_seconds",
        .histogram,
        "The time that successful GraphQL requests took.",
        kinds.compactMap { meters in
          guard let kind = meters.kind else { return nil }
          return MetricFamily.Sample(
            .histogram(meters.time.reading),
            [.init("operation_type", kind.rawValue)]
          )
        }
      ),
      MetricFamily(
        "dovetail_plan_cache_requests_total",
        .counter,
        "Plans that were looked for in the cache.",
        [
          MetricFamily.Sample(.integer(planHits.value), [.init("result", "hit")]),
          MetricFamily.Sample(.integer(planMisses.value), [.init("result", "miss")]),
        ]
      ),
    ]
  }
}
