/// The counts of clients: a sliding minute, estimated of two fixed ones.
package struct RateWindows: Sendable {
  /// How many clients are remembered at most.
  private let capacity: Int
  private var young: [Int: Window] = [:]
  private var old: [Int: Window] = [:]

  private struct Window {
    /// When the current minute began, in seconds.
    var start: Double
    var count = 0
    /// How many requests the minute before had.
    var previous = 0
  }

  /// How long a window is, in seconds.
  private static let length = 60.0

  package init(capacity: Int) {
    self.capacity = max(capacity, 2)
  }

  /// How many clients are remembered.
  package var count: Int { young.count + old.count }

  /// Counts a request of a client if it may have one more; time is in seconds from anywhere.
  package mutating func admit(_ client: Int, limit: Int, at now: Double) -> Bool {
    var window = young[client] ?? old[client] ?? Window(start: now)
    let passed = now - window.start
    if passed >= 2 * Self.length {
      window = Window(start: now)
    } else if passed >= Self.length {
      window = Window(start: window.start + Self.length, previous: window.count)
    }
    let share = 1 - (now - window.start) / Self.length
    let isAdmitted = Double(window.previous) * share + Double(window.count) < Double(limit)
    if isAdmitted { window.count += 1 }
    keep(window, of: client)
    return isAdmitted
  }

  /// Keeps a window, and forgets those of clients that were not here for longest.
  private mutating func keep(_ window: Window, of client: Int) {
    if young[client] == nil, young.count >= capacity / 2 {
      old = young
      young = [:]
    }
    young[client] = window
    old[client] = nil
  }
}
