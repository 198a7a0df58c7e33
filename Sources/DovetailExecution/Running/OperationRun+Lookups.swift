import DovetailPlan
import DovetailSource

extension OperationRun {
  /// Runs sibling lookups concurrently, each with the joins in its values.
  ///
  /// Lookups without keys ask nothing.
  func lookups(
    _ nodes: [JoinNode],
    keys: [LookupKeys]
  ) async throws(ExecutionFailure) -> [LookupOutcome] {
    if keys.count(where: { !$0.isEmpty }) <= 1 {
      var outcomes: [LookupOutcome] = []
      for (node, keys) in zip(nodes, keys) { outcomes.append(try await lookup(node, keys: keys)) }
      return outcomes
    }
    let result = await withTaskGroup(
      of: (Int, Result<LookupOutcome, ExecutionFailure>).self
    ) { group -> Result<[LookupOutcome], ExecutionFailure> in
      for (index, node) in nodes.enumerated() {
        let keys = keys[index]
        group.addTask { (index, await self.outcome(of: node, keys: keys)) }
      }
      var found = [LookupOutcome?](repeating: nil, count: nodes.count)
      for await (index, outcome) in group {
        switch outcome {
        case .success(let outcome): found[index] = outcome
        case .failure(let failure):
          group.cancelAll()
          return .failure(failure)
        }
      }
      return .success(found.compactMap { $0 })
    }
    return try result.get()
  }

  private func outcome(
    of node: JoinNode,
    keys: LookupKeys
  ) async -> Result<LookupOutcome, ExecutionFailure> {
    do throws(ExecutionFailure) {
      return .success(try await lookup(node, keys: keys))
    } catch {
      return .failure(error)
    }
  }

  /// Looks keys up, in chunks that run concurrently, and then what their values need.
  private func lookup(
    _ node: JoinNode,
    keys: LookupKeys
  ) async throws(ExecutionFailure) -> LookupOutcome {
    let layout = ChunkLayout(keys, limits: node.limits)
    var reception = LookupReception(
      node: node,
      target: plan.lookupTargets[node.target].name,
      failsOperation: options.failsOnJoinFailure || node.onError == .fail
    )
    if layout.count <= 1 {
      if !keys.isEmpty {
        try reception.accept(await answer(node, keys), keys: 0..<keys.count)
      }
    } else {
      try await receive(layout, of: keys, into: &reception)
    }
    let joins =
      node.joins.isEmpty
      ? [] : try await lookups(node.joins, keys: reception.collector.tables.map(\.lookupKeys))
    return LookupOutcome(
      node: node,
      target: reception.target,
      layout: layout,
      values: reception.values,
      joins: joins
    )
  }

  /// Runs chunks concurrently, and takes each in as soon as all before it are there.
  private func receive(
    _ layout: ChunkLayout,
    of keys: LookupKeys,
    into reception: inout LookupReception
  ) async throws(ExecutionFailure) {
    let node = reception.node
    let count = layout.count
    let limit = min(
      options.concurrentLookupsPerTarget,
      node.limits.concurrency ?? options.concurrentLookupsPerTarget
    )
    var state = reception
    let failure = await withTaskGroup(
      of: (Int, Result<LookupResult, SourceError>).self
    ) { group -> ExecutionFailure? in
      func start(_ chunk: Int) {
        let keys = keys.chunk(layout.keys(ofChunk: chunk))
        group.addTask { (chunk, await self.answer(node, keys)) }
      }
      var started = min(count, max(1, limit))
      for chunk in 0..<started { start(chunk) }
      var waiting = [Result<LookupResult, SourceError>?](repeating: nil, count: count)
      var next = 0
      while let (chunk, answer) = await group.next() {
        if started < count {
          start(started)
          started += 1
        }
        waiting[chunk] = answer
        while next < count, let answer = waiting[next] {
          waiting[next] = nil
          do throws(ExecutionFailure) {
            try state.accept(answer, keys: layout.keys(ofChunk: next))
          } catch {
            group.cancelAll()
            return error
          }
          next += 1
        }
      }
      return nil
    }
    if let failure { throw failure }
    reception = state
  }

  // MARK: Upstream calls

  private func answer(
    _ node: JoinNode,
    _ keys: LookupKeys
  ) async -> Result<LookupResult, SourceError> {
    do throws(SourceError) {
      return .success(
        try await gates[node.target].run { () async throws(SourceError) -> LookupResult in
          try await send(node, keys)
        }
      )
    } catch {
      return .failure(error)
    }
  }

  private func send(
    _ node: JoinNode,
    _ keys: LookupKeys
  ) async throws(SourceError) -> LookupResult {
    guard let trace = options.trace else { return try await node.prepared.run(keys, context) }
    let target = plan.lookupTargets[node.target]
    let start = ContinuousClock.now
    do throws(SourceError) {
      let result = try await node.prepared.run(keys, context)
      trace.record(.of(node, target, keyCount: keys.count, result), startedAt: start)
      return result
    } catch {
      trace.record(.of(node, target, keyCount: keys.count, failure: error), startedAt: start)
      throw error
    }
  }
}
