import CPostgres
import Synchronization

/// A connection to a server, as threads share it.
///
/// The thread that brings work sends it; the poller's thread receives the result.
final class PostgresConnection: Identifiable, Sendable {
  let id: Int
  let openedAt: Int64
  let socket: Int32
  private let session: Mutex<ConnectionSession>

  init(id: Int, opened: OpenedConnection, settings: PoolSettings, openedAt: Int64) {
    self.id = id
    self.openedAt = openedAt
    self.socket = PQsocket(opened.handle.raw)
    self.session = Mutex(ConnectionSession(opened, settings: settings))
  }

  /// Sends the request's statements.
  func start(_ request: PendingRequest) -> ConnectionSession.Start {
    session.withLock { $0.start(request) }
  }

  /// Sends and receives what the socket is ready for; nil if another thread is at it.
  func proceed(canWrite: Bool) -> ConnectionSession.Progress? {
    session.withLockIfAvailable { $0.proceed(canWrite: canWrite) }
  }

  /// Whether the session could begin a new transaction.
  var isIdle: Bool {
    session.withLock { $0.isIdle }
  }

  /// The means to cancel the request at the server, if the connection is working on it.
  ///
  /// Until `endCancellation()` the connection gets no other work, which the cancellation might hit.
  func beginCancellation(of request: PendingRequest) -> CancelHandle? {
    session.withLock { $0.beginCancellation(of: request) }
  }

  /// The cancellation was delivered.
  ///
  /// Returns whether the connection has nothing more to do.
  func endCancellation() -> Bool {
    session.withLock { $0.endCancellation() }
  }

  /// Closes the connection; work in progress fails.
  ///
  /// Returns the request that was in progress.
  @discardableResult
  func close() -> PendingRequest? {
    session.withLock { $0.close() }
  }
}

/// A libpq connection, handed from the thread that opened it to the session that uses it.
struct LibpqHandle: @unchecked Sendable {
  // SAFETY: libpq allows one thread at a time; the session is only used under its connection's
  // lock.
  let raw: OpaquePointer
}

/// What libpq needs to cancel a running statement, independent of the connection's own state.
struct CancelHandle: @unchecked Sendable {
  // SAFETY: owned by the one thread that cancels, which frees it.
  let raw: OpaquePointer
}
