import DovetailPlan
import DovetailSource

import DovetailSQL

extension SQLiteSource {
  /// Makes a mutation ready to run by itself.
  func prepareMutation(_ mutation: SQLMutation) -> PreparedFetch {
    let transaction = prepareTransaction(of: [.mutation(mutation)])
    return PreparedFetch(text: mutation.text, shape: mutation.shape) {
      (context) async throws(SourceError) in
      guard let result = try await transaction.run(context).first else {
        throw SourceError(code: .unexpected, message: "the mutation gave no result")
      }
      return result
    }
  }

  /// Makes fetches ready to run in one transaction.
  func prepareTransaction(of fetches: [SQLFetch]) -> PreparedTransaction {
    let prepared = fetches.map { PreparedSteps($0) }
    return PreparedTransaction(texts: fetches.map(\.text), shapes: fetches.map(\.shape)) {
      [pool, dialect] (context) async throws(SourceError) in
      let outcome: Result<[FetchResult], SourceError>
      do throws(SQLiteFailure) {
        outcome = try await pool.write { (connection) throws(SQLiteFailure) in
          try connection.attemptTransaction { () throws(SourceError) in
            var results: [FetchResult] = []
            for fetch in prepared {
              results.append(try fetch.run(on: connection, dialect, context))
            }
            return results
          }
        }
      } catch {
        throw SourceError(error)
      }
      return try outcome.get()
    }
  }
}

extension SQLiteConnection {
  /// Runs the closure in a writing transaction, which is committed if it returns.
  fileprivate func attemptTransaction<Value>(
    _ body: () throws(SourceError) -> Value
  ) throws(SQLiteFailure) -> Result<Value, SourceError> {
    try execute("BEGIN IMMEDIATE")
    do throws(SourceError) {
      let value = try body()
      do throws(SQLiteFailure) {
        try execute("COMMIT")
      } catch {
        rollback()
        throw SourceError(error)
      }
      return .success(value)
    } catch {
      rollback()
      return .failure(error)
    }
  }
}

/// A fetch with the texts of its statements.
private struct PreparedSteps: Sendable {
  var fetch: SQLFetch
  var texts: [StatementText]

  init(_ fetch: SQLFetch) {
    self.fetch = fetch
    switch fetch {
    case .statement(let statement): texts = [StatementText(statement.text)]
    case .mutation(let mutation): texts = mutation.steps.map { StatementText($0.text) }
    }
  }

  func run(
    on connection: SQLiteConnection,
    _ dialect: SQLiteDialect,
    _ context: ExecutionContext
  ) throws(SourceError) -> FetchResult {
    let numbers = fetch.shape.numberColumns
    switch fetch {
    case .statement(let statement):
      let values = try dialect.parameterValues(of: statement, in: context)
      return .rows(try query(0, values, numbers, on: connection))
    case .mutation(let mutation):
      var run = MutationRun(mutation, dialect: dialect, context: context)
      while let step = run.step {
        let values = try run.values()
        do throws(SourceError) {
          let isOutput = mutation.isOutput(step)
          try run.take(try query(step, values, isOutput ? numbers : [], on: connection))
        } catch {
          throw mutation.failure(error, at: step)
        }
      }
      return run.result
    }
  }

  private func query(
    _ step: Int,
    _ values: [ParameterValue],
    _ numbers: Set<Int>,
    on connection: SQLiteConnection
  ) throws(SourceError) -> RowSet {
    do throws(SQLiteFailure) {
      return try connection.query(Statement(texts[step], values, numberColumns: numbers))
    } catch {
      throw SourceError(error, values: values)
    }
  }
}
