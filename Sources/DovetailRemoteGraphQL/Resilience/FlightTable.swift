/// Which calls are under way, and who waits for which of them: a pure state machine.
///
/// The first to ask for a key leads its flight, and makes the call; those who come while it is under
/// way follow, and get the leader's result.
package struct FlightTable<Key: Hashable & Sendable, Waiter> {
  private struct Flight {
    var key: Key
    var waiters: [(ticket: Int, waiter: Waiter)] = []
  }

  /// Identifies a flight.
  package typealias FlightID = Int

  /// What somebody who asks is to do.
  package enum Role: Equatable {
    case leads(FlightID)
    case follows(FlightID)
  }

  private var flights: [FlightID: Flight] = [:]
  /// The flights that may be joined.
  private var joinable: [Key: FlightID] = [:]
  private var nextID = 0

  package init() {}

  /// How many calls are under way.
  package var count: Int { flights.count }

  /// The flight for a key: one that is under way, or a new one.
  package mutating func board(_ key: Key) -> Role {
    if let known = joinable[key] { return .follows(known) }
    nextID += 1
    flights[nextID] = Flight(key: key)
    joinable[key] = nextID
    return .leads(nextID)
  }

  /// Waits for a flight.
  ///
  /// - Returns: whether it is still under way.
  package mutating func wait(for flight: FlightID, ticket: Int, _ waiter: Waiter) -> Bool {
    guard flights[flight] != nil else { return false }
    flights[flight]?.waiters.append((ticket, waiter))
    return true
  }

  /// Stops waiting.
  ///
  /// - Returns: the waiter, if it was still there.
  package mutating func leave(_ flight: FlightID, ticket: Int) -> Waiter? {
    guard let index = flights[flight]?.waiters.firstIndex(where: { $0.ticket == ticket }) else {
      return nil
    }
    return flights[flight]?.waiters.remove(at: index).waiter
  }

  /// Ends a flight.
  ///
  /// - Returns: those who wait for its result.
  package mutating func land(_ flight: FlightID) -> [Waiter] {
    guard let landed = flights.removeValue(forKey: flight) else { return [] }
    if joinable[landed.key] == flight { joinable[landed.key] = nil }
    return landed.waiters.map(\.waiter)
  }

  /// Lets nobody join the flights that are under way: what they bring may be out of date for those
  /// who come from now on.
  package mutating func seal() {
    joinable.removeAll()
  }
}
