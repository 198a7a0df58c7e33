package import DovetailPlan
import DovetailSource
import Synchronization

/// Records the upstream calls of an operation, for explain-analyze.
package final class ExecutionTrace: Sendable {
  /// One call of one upstream.
  package struct Call: Sendable, Hashable {
    /// The fetch or lookup of the plan, as its outline names it.
    package var node: ObjectIdentifier
    package var target: FetchTarget
    /// The relationship for a lookup; nil for a root fetch.
    package var relationship: String?
    /// The SQL or GraphQL text.
    package var text: String
    /// How many keys a lookup asked for.
    package var keyCount: Int
    /// How many rows (or values of keys) came back.
    package var rowCount: Int
    /// How many bytes came back.
    package var byteCount: Int
    /// When the call started, counted from the start of the operation.
    package var start: Duration
    package var duration: Duration
    /// The message of the error, if the call failed.
    package var failure: String?
  }

  private let origin = ContinuousClock.now
  private let recorded = Mutex<[Call]>([])

  package init() {}

  /// The calls that have ended, by their start.
  package var calls: [Call] {
    recorded.withLock { $0 }.sorted { $0.start < $1.start }
  }

  /// The time since the trace was made.
  package var duration: Duration { ContinuousClock.now - origin }

  /// Records the end of a call.
  func record(_ call: Call, startedAt start: ContinuousClock.Instant) {
    var call = call
    call.start = start - origin
    call.duration = ContinuousClock.now - start
    recorded.withLock { $0.append(call) }
  }
}
