package import DovetailSource
import Synchronization

/// Connections to one database, shared by all requests.
///
/// Requests wait in order for a connection when all are busy. The task that brings a request sends
/// it itself if a connection is idle; one thread of the pool receives all results. Nothing is
/// opened before the first request, so that a pool can be made while the database is down.
package final class PostgresPool: Sendable {
  private let core: PoolCore

  package init(_ target: ConnectionTarget, settings: PoolSettings = PoolSettings()) {
    core = PoolCore(target: target, settings: settings)
  }

  deinit {
    core.close()
  }

  package var settings: PoolSettings { core.settings }
  package var target: ConnectionTarget { core.target }

  /// How many connections are open now.
  package var connectionCount: Int { core.state.withLock { $0.open.count } }

  /// What the pool measures of itself; `role` is what its server is for.
  package func meters(role: String) -> SourceMeters.Pool {
    core.state.withLock { state in
      SourceMeters.Pool(
        role: role,
        connections: state.open.count,
        idle: state.idleCount,
        waiting: state.waitingCount,
        maximum: settings.maxConnections,
        timers: core.timers
      )
    }
  }

  /// Runs a statement in its own read-only transaction, prepared if the settings allow it.
  ///
  /// Repeats it once on another connection if the connection breaks. If the task is cancelled, so
  /// is the statement at the server.
  package func query(_ statement: Statement) async throws(SourceError) -> RowSet {
    let reply = await perform(PendingRequest(.query(statement)))
    switch reply {
    case .success(.rows(let rows)): return rows
    case .success: throw SourceError.unexpectedReply
    case .failure(let failure):
      throw SourceError(
        failure,
        statement: statement,
        isPrepared: core.settings.preparation != .never
      )
    }
  }

  /// Runs statements one after the other in one transaction and one round trip, all or nothing.
  ///
  /// `describe` makes the error of a statement, given by its index, the request's. Returns one set
  /// of rows for each statement.
  package func execute(
    _ statements: [Statement],
    in mode: TransactionMode,
    describe: (SourceError, Int) -> SourceError = { error, _ in error }
  ) async throws(SourceError) -> [RowSet] {
    guard let first = statements.first else { return [] }
    let reply = await perform(PendingRequest(.batch(statements, mode)))
    switch reply {
    case .success(.batch(let rows)): return rows
    case .success: throw SourceError.unexpectedReply
    case .failure(let failure):
      // The detail shows the statement that failed.
      let culprit = failure.statementIndex.flatMap {
        statements.indices.contains($0) ? statements[$0] : nil
      }
      let error = SourceError(
        failure,
        statement: culprit ?? first,
        isPrepared: core.settings.preparation != .never
      )
      throw failure.statementIndex.map { describe(error, $0) } ?? error
    }
  }

  /// Lends a connection to the closure, in a transaction that is committed when the closure returns
  /// and rolled back when it throws.
  ///
  /// `keepsConnection` is false if the statements may change the session, so that the connection
  /// must not be used again.
  package func withTransaction<Value>(
    _ mode: TransactionMode,
    keepsConnection: Bool = true,
    _ body: (PostgresTransaction) async throws(SourceError) -> Value
  ) async throws(SourceError) -> Value {
    try await withConnection(keepsConnection: keepsConnection) {
      (transaction) async throws(SourceError) in
      _ = try await transaction.query(Statement(StatementText(mode.beginStatement)))
      let value: Value
      do throws(SourceError) {
        value = try await body(transaction)
      } catch let error {
        try? await transaction.rollback()
        throw error
      }
      try await transaction.commit()
      return value
    }
  }

  /// Lends a connection to the closure, outside of any transaction.
  package func withConnection<Value>(
    keepsConnection: Bool = true,
    _ body: (PostgresTransaction) async throws(SourceError) -> Value
  ) async throws(SourceError) -> Value {
    let connection: PostgresConnection
    switch await perform(PendingRequest(.lease)) {
    case .success(.lease(let lent)): connection = lent
    case .success: throw SourceError.unexpectedReply
    case .failure(let failure): throw SourceError(failure)
    }
    let transaction = PostgresTransaction(connection: connection, core: core)
    do throws(SourceError) {
      let value = try await body(transaction)
      if keepsConnection && !transaction.isSpoilt {
        core.serve(connection)
      } else {
        core.discard(connection)
      }
      return value
    } catch let error {
      // Whatever state the session is in, nobody else shall meet it.
      core.discard(connection)
      throw error
    }
  }

  /// Closes all connections; requests in progress fail.
  package func close() {
    core.close()
  }

  private func perform(_ request: PendingRequest) async -> PendingRequest.Outcome {
    let core = core
    return await request.outcome(
      submit: { core.submit($0) },
      onCancel: { core.cancel($0) }
    )
  }
}

/// A connection lent to one task.
package final class PostgresTransaction: Sendable {
  private let connection: PostgresConnection
  private let core: PoolCore

  init(connection: PostgresConnection, core: PoolCore) {
    self.connection = connection
    self.core = core
  }

  /// Whether the connection cannot be used by others.
  var isSpoilt: Bool { !connection.isIdle }

  /// Runs a statement and returns its rows.
  package func query(_ statement: Statement) async throws(SourceError) -> RowSet {
    switch await perform(PendingRequest(.step(statement))) {
    case .success(.rows(let rows)): return rows
    case .success: throw SourceError.unexpectedReply
    case .failure(let failure): throw SourceError(failure, statement: statement, isPrepared: false)
    }
  }

  /// Runs the statements of a script and returns the result of the last one.
  package func run(script sql: String) async throws(SourceError) -> SQLScriptResult {
    switch await perform(PendingRequest(.script(sql))) {
    case .success(.script(let result)): return result
    case .success: throw SourceError.unexpectedReply
    case .failure(let failure): throw SourceError(scriptFailure: failure, sql: sql)
    }
  }

  /// Runs a script for its failure: what the server objects to, nil for nothing.
  func failure(of sql: String) async throws(SourceError) -> PostgresFailure? {
    switch await perform(PendingRequest(.script(sql))) {
    case .success: return nil
    case .failure(let failure) where failure.kind == .statement: return failure
    case .failure(let failure): throw SourceError(failure)
    }
  }

  /// Commits, unless the statements ended the transaction themselves.
  func commit() async throws(SourceError) {
    _ = try await query(Statement("COMMIT"))
  }

  func rollback() async throws(SourceError) {
    _ = try await query(Statement("ROLLBACK"))
  }

  private func perform(_ request: PendingRequest) async -> PendingRequest.Outcome {
    let (core, connection) = (core, connection)
    return await request.outcome(
      submit: { core.begin($0, on: connection) },
      onCancel: { core.cancel($0) }
    )
  }
}
