import Synchronization

/// Opens the connections of one database one after the other.
///
/// Switching a file to WAL mode fails if several connections try it at once.
final class ConnectionOpener: Sendable {
  private let lock = Mutex(())

  func open(
    _ settings: SQLiteSettings,
    role: ConnectionRole
  ) throws(SQLiteFailure) -> SQLiteConnection {
    let result = lock.withLock { _ -> Result<UncheckedConnection, SQLiteFailure> in
      do throws(SQLiteFailure) {
        return .success(UncheckedConnection(try openConnection(settings, role: role)))
      } catch {
        return .failure(error)
      }
    }
    return try result.get().connection
  }
}

/// Carries a new connection out of the lock.
private struct UncheckedConnection: @unchecked Sendable {
  // SAFETY: the connection was made by the calling thread, and nobody else knows of it.
  let connection: SQLiteConnection

  init(_ connection: SQLiteConnection) {
    self.connection = connection
  }
}
