import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSource
package import Meters
import OrderedCollections

extension Engine {
  /// All that is measured of the engine and of its upstreams, as it is now.
  package var metrics: [MetricFamily] {
    meters.families + upstreamFamilies + poolFamilies + metadataFamilies
  }

  private var metadataFamilies: [MetricFamily] {
    let snapshot = snapshot
    return [
      MetricFamily(
        "dovetail_metadata_resource_version",
        .gauge,
        "The version of the metadata in use.",
        .integer(snapshot.resourceVersion)
      ),
      MetricFamily(
        "dovetail_metadata_inconsistent_objects",
        .gauge,
        "Metadata objects that are left out because they do not fit.",
        .integer(snapshot.catalog.inconsistencies.count { !$0.isInformational })
      ),
      MetricFamily(
        "hasura_source_health",
        .gauge,
        "What the last health check of a source found: 0 well, 1 no answer in time, 2 failed.",
        snapshot.upstreams.sources.keys.sorted().compactMap { name in
          health(of: name).map {
            MetricFamily.Sample(
              .integer($0.status.rawValue),
              [.init("source_name", "\(name)")]
            )
          }
        }
      ),
    ]
  }

  // MARK: Upstreams

  private var upstreamFamilies: [MetricFamily] {
    let reports = upstreamReports
    let counted = reports.compactMap { report in
      report.status.map { (labels: report.labels, status: $0) }
    }
    func counter(
      _ name: String,
      _ help: String,
      _ value: (UpstreamStatus.Counters) -> Int
    ) -> MetricFamily {
      MetricFamily(
        name,
        .counter,
        help,
        counted.map { MetricFamily.Sample(.integer(value($0.status.counters)), $0.labels) }
      )
    }
    return [
      MetricFamily(
        "dovetail_upstream_available",
        .gauge,
        "Whether an upstream is known and let through by its circuit breaker: 1 or 0.",
        reports.map { MetricFamily.Sample(.integer($0.isAvailable ? 1 : 0), $0.labels) }
      ),
      MetricFamily(
        "dovetail_upstream_circuit_state",
        .gauge,
        "The circuit breaker of an upstream: 0 closed, 1 half open, 2 open.",
        counted.map { MetricFamily.Sample(.integer($0.status.circuit.number), $0.labels) }
      ),
      counter(
        "dovetail_upstream_calls_total",
        "Requests that were sent to an upstream, repetitions included.",
        \.calls
      ),
      counter(
        "dovetail_upstream_failures_total",
        "Requests to an upstream without an answer, or with one that it is unavailable.",
        \.failures
      ),
      counter(
        "dovetail_upstream_retries_total",
        "Requests to an upstream that repeated a failed one.",
        \.retries
      ),
      counter(
        "dovetail_upstream_refusals_total",
        "Calls that were not made because the circuit breaker was open.",
        \.refusals
      ),
      counter(
        "dovetail_upstream_shared_calls_total",
        "Calls that were not made because an equal one was under way.",
        \.shared
      ),
      MetricFamily(
        "dovetail_upstream_call_time_seconds",
        .histogram,
        "The time until an upstream answered, or a request to it failed.",
        namedSources.compactMap { upstream, source in
          source.meters.callTime.map {
            MetricFamily.Sample(.histogram($0.reading), upstream.labels)
          }
        }
      ),
    ]
  }

  private var namedSources: [(upstream: FetchTarget, source: any Source)] {
    let upstreams = snapshot.upstreams
    let sources = upstreams.sources.sorted { $0.key < $1.key }
    let schemas = upstreams.remoteSchemas.sorted { $0.key < $1.key }
    return sources.map { (.source($0.key), $0.value.source) }
      + schemas.map { (.remoteSchema($0.key), $0.value.source) }
  }

  // MARK: Pools

  private var poolFamilies: [MetricFamily] {
    var pools: [PoolReading] = []
    for case (.source(let name), let source) in namedSources {
      // A role may have several servers, which are told apart by nothing that may be shown.
      let byRole = OrderedDictionary(grouping: source.meters.pools, by: \.role)
      pools += byRole.map { PoolReading(source: name, role: $0.key, pools: $0.value) }
    }
    func gauge(_ name: String, _ help: String, _ value: (SourceMeters.Pool) -> Int) -> MetricFamily
    {
      MetricFamily(name, .gauge, help, pools.map { $0.sample(value) })
    }
    func times(_ name: String, _ help: String, _ timer: (PoolTimers) -> Histogram) -> MetricFamily {
      MetricFamily(name, .histogram, help, pools.compactMap { $0.sample(timer) })
    }
    return [
      gauge("hasura_postgres_connections", "Open connections of a pool.", \.connections),
      gauge("dovetail_postgres_idle_connections", "Connections without work.", \.idle),
      gauge("dovetail_postgres_max_connections", "How many a pool may open.", \.maximum),
      gauge("dovetail_postgres_waiting_requests", "Requests without connection.", \.waiting),
      times(
        "hasura_postgres_connection_init_time",
        "The time in seconds that it took to open connections.",
        \.opening
      ),
      times(
        "hasura_postgres_pool_wait_time",
        "The time in seconds that requests waited for a connection, if they had to.",
        \.waiting
      ),
      MetricFamily(
        "hasura_postgres_connection_error_total",
        .counter,
        "Attempts to open a connection that failed.",
        pools.map { $0.sample(\.timers.failures.value) }
      ),
    ]
  }
}

/// The pools of a source for servers of one role.
private struct PoolReading {
  var source: SourceName
  var role: String
  var pools: [SourceMeters.Pool]

  private var labels: [MetricFamily.Label] {
    [.init("source_name", "\(source)"), .init("role", role)]
  }

  func sample(_ value: (SourceMeters.Pool) -> Int) -> MetricFamily.Sample {
    MetricFamily.Sample(.integer(pools.reduce(0) { $0 + value($1) }), labels)
  }

  func sample(_ timer: (PoolTimers) -> Histogram) -> MetricFamily.Sample? {
    guard let first = pools.first else { return nil }
    let reading = pools.dropFirst().reduce(timer(first.timers).reading) {
      $0 + timer($1.timers).reading
    }
    return MetricFamily.Sample(.histogram(reading), labels)
  }
}

extension FetchTarget {
  /// The labels that tell upstreams apart.
  fileprivate var labels: [MetricFamily.Label] {
    let key = storedKey
    return [.init("name", key.name), .init("kind", key.kind)]
  }
}

extension UpstreamReport {
  fileprivate var labels: [MetricFamily.Label] { upstream.labels }
}

extension UpstreamStatus.Circuit {
  /// The value of the gauge: the higher, the less is let through.
  fileprivate var number: Int {
    switch self {
    case .closed: 0
    case .halfOpen: 1
    case .open: 2
    }
  }
}
