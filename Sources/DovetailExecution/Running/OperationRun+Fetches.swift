import DovetailSource

extension OperationRun {
  /// Runs a step and all joins of its results.
  func run(_ step: PreparedPlan.Step) async throws(ExecutionFailure) -> [FetchOutcome] {
    if Task.isCancelled { throw Self.cancelled }
    switch step {
    case .fetch(let index):
      let node = plan.fetches[index]
      let result: FetchResult
      do throws(SourceError) {
        result = try await node.send(context, trace: options.trace)
      } catch {
        throw failure(of: [index], error)
      }
      return [try await finish(result, of: index)]
    case .transaction(let indices, let transaction):
      let results: [FetchResult]
      do throws(SourceError) {
        results = try await send(transaction, for: indices)
      } catch {
        throw failure(of: indices, error)
      }
      return try await finish(results, of: indices)
    }
  }

  /// Collects the keys of a result and looks them up.
  private func finish(
    _ result: FetchResult,
    of index: Int
  ) async throws(ExecutionFailure) -> FetchOutcome {
    let node = plan.fetches[index]
    var collector = Collector(joins: node.joins)
    do throws(SourceError) {
      try collector.collect(result, of: node)
    } catch {
      throw failure(of: [index], error)
    }
    let collected = collector.collected
    let joins =
      node.joins.isEmpty
      ? [] : try await lookups(node.joins, keys: collector.tables.map(\.lookupKeys))
    return FetchOutcome(result, collected: collected, shape: node.shape, joins: joins)
  }

  /// The same for the results of a transaction, whose joins run after the commit.
  private func finish(
    _ results: [FetchResult],
    of indices: [Int]
  ) async throws(ExecutionFailure) -> [FetchOutcome] {
    var outcomes: [FetchOutcome] = []
    for (result, index) in zip(results, indices) {
      outcomes.append(try await finish(result, of: index))
    }
    return outcomes
  }

  /// The errors of a failed step.
  private func failure(of fetches: [Int], _ error: SourceError) -> ExecutionFailure {
    .ofRoots(fetches.flatMap { plan.fetches[$0].roots }, error, options: options)
  }

  // MARK: Upstream calls

  private func send(
    _ transaction: PreparedTransaction,
    for indices: [Int]
  ) async throws(SourceError) -> [FetchResult] {
    let start = options.trace.map { _ in ContinuousClock.now }
    let results: [FetchResult]
    do throws(SourceError) {
      results = try await transaction.run(context)
    } catch {
      if let trace = options.trace, let start, let first = indices.first {
        trace.record(.of(plan.fetches[first], failure: error), startedAt: start)
      }
      throw error
    }
    guard results.count == indices.count else {
      throw ExecutionError.broken(
        "a transaction gave another number of results than it has fetches"
      )
    }
    if let trace = options.trace, let start {
      for (result, index) in zip(results, indices) {
        trace.record(.of(plan.fetches[index], result), startedAt: start)
      }
    }
    return results
  }
}
