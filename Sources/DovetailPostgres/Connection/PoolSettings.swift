/// How a pool of connections behaves, as `pool_settings` of a source's configuration says.
package struct PoolSettings: Sendable, Hashable {
  /// How many connections are open at most.
  package var maxConnections: Int
  /// After how long without work a connection is closed.
  package var idleTimeout: Duration
  /// How long a request may wait for a connection; nil means forever.
  package var poolTimeout: Duration?
  /// After how long a connection is replaced; nil means never.
  package var connectionLifetime: Duration?
  /// How often connecting is tried again before it counts as failed.
  package var retries: Int
  /// How long connecting may take, if the connection string has no `connect_timeout`.
  package var connectTimeout: Duration
  package var preparation: Preparation
  package var isolation: IsolationLevel

  /// Whether statements are prepared at the server.
  ///
  /// Prepared statements and the session defaults that go with them need a connection of one's own.
  /// Without them a session holds no state, so that a pooler may switch servers between
  /// transactions.
  package enum Preparation: Sendable, Hashable {
    case always
    case never
    /// Unless a pooler stands between, which shows in a process number that is not the server's.
    case automatic
  }

  package init(
    maxConnections: Int = 50,
    idleTimeout: Duration = .seconds(180),
    poolTimeout: Duration? = nil,
    connectionLifetime: Duration? = .seconds(600),
    retries: Int = 1,
    connectTimeout: Duration = .seconds(15),
    preparation: Preparation = .automatic,
    isolation: IsolationLevel = .readCommitted
  ) {
    self.maxConnections = maxConnections
    self.idleTimeout = idleTimeout
    self.poolTimeout = poolTimeout
    self.connectionLifetime = connectionLifetime
    self.retries = retries
    self.connectTimeout = connectTimeout
    self.preparation = preparation
    self.isolation = isolation
  }
}

/// A transaction isolation level, spelled as in metadata.
package enum IsolationLevel: String, Sendable, Hashable {
  case readCommitted = "read-committed"
  case repeatableRead = "repeatable-read"
  case serializable = "serializable"

  /// The level as SQL spells it.
  var sql: String {
    switch self {
    case .readCommitted: "READ COMMITTED"
    case .repeatableRead: "REPEATABLE READ"
    case .serializable: "SERIALIZABLE"
    }
  }
}

/// The isolation level and access mode of a transaction.
package struct TransactionMode: Sendable, Hashable {
  package var isolation: IsolationLevel
  package var isReadOnly: Bool

  package init(isolation: IsolationLevel = .readCommitted, isReadOnly: Bool = false) {
    self.isolation = isolation
    self.isReadOnly = isReadOnly
  }

  /// `BEGIN` with the mode.
  var beginStatement: String {
    "BEGIN ISOLATION LEVEL \(isolation.sql) \(isReadOnly ? "READ ONLY" : "READ WRITE")"
  }
}
