import DovetailPlan
import DovetailSource

import DovetailSQL

extension PostgresSource {
  /// Makes a mutation ready to run by itself.
  func prepareMutation(_ mutation: SQLMutation, tag: StatementTag?) -> PreparedFetch {
    let transaction = prepareTransaction(of: [.mutation(mutation)], tags: [tag])
    return PreparedFetch(text: mutation.text, shape: mutation.shape) {
      (context) async throws(SourceError) in
      guard let result = try await transaction.run(context).first else {
        throw SourceError.unexpectedReply
      }
      return result
    }
  }

  /// Makes fetches ready to run in one transaction: in one round trip if each is one statement.
  func prepareTransaction(
    of fetches: [SQLFetch],
    tags: [StatementTag?]
  ) -> PreparedTransaction {
    let mode = TransactionMode(isolation: pool.settings.isolation)
    let prepared = zip(fetches, tags).map { PreparedSteps($0, tag: $1) }
    let isBrief = prepared.allSatisfy { $0.texts.count == 1 }
    return PreparedTransaction(texts: fetches.map(\.text), shapes: fetches.map(\.shape)) {
      [self] (context) async throws(SourceError) in
      isBrief
        ? try await runTogether(prepared, in: mode, context)
        : try await runStepwise(prepared, in: mode, context)
    }
  }

  private func runTogether(
    _ fetches: [PreparedSteps],
    in mode: TransactionMode,
    _ context: ExecutionContext
  ) async throws(SourceError) -> [FetchResult] {
    var statements: [Statement] = []
    var runs: [MutationRun?] = []
    for fetch in fetches {
      let (statement, run) = try firstStatement(of: fetch, context)
      statements.append(statement)
      runs.append(run)
    }
    let rows = try await pool.execute(statements, in: mode) { error, index in
      fetches.indices.contains(index) ? fetches[index].failure(error, at: 0) : error
    }
    var results: [FetchResult] = []
    for (rows, run) in zip(rows, runs) {
      guard var run else {
        results.append(.rows(rows))
        continue
      }
      try run.take(rows)
      results.append(run.result)
    }
    return results
  }

  private func firstStatement(
    of fetch: PreparedSteps,
    _ context: ExecutionContext
  ) throws(SourceError) -> (Statement, MutationRun?) {
    let text = fetch.texts.first?.text(in: context) ?? "SELECT"
    switch fetch.fetch {
    case .statement(let statement):
      return (Statement(text, try dialect.parameterValues(of: statement, in: context)), nil)
    case .mutation(let mutation):
      let run = MutationRun(mutation, dialect: dialect, context: context)
      return (Statement(text, try run.values()), run)
    }
  }

  private func runStepwise(
    _ fetches: [PreparedSteps],
    in mode: TransactionMode,
    _ context: ExecutionContext
  ) async throws(SourceError) -> [FetchResult] {
    try await pool.withTransaction(mode) { (transaction) async throws(SourceError) in
      var results: [FetchResult] = []
      for fetch in fetches {
        results.append(try await run(fetch, in: transaction, context))
      }
      return results
    }
  }

  private func run(
    _ fetch: PreparedSteps,
    in transaction: PostgresTransaction,
    _ context: ExecutionContext
  ) async throws(SourceError) -> FetchResult {
    guard case .mutation(let mutation) = fetch.fetch else {
      let (statement, _) = try firstStatement(of: fetch, context)
      return .rows(try await transaction.query(statement))
    }
    var run = MutationRun(mutation, dialect: dialect, context: context)
    while let step = run.step {
      let statement = Statement(fetch.texts[step].text(in: context), try run.values())
      do throws(SourceError) {
        try run.take(try await transaction.query(statement))
      } catch {
        throw fetch.failure(error, at: step)
      }
    }
    return run.result
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

  func failure(_ error: SourceError, at step: Int) -> SourceError {
    guard case .mutation(let mutation) = fetch else { return error }
    return mutation.failure(error, at: step)
  }
}
