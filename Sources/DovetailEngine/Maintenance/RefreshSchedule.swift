package import DovetailMetadata

/// When which remote schema is read again: a pure state machine, told the time.
package struct RefreshSchedule: Sendable {
  package typealias Instant = ContinuousClock.Instant

  private struct Entry {
    var interval: Duration
    var next: Instant
  }

  private var entries: [RemoteSchemaName: Entry] = [:]

  package init() {}

  /// Tells which are due; each is due again after its interval.
  ///
  /// Names that are new, or have another interval, are due an interval from now.
  ///
  /// - Parameters:
  ///   - now: the time.
  ///   - intervals: the interval of each; those without one are not read again.
  /// - Returns: the names whose time has come.
  package mutating func due(
    at now: Instant,
    _ intervals: [RemoteSchemaName: Duration]
  ) -> [RemoteSchemaName] {
    entries = entries.filter { intervals[$0.key] == $0.value.interval }
    var due: [RemoteSchemaName] = []
    for (name, interval) in intervals {
      guard let entry = entries[name] else {
        entries[name] = Entry(interval: interval, next: now.advanced(by: interval))
        continue
      }
      guard entry.next <= now else { continue }
      due.append(name)
      entries[name]?.next = now.advanced(by: interval)
    }
    return due.sorted()
  }
}
