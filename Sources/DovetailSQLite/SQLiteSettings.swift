/// Where a database is, and how connections to it behave.
package struct SQLiteSettings: Sendable, Hashable {
  package var location: Location
  /// Whether a file that does not exist is created.
  package var createsFile: Bool
  /// How many threads read at the same time; each has its own connection.
  package var readerCount: Int
  /// How many requests may wait before further ones are refused, readers and writer each.
  package var queueLimit: Int
  /// How long a statement waits for locks of other processes.
  package var busyTimeout: Duration
  /// After how long a statement is ended; nil means never.
  ///
  /// Scripts have no limit.
  package var statementTimeout: Duration?
  /// After how long without work a reader's connection is closed.
  package var idleTimeout: Duration
  /// How many prepared statements each connection keeps.
  package var statementCacheSize: Int

  /// Where a database is.
  package enum Location: Sendable, Hashable {
    case file(path: String)
    /// A database that lives as long as the pool; all requests share one connection.
    case memory
  }

  package init(
    location: Location,
    createsFile: Bool = true,
    readerCount: Int = 3,
    queueLimit: Int = 10_000,
    busyTimeout: Duration = .seconds(5),
    statementTimeout: Duration? = nil,
    idleTimeout: Duration = .seconds(180),
    statementCacheSize: Int = 256
  ) {
    self.location = location
    self.createsFile = createsFile
    self.readerCount = readerCount
    self.queueLimit = queueLimit
    self.busyTimeout = busyTimeout
    self.statementTimeout = statementTimeout
    self.idleTimeout = idleTimeout
    self.statementCacheSize = statementCacheSize
  }

  /// The location as messages show it.
  var name: String {
    switch location {
    case .file(let path): path
    case .memory: ":memory:"
    }
  }
}
