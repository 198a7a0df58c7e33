import DovetailPlan
import DovetailSource

/// What all tasks of one execution of a plan share.
///
/// A class, so that passing it on costs one reference instead of one for each of its parts.
final class OperationRun: Sendable {
  let plan: PreparedPlan
  let context: ExecutionContext
  let options: ExecutionOptions
  /// By the index of the lookups' target.
  let gates: [LookupGate]

  init(_ plan: PreparedPlan, context: ExecutionContext, options: ExecutionOptions) {
    self.plan = plan
    self.context = context
    self.options = options
    self.gates = plan.lookupConcurrency.map {
      LookupGate(limit: $0 ?? options.concurrentLookupsPerTarget)
    }
  }

  /// The failure of an operation whose client has left.
  static var cancelled: ExecutionFailure {
    ExecutionFailure(errors: [
      ExecutionError(code: .cancelled, message: "the request was cancelled")
    ])
  }
}
