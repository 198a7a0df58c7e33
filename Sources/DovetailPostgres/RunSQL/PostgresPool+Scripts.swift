package import DovetailSource

extension PostgresPool {
  /// Runs a script as `run_sql` wants it.
  ///
  /// The connection is not used again, since the script may have changed its session.
  ///
  /// `verify` is called after the script, before its transaction is committed; if it throws, all is
  /// rolled back. It is not called outside of a transaction.
  package func run(
    _ script: SQLScript,
    verify: (@Sendable (PostgresTransaction) async throws(SourceError) -> Void)? = nil
  ) async throws(SourceError) -> SQLScriptResult {
    if script.isOutsideTransaction { return try await runStatements(of: script) }
    let mode = TransactionMode(isolation: settings.isolation, isReadOnly: script.isReadOnly)
    return try await withTransaction(mode, keepsConnection: false) {
      (transaction) async throws(SourceError) in
      let result = try await transaction.run(script: script.sql)
      if let verify { try await verify(transaction) }
      return result
    }
  }

  private func runStatements(of script: SQLScript) async throws(SourceError) -> SQLScriptResult {
    try await withConnection(keepsConnection: false) { (session) async throws(SourceError) in
      // Sessions are read-only outside of explicit transactions.
      let access = script.isReadOnly ? "on" : "off"
      _ = try await session.run(script: "SET default_transaction_read_only TO \(access)")
      var result = SQLScriptResult.command
      for statement in splitStatements(script.sql) {
        result = try await session.run(script: statement)
      }
      return result
    }
  }
}
