package import Meters

/// What a source measures of itself, for the metrics endpoint.
package struct SourceMeters: Sendable {
  /// The pools of connections; none for sources that have no connections of their own.
  package var pools: [Pool]
  /// How long the calls took; nil for sources that do not measure that.
  package var callTime: Histogram?

  package init(pools: [Pool] = [], callTime: Histogram? = nil) {
    self.pools = pools
    self.callTime = callTime
  }

  /// Connections to one server.
  package struct Pool: Sendable {
    /// What the server is for: `primary` or `replica`.
    package var role: String
    package var connections: Int
    package var idle: Int
    /// How many requests wait for a connection.
    package var waiting: Int
    package var maximum: Int
    package var timers: PoolTimers

    package init(
      role: String,
      connections: Int,
      idle: Int,
      waiting: Int,
      maximum: Int,
      timers: PoolTimers
    ) {
      self.role = role
      self.connections = connections
      self.idle = idle
      self.waiting = waiting
      self.maximum = maximum
      self.timers = timers
    }
  }
}

/// What a pool measures over time.
package struct PoolTimers: Sendable {
  /// How long it took to open connections.
  package let opening = Histogram()
  /// How long requests waited that were not served at once.
  package let waiting = Histogram()
  /// How many attempts to open a connection failed.
  package let failures = Counter()

  package init() {}
}
