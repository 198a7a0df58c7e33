import DovetailSource

/// Takes in the chunks of a lookup in order, collecting the keys of the joins in their values.
struct LookupReception {
  let node: JoinNode
  let target: String
  /// Whether a failed chunk ends the operation.
  let failsOperation: Bool
  private(set) var collector: Collector
  private var chunks: [LookupChunk] = []
  private var problems: [LookupProblem] = []

  init(node: JoinNode, target: String, failsOperation: Bool) {
    self.node = node
    self.target = target
    self.failsOperation = failsOperation
    self.collector = Collector(joins: node.joins)
  }

  /// All that has been taken in.
  var values: LookupValues {
    LookupValues(chunks: chunks, collected: collector.collected, problems: problems)
  }

  /// Takes the answer for the next keys.
  ///
  /// - Throws: If the operation fails because of it.
  mutating func accept(
    _ answer: Result<LookupResult, SourceError>,
    keys: Range<Int>
  ) throws(ExecutionFailure) {
    do throws(SourceError) {
      let result = try answer.get()
      try add(result, keys: keys)
    } catch {
      if Task.isCancelled { throw OperationRun.cancelled }
      if failsOperation {
        let join = ExecutionError.FailedJoin(
          relationship: node.relationship,
          source: target,
          count: keys.count
        )
        throw ExecutionFailure(errors: [.ofLookup(error, path: [], join: join)])
      }
      addNulls(keys)
      problems.append(LookupProblem(error: error, keys: keys, isFailure: true))
    }
  }

  private mutating func add(_ result: LookupResult, keys: Range<Int>) throws(SourceError) {
    guard result.values.count == keys.count else {
      throw ExecutionError.broken(
        "\"\(target)\" answered \(result.values.count) values for \(keys.count) keys"
      )
    }
    let isSound = result.values.allSatisfy { value in
      value.map { $0.lowerBound >= 0 && $0.upperBound <= result.bytes.count } ?? true
    }
    guard isSound else {
      throw ExecutionError.broken("a value of \"\(target)\" lies outside of its answer")
    }
    let chunk = LookupChunk(bytes: result.bytes, values: result.values)
    if node.shape.needsScan {
      try collector.collect(chunk, of: node, firstKey: keys.lowerBound, source: target)
    }
    if failsOperation, var first = result.errors.first {
      // One error of ours that holds all of the service's.
      first.upstreamErrors = result.errors.flatMap(\.upstreamErrors)
      throw first
    }
    chunks.append(chunk)
    for error in result.errors {
      problems.append(LookupProblem(error: error, keys: keys, isFailure: false))
    }
  }

  private mutating func addNulls(_ keys: Range<Int>) {
    chunks.append(LookupChunk(bytes: [], values: Array(repeating: nil, count: keys.count)))
    if node.shape.needsScan {
      for _ in keys { collector.addEmptySegment() }
    }
  }
}
