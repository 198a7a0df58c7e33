import DovetailMetadata
import Synchronization

/// Counts requests, so that no client makes more a minute than its role may.
///
/// The counts are of this engine alone and survive changes of metadata.
final class RateLimiter: Sendable {
  private let windows: Mutex<RateWindows>
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  init(capacity: Int = 65_536) {
    windows = Mutex(RateWindows(capacity: capacity))
    start = clock.now
  }

  /// Counts a request, or refuses it.
  func admit(
    _ session: Session,
    address: String,
    _ rate: RoleLimits.Rate
  ) throws(EngineError) {
    var hasher = Hasher()
    hasher.combine(session.role)
    hasher.combine(rate.countedBy)
    switch rate.countedBy {
    case .role: break
    case .address: hasher.combine(address)
    case .sessionVariables(let names):
      for name in names { hasher.combine(session.variables[name.lowercased()]) }
    }
    // The hash is all that is kept, so that long values of session variables cost no memory.
    let client = hasher.finalize()
    let now = (clock.now - start) / .seconds(1)
    guard windows.withLock({ $0.admit(client, limit: rate.requests, at: now) }) else {
      throw EngineError(
        code: "rate-limit-exceeded",
        message: "more than \(rate.requests) requests in a minute",
        status: 429
      )
    }
  }
}
