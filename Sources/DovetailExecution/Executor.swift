package import DovetailSource

/// Runs prepared plans: sends fetches, looks join keys up, and writes the response.
package struct Executor: Sendable {
  package init() {}

  /// Runs a plan for a request.
  ///
  /// Keys for conditions across sources are read first. Root fetches of a query run concurrently,
  /// those of a mutation in order; the joins of each start as soon as it has answered. All calls are
  /// child tasks of the current task and end with it.
  package func execute(
    _ plan: PreparedPlan,
    context: ExecutionContext,
    options: ExecutionOptions = .init()
  ) async -> ExecutionResult {
    do throws(ExecutionFailure) {
      let context =
        plan.prefetches.isEmpty
        ? context : try await prefetching(plan, context: context, options: options)
      if let root = plan.onlyRoot, options.rootFailure == .failsOperation {
        return try await execute(root, context: context, options: options)
      }
      let run = OperationRun(plan, context: context, options: options)
      return try run.result(of: await run.runSteps())
    } catch {
      return ExecutionResult(data: nil, errors: error.errors)
    }
  }
}
