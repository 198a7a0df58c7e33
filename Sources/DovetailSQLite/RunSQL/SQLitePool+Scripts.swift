import DovetailCatalog
package import DovetailSource

extension SQLitePool {
  /// Runs a script as `run_sql` wants it.
  ///
  /// The probes are the statements that its check is told of.
  package func run(
    _ script: SQLScript,
    probes: [SQLProbe] = []
  ) async throws(SourceError) -> SQLScriptResult {
    let outcome: ScriptOutcome
    do throws(SQLiteFailure) {
      if script.isReadOnly {
        return try await read { (connection) throws(SQLiteFailure) in try connection.run(script) }
      }
      outcome = try await write(isLimited: false) { (connection) throws(SQLiteFailure) in
        try connection.runChecked(script, probes)
      }
    } catch {
      throw SourceError(scriptFailure: error)
    }
    switch outcome {
    case .done(let result): return result
    case .refused(let refusal): throw refusal
    }
  }
}

/// How a script ended that did not fail.
private enum ScriptOutcome: Sendable {
  case done(SQLScriptResult)
  /// Its check threw, so that it was rolled back.
  case refused(SourceError)
}

extension SQLiteConnection {
  /// Runs a script with its check of the tables that it leaves.
  fileprivate func runChecked(
    _ script: SQLScript,
    _ probes: [SQLProbe]
  ) throws(SQLiteFailure) -> ScriptOutcome {
    guard let check = script.check, !script.isOutsideTransaction else {
      return .done(try run(script))
    }
    var refusal: SourceError?
    do throws(SQLiteFailure) {
      let result = try run(script) { () throws(SQLiteFailure) in
        let facts = try introspect()
        var objections: [StatementObjection?] = []
        for probe in probes { objections.append(try objection(to: probe)) }
        do throws(SourceError) {
          try check(facts, objections)
        } catch {
          refusal = error
          throw SQLiteFailure(.statement, "the script was rolled back")
        }
      }
      return .done(result)
    } catch {
      guard let refusal else { throw error }
      return .refused(refusal)
    }
  }
}
