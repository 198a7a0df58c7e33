import DovetailSource
import OrderedJSON

extension OperationRun {
  /// Writes the response and collects its errors.
  func result(of steps: StepResults) throws(ExecutionFailure) -> ExecutionResult {
    var writer = ResponseWriter(
      prefix: options.prefix,
      capacity: expectedLength(steps.outcomes),
      limit: options.maximumResponseBytes
    )
    do throws(ResponseWriter.TooLong) {
      guard !lacksRequiredRoot(steps.outcomes) else {
        writer.json.appendRaw("null")
        return complete(ExecutionResult(data: writer.json.bytes, errors: steps.errors), steps)
      }
      try writer.write(plan.roots, outcomes: steps.outcomes)
      try writer.checkLength()
    } catch {
      throw error.failure
    }
    return complete(ExecutionResult(data: writer.json.bytes, errors: steps.errors), steps)
  }

  /// Adds what the outcomes brought beside their data.
  private func complete(_ result: ExecutionResult, _ steps: StepResults) -> ExecutionResult {
    var result = result
    for (node, outcome) in zip(plan.fetches, steps.outcomes) {
      guard let outcome else { continue }
      result.cookies += outcome.cookies
      addErrors(of: node, outcome, to: &result)
    }
    return result
  }

  private func addErrors(
    of node: FetchNode,
    _ outcome: FetchOutcome,
    to result: inout ExecutionResult
  ) {
    for problem in outcome.problems { result.errors += node.errors(of: problem) }
    if outcome.tapes.joins.contains(where: \.hasProblems) {
      var report = JoinReport()
      report.add(node, outcome)
      result.errors += report.errors
    }
  }

  /// About how long the response will be, so that its buffer need not grow.
  private func expectedLength(_ outcomes: [FetchOutcome?]) -> Int {
    var length = 64 * plan.roots.count
    for outcome in outcomes {
      guard let outcome else { continue }
      length += outcome.tapes.shape.expectedLength(of: outcome.result)
      length += outcome.tapes.collected.joinLength(outcome.tapes.joins)
    }
    return length
  }
}

extension LookupOutcome {
  /// Whether anything went wrong in the lookup or in those of its values.
  fileprivate var hasProblems: Bool {
    !problems.isEmpty || joins.contains(where: \.hasProblems)
  }
}

extension Collected {
  /// The length of what stands at the join positions, without joins inside of it.
  fileprivate func joinLength(_ joins: [LookupOutcome]) -> Int {
    var length = 0
    for slot in slots where slot.key >= 0 {
      let lookup = joins[Int(slot.group)]
      let (chunk, index) = lookup.layout.place(of: Int(slot.key))
      let value = lookup.chunks[chunk].values[index]
      length += value?.count ?? 4
    }
    for lookup in joins { length += lookup.collected.joinLength(lookup.joins) }
    return length
  }
}
