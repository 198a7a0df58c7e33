package import DovetailSource

/// Connections to one SQLite database, shared by all requests.
///
/// Reads run on a few threads, writes on one; tasks and event loops never block. Nothing is opened
/// before the first request, so that a pool can be made while the file is missing.
package final class SQLitePool: Sendable {
  package let settings: SQLiteSettings
  private let writer: Lane
  /// The writer's lane for a database in memory, of which there is only one connection.
  private let readers: Lane

  package init(_ settings: SQLiteSettings) {
    self.settings = settings
    let opener = ConnectionOpener()
    let writer = Lane(settings, role: .writing, threads: 1, opener: opener)
    self.writer = writer
    switch settings.location {
    case .memory: readers = writer
    case .file:
      readers = Lane(settings, role: .reading, threads: settings.readerCount, opener: opener)
    }
  }

  deinit {
    writer.close()
    readers.close()
  }

  /// How many threads are alive now, each with a connection.
  package var threadCount: Int {
    readers === writer ? writer.threadCount : writer.threadCount + readers.threadCount
  }

  /// Runs a statement that only reads.
  ///
  /// If the task is cancelled, the statement ends.
  package func query(_ statement: Statement) async throws(SourceError) -> RowSet {
    do throws(SQLiteFailure) {
      return try await read { (connection) throws(SQLiteFailure) in
        try connection.query(statement)
      }
    } catch {
      throw SourceError(error, values: statement.values)
    }
  }

  /// Runs statements one after the other in one writing transaction, all or nothing.
  ///
  /// - Returns: One set of rows for each statement.
  package func execute(_ statements: [Statement]) async throws(SourceError) -> [RowSet] {
    do throws(SQLiteFailure) {
      return try await write { (connection) throws(SQLiteFailure) in
        try connection.inTransaction { () throws(SQLiteFailure) in
          var results: [RowSet] = []
          for statement in statements {
            do throws(SQLiteFailure) {
              results.append(try connection.query(statement))
            } catch {
              var failure = error
              failure.statementIndex = results.count
              throw failure
            }
          }
          return results
        }
      }
    } catch {
      // The detail shows the statement that failed.
      let culprit = error.statementIndex.flatMap {
        statements.indices.contains($0) ? statements[$0] : nil
      }
      throw SourceError(error, values: culprit?.values)
    }
  }

  /// Does work on a connection that cannot write.
  func read<Value: Sendable>(
    _ work: @escaping PendingRequest<Value>.Work
  ) async throws(SQLiteFailure) -> Value {
    try await perform(PendingRequest(limit: settings.statementTimeout, work), in: readers)
  }

  /// Does work on the connection that writes, within the time limit of statements or without.
  func write<Value: Sendable>(
    isLimited: Bool = true,
    _ work: @escaping PendingRequest<Value>.Work
  ) async throws(SQLiteFailure) -> Value {
    let limit = isLimited ? settings.statementTimeout : nil
    return try await perform(PendingRequest(limit: limit, work), in: writer)
  }

  /// Closes all connections, and waits until they are.
  ///
  /// Requests in progress fail.
  package func close() async {
    readers.close()
    writer.close()
    await readers.waitUntilClosed()
    await writer.waitUntilClosed()
  }

  private func perform<Value: Sendable>(
    _ request: PendingRequest<Value>,
    in lane: Lane
  ) async throws(SQLiteFailure) -> Value {
    let outcome = await request.outcome { lane.submit($0) }
    return try outcome.get()
  }
}
