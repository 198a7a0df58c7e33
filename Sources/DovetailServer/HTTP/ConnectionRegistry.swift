import NIOCore
import Synchronization

/// The event that tells a connection to end as soon as it has answered what it has received.
struct DrainEvent: Sendable {}

/// The connections that are open, so that the end of the server can be the end of each of them.
final class ConnectionRegistry: Sendable {
  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    var isDraining = false
    var waiters: [CheckedContinuation<Void, Never>] = []

    mutating func takeWaitersIfEmpty() -> [CheckedContinuation<Void, Never>] {
      guard channels.isEmpty else { return [] }
      defer { waiters = [] }
      return waiters
    }
  }

  private let state = Mutex(State())

  /// The number of open connections.
  var count: Int { state.withLock { $0.channels.count } }

  /// Adds a connection; one that comes too late is told at once to end.
  func add(_ channel: any Channel) {
    let isDraining = state.withLock { state in
      state.channels[ObjectIdentifier(channel)] = channel
      return state.isDraining
    }
    if isDraining { channel.pipeline.fireUserInboundEventTriggered(DrainEvent()) }
  }

  /// Removes a connection that has ended.
  func remove(_ channel: any Channel) {
    let waiters = state.withLock { state in
      state.channels[ObjectIdentifier(channel)] = nil
      return state.takeWaitersIfEmpty()
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Tells all connections to end when they have answered.
  func drain() {
    let channels = state.withLock { state in
      state.isDraining = true
      return Array(state.channels.values)
    }
    for channel in channels { channel.pipeline.fireUserInboundEventTriggered(DrainEvent()) }
  }

  /// Ends all connections, whatever they are doing.
  func closeAll() {
    let channels = state.withLock { Array($0.channels.values) }
    for channel in channels { channel.close(promise: nil) }
  }

  /// Waits until there is no connection.
  func waitUntilEmpty() async {
    await withCheckedContinuation { continuation in
      let isEmpty = state.withLock { state in
        if !state.channels.isEmpty { state.waiters.append(continuation) }
        return state.channels.isEmpty
      }
      if isEmpty { continuation.resume() }
    }
  }
}
