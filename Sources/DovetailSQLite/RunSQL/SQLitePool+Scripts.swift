package import DovetailCatalog
package import DovetailSource

extension SQLitePool {
  /// Runs a script as `run_sql` wants it.
  package func run(_ script: SQLScript) async throws(SourceError) -> SQLScriptResult {
    do throws(SQLiteFailure) {
      if script.isReadOnly {
        return try await read { (connection) throws(SQLiteFailure) in try connection.run(script) }
      }
      return try await write(isLimited: false) { (connection) throws(SQLiteFailure) in
        try connection.run(script)
      }
    } catch {
      throw SourceError(scriptFailure: error)
    }
  }

  /// Runs a script, and rolls it back if the check of the facts after it throws.
  ///
  /// The writer waits meanwhile, so the check must not write to this database; what it reads is as
  /// before the script. Scripts outside of a transaction, and those that only read, are not checked.
  package func run(
    _ script: SQLScript,
    verify: (RelationalFacts) async throws(SourceError) -> Void
  ) async throws(SourceError) -> SQLScriptResult {
    if script.isReadOnly || script.isOutsideTransaction { return try await run(script) }
    if settings.location == .memory {
      // The check may read, for which there is no other connection: the script runs twice.
      try await verify(try await facts(after: script))
      return try await run(script)
    }
    let review = ScriptReview()
    async let outcome = reviewedOutcome(of: script, review)
    var refusal: SourceError?
    if let facts = await review.facts() {
      do throws(SourceError) {
        try await verify(facts)
      } catch {
        refusal = error
      }
      review.decide(isAccepted: refusal == nil)
    }
    let result = await outcome
    if let refusal { throw refusal }
    return try result.get()
  }

  /// The tables as the script would leave them.
  private func facts(after script: SQLScript) async throws(SourceError) -> RelationalFacts {
    do throws(SQLiteFailure) {
      return try await write(isLimited: false) { (connection) throws(SQLiteFailure) in
        var facts: RelationalFacts?
        do throws(SQLiteFailure) {
          _ = try connection.run(script) { () throws(SQLiteFailure) in
            facts = try connection.introspect()
            throw SQLiteFailure(.statement, "the script was rolled back")
          }
        } catch {
          guard let facts else { throw error }
          return facts
        }
        return RelationalFacts()
      }
    } catch {
      throw SourceError(scriptFailure: error)
    }
  }

  private func reviewedOutcome(
    of script: SQLScript,
    _ review: ScriptReview
  ) async -> Result<SQLScriptResult, SourceError> {
    // However the script ends, nobody shall wait for its facts.
    defer { review.end() }
    do throws(SQLiteFailure) {
      return .success(
        try await write(isLimited: false) { (connection) throws(SQLiteFailure) in
          try connection.run(script) { () throws(SQLiteFailure) in
            guard review.propose(try connection.introspect()) else {
              throw SQLiteFailure(.statement, "the script was rolled back")
            }
          }
        }
      )
    } catch {
      return .failure(SourceError(scriptFailure: error))
    }
  }
}
