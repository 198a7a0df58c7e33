import DovetailCatalog
package import DovetailPlan
package import DovetailSource
import OrderedCollections
package import OrderedJSON

/// How an upstream is, for administrators.
package struct UpstreamReport: Sendable {
  package var upstream: FetchTarget
  package var state: State
  /// Why nothing newer is known of it.
  package var reason: String?
  /// How its calls have gone; nil for sources that do not keep count.
  package var status: UpstreamStatus?

  /// What is known of what the upstream offers.
  package enum State: String, Sendable {
    case known
    /// An earlier introspection is in use.
    case stale
    /// Nothing is known, so it is left out.
    case unknown
  }

  /// Whether calls have a chance.
  package var isAvailable: Bool { state == .known && status?.circuit ?? .closed == .closed }

  /// The report as JSON.
  package var json: JSONValue {
    let key = upstream.storedKey
    var members: [(key: String, value: JSONValue)] = [
      ("name", .string(key.name)), ("kind", .string(key.kind)),
      ("available", .bool(isAvailable)), ("introspection", .string(state.rawValue)),
    ]
    if let reason { members.append(("reason", .string(reason))) }
    if let status {
      members.append(("circuit", .string(status.circuit.rawValue)))
      if let failure = status.lastFailure { members.append(("last_failure", .string(failure))) }
      let counters = status.counters
      members.append(
        (
          "counters",
          [
            "calls": .int(counters.calls), "failures": .int(counters.failures),
            "retries": .int(counters.retries), "refusals": .int(counters.refusals),
            "shared": .int(counters.shared),
          ]
        )
      )
    }
    return .object(members: members)
  }
}

extension Engine {
  /// How all upstreams are, by kind and name.
  package var upstreamReports: [UpstreamReport] {
    let upstreams = snapshot.upstreams
    let sources = upstreams.sources.sorted { $0.key < $1.key }.map { name, source in
      report(.source(name), source.facts, source.source)
    }
    let schemas = upstreams.remoteSchemas.sorted { $0.key < $1.key }.map { name, schema in
      report(.remoteSchema(name), schema.facts, schema.source)
    }
    return sources + schemas
  }

  private func report<Facts>(
    _ upstream: FetchTarget,
    _ facts: CatalogInput.Introspected<Facts>,
    _ source: any Source
  ) -> UpstreamReport {
    let state: UpstreamReport.State =
      switch facts {
      case .known: .known
      case .stale: .stale
      case .failed: .unknown
      }
    return UpstreamReport(
      upstream: upstream,
      state: state,
      reason: facts.failure,
      status: source.status
    )
  }
}
