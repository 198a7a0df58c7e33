package import DovetailMetadata
package import OrderedCollections

/// When sources are checked, and what was found last; a state machine without a clock.
package struct HealthSchedule: Sendable {
  private var entries: [SourceName: Entry] = [:]

  private struct Entry {
    var check: HealthCheck
    /// When the next check is due, in seconds; nil while one is under way.
    var due: Double?
    var last: SourceHealth?
  }

  package init() {}

  /// The sources whose checks begin now; those without checks are forgotten.
  package mutating func begin(
    _ sources: OrderedDictionary<SourceName, SourceMetadata>,
    at now: Double
  ) -> [(SourceName, HealthCheck)] {
    entries = entries.filter { sources[$0.key]?.healthCheck != nil }
    var begun: [(SourceName, HealthCheck)] = []
    for (name, source) in sources {
      guard let check = source.healthCheck else { continue }
      var entry = entries[name] ?? Entry(check: check, due: now)
      if entry.check != check {
        entry.check = check
        if entry.due != nil { entry.due = now }
      }
      if let due = entry.due, due <= now {
        entry.due = nil
        begun.append((name, check))
      }
      entries[name] = entry
    }
    return begun
  }

  /// Notes the end of a check.
  package mutating func end(_ name: SourceName, _ health: SourceHealth, at now: Double) {
    guard var entry = entries[name] else { return }
    entry.last = health
    entry.due = now + Double(entry.check.interval)
    entries[name] = entry
  }

  /// What the last check of a source found.
  package func health(of source: SourceName) -> SourceHealth? { entries[source]?.last }
}
