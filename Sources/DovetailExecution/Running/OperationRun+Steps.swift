import DovetailPlan
import DovetailSource
import GraphQLLanguage

/// What the steps of an operation gave.
struct StepResults: Sendable {
  /// By fetch; nil for those that failed.
  var outcomes: [FetchOutcome?]
  /// Why fetches failed, in root order.
  var errors: [ExecutionError] = []
}

extension OperationRun {
  /// Runs all steps.
  ///
  /// - Throws: The failure of the first step (in root order) that failed, if failed root fields
  ///   fail the operation.
  func runSteps() async throws(ExecutionFailure) -> StepResults {
    var results = StepResults(outcomes: Array(repeating: nil, count: plan.fetches.count))
    if plan.plan.kind == .mutation || plan.steps.count <= 1 {
      for step in plan.steps {
        try take(await result(of: step), of: step, into: &results)
        // Nothing more is changed for a client that gets no data anyway.
        if plan.plan.kind == .mutation, lacksRequiredRoot(results.outcomes) { break }
      }
      return results
    }
    for (step, result) in zip(plan.steps, await runConcurrently()) {
      // Without a result: a step that was given up since one before it failed.
      if let result { try take(result, of: step, into: &results) }
    }
    return results
  }

  /// The results of all steps; nil for those that no longer matter because of a failure.
  private func runConcurrently() async -> [Result<[FetchOutcome], ExecutionFailure>?] {
    await withTaskGroup(
      of: (Int, Result<[FetchOutcome], ExecutionFailure>).self
    ) { group in
      for (index, step) in plan.steps.enumerated() {
        group.addTask { (index, await self.result(of: step)) }
      }
      var results = [Result<[FetchOutcome], ExecutionFailure>?](
        repeating: nil,
        count: plan.steps.count
      )
      for await (index, result) in group {
        results[index] = result
        // The first failure in root order is the one to report, so those before it are awaited.
        if options.rootFailure == .failsOperation, let end = decided(results) {
          group.cancelAll()
          return Array(results[..<end])
        }
      }
      return results
    }
  }

  /// How many results there are up to the first failure, if none before it is outstanding.
  private func decided(_ results: [Result<[FetchOutcome], ExecutionFailure>?]) -> Int? {
    for (index, result) in results.enumerated() {
      switch result {
      case nil: return nil
      case .failure?: return index + 1
      case .success?: break
      }
    }
    return nil
  }

  private func result(
    of step: PreparedPlan.Step
  ) async -> Result<[FetchOutcome], ExecutionFailure> {
    do throws(ExecutionFailure) {
      return .success(try await run(step))
    } catch {
      return .failure(error)
    }
  }

  private func take(
    _ result: Result<[FetchOutcome], ExecutionFailure>,
    of step: PreparedPlan.Step,
    into results: inout StepResults
  ) throws(ExecutionFailure) {
    switch result {
    case .success(let outcomes):
      for (index, outcome) in zip(step.fetches, outcomes) { results.outcomes[index] = outcome }
    case .failure(let failure):
      if options.rootFailure == .failsOperation || Task.isCancelled { throw failure }
      results.errors += failure.errors
    }
  }
}
