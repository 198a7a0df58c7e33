import DovetailPlan
import DovetailSource

import DovetailSQL

extension SQLiteSource {
  /// Makes a mutation ready to run by itself.
  func prepareMutation(_ mutation: SQLMutation, tag: StatementTag?) -> PreparedFetch {
    let transaction = prepareTransaction(of: [.mutation(mutation)], tags: [tag])
    return PreparedFetch(text: mutation.text, shape: mutation.shape) {
      (context) async throws(SourceError) in
      guard let result = try await transaction.run(context).first else {
        throw SourceError(code: .unexpected, message: "the mutation gave no result")
      }
      return result
    }
  }

  /// Makes fetches ready to run in one transaction.
  func prepareTransaction(
    of fetches: [SQLFetch],
    tags: [StatementTag?]
  ) -> PreparedTransaction {
    let prepared = zip(fetches, tags).map { PreparedSteps($0, tag: $1) }
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
  var texts: [TaggedStatementText]

  init(_ fetch: SQLFetch, tag: StatementTag?) {
    self.fetch = fetch
    switch fetch {
    case .statement(let statement):
      texts = [TaggedStatementText(statement.text, tag: tag)]
    case .mutation(let mutation):
      texts = mutation.steps.map { TaggedStatementText($0.text, tag: tag) }
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
      return .rows(try query(texts[0].text(in: context), values, numbers, on: connection))
    case .mutation(let mutation):
      var run = MutationRun(mutation, dialect: dialect, context: context)
      while let step = run.step {
        let values = try run.values()
        do throws(SourceError) {
          let isOutput = mutation.isOutput(step)
          let text = texts[step].text(in: context)
          try run.take(try query(text, values, isOutput ? numbers : [], on: connection))
        } catch {
          throw mutation.failure(error, at: step)
        }
      }
      return run.result
    }
  }

  private func query(
    _ text: StatementText,
    _ values: [ParameterValue],
    _ numbers: Set<Int>,
    on connection: SQLiteConnection
  ) throws(SourceError) -> RowSet {
    do throws(SQLiteFailure) {
      return try connection.query(Statement(text, values, numberColumns: numbers))
    } catch {
      throw SourceError(error, values: values)
    }
  }
}
