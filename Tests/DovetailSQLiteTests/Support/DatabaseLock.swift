import DovetailSQLite
import DovetailSource
import Glibc
import Synchronization

/// Locks a database as another process would, with a row in a table that is not committed yet.
final class DatabaseLock: Sendable {
  private let pool: SQLitePool
  private let isReleased = Atomic(false)
  private let script = Mutex<Task<SQLScriptResult, any Error>?>(nil)

  /// Returns when the lock is held.
  init(_ folder: TemporaryFolder, table: String) async throws {
    pool = try await folder.pool()
    await withCheckedContinuation { (held: CheckedContinuation<Void, Never>) in
      let insertion = SQLScript(sql: "INSERT INTO \(table) VALUES (1)") {
        [self] (_, _) throws(SourceError) in
        held.resume()
        // On the pool's own thread, which may block.
        while !isReleased.load(ordering: .relaxed) { usleep(1000) }
      }
      script.withLock { $0 = Task { [pool] in try await pool.run(insertion) } }
    }
  }

  /// Commits the row.
  func release() async throws {
    isReleased.store(true, ordering: .relaxed)
    _ = try await script.withLock(\.self)?.value
    await pool.close()
  }
}
