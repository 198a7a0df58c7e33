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

  /// Sends and receives what the socket is ready for, and appends what has ended.
  ///
  /// Returns nil if another thread is using the connection.
  func proceed(
    canWrite: Bool,
    _ completions: inout [ConnectionSession.Completion]
  ) -> ConnectionSession.Progress? {
    session.withLockIfAvailable { $0.proceed(canWrite: canWrite, &completions) }
  }

  /// Whether the session could begin a new transaction.
  var isIdle: Bool {
    session.withLock { $0.isIdle }
  }

  /// Prepares the cancellation of a request, if the server is working on it.
  ///
  /// Until `endCancellation()` the connection gets no other work, which the cancellation might hit.
  /// Returns the requests that wait behind it too.
  func beginCancellation(
    of request: PendingRequest
  ) -> (handle: CancelHandle, followers: [PendingRequest])? {
    session.withLock { $0.beginCancellation(of: request) }
  }

  /// The cancellation was delivered.
  ///
  /// Returns how many ends of requests the pool does not know of.
  func endCancellation() -> Int {
    session.withLock { $0.endCancellation() }
  }

  /// Takes away the requests that wait behind the first.
  func takeFollowers() -> [PendingRequest] {
    session.withLock { $0.takeFollowers() }
  }

  /// Closes the connection.
  ///
  /// Returns the requests that were in progress.
  func close() -> [PendingRequest] {
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
