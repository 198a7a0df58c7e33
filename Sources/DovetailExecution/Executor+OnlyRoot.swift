import DovetailSource
import OrderedJSON

extension PreparedPlan {
  /// The root field of a plan that has but one, whose result needs no scan.
  struct OnlyRoot: Sendable {
    /// `{"key":`.
    var prefix: [UInt8]
    var node: FetchNode
  }

  /// The only root field, if what is needed for others can be spared.
  static func onlyRoot(of roots: [RootMember], fetches: [FetchNode], steps: [Step]) -> OnlyRoot? {
    guard
      roots.count == 1, steps.count == 1, let root = roots.first, case .fetch = root.value,
      let node = fetches.first, case .fetch? = steps.first, !node.shape.needsScan
    else { return nil }
    return OnlyRoot(prefix: root.prefix, node: node)
  }
}

extension Executor {
  /// Runs the most frequent kind of plan: one fetch whose result is written as it comes.
  ///
  /// Allocates nothing but the response.
  func execute(
    _ root: PreparedPlan.OnlyRoot,
    context: ExecutionContext,
    options: ExecutionOptions
  ) async throws(ExecutionFailure) -> ExecutionResult {
    if Task.isCancelled { throw OperationRun.cancelled }
    let node = root.node
    let result: FetchResult
    do throws(SourceError) {
      result = try await node.send(context, trace: options.trace)
      guard node.shape.fits(result) else {
        throw ExecutionError.broken("the source's result has another form than its shape")
      }
    } catch {
      throw .ofRoots(node.roots, error, options: options)
    }
    var writer = ResponseWriter(
      prefix: options.prefix,
      capacity: root.prefix.count + node.shape.expectedLength(of: result),
      limit: options.maximumResponseBytes
    )
    do throws(ResponseWriter.TooLong) {
      writer.json.bytes.append(contentsOf: root.prefix)
      try writer.write(
        result,
        of: TapeSet(collected: Collected(), shape: node.shape, joins: []),
        part: 0
      )
      writer.json.append(UInt8(ascii: "}"))
      try writer.checkLength()
    } catch {
      throw error.failure
    }
    guard case .document(let document) = result else {
      return ExecutionResult(data: writer.json.bytes)
    }
    return ExecutionResult(
      data: writer.json.bytes,
      errors: document.errors.flatMap { node.errors(of: $0) },
      cookies: document.cookies
    )
  }
}
