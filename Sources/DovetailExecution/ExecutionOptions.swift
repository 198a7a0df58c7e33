/// How a plan is to be run.
package struct ExecutionOptions: Sendable {
  /// Whether any failed lookup fails the whole operation, as the reference does.
  package var failsOnJoinFailure: Bool
  /// What a failed root field does.
  package var rootFailure: RootFailure
  /// How many lookup requests one operation may have under way at one upstream.
  package var concurrentLookupsPerTarget: Int
  /// The greatest length of the response's data, in bytes.
  package var maximumResponseBytes: Int
  /// What stands before the data in the bytes of the result, such as `{"data":`.
  package var prefix: [UInt8]
  /// Where each upstream call is recorded, if anywhere.
  package var trace: ExecutionTrace?

  /// What a failed root field does.
  package enum RootFailure: Sendable, Hashable {
    /// The operation has no data: the rule of the compatible endpoints.
    case failsOperation
    /// The field is null, and the other fields are kept.
    case nullsField
  }

  package init(
    failsOnJoinFailure: Bool = false,
    rootFailure: RootFailure = .failsOperation,
    concurrentLookupsPerTarget: Int = 16,
    maximumResponseBytes: Int = 1 << 30,
    prefix: [UInt8] = [],
    trace: ExecutionTrace? = nil
  ) {
    self.failsOnJoinFailure = failsOnJoinFailure
    self.rootFailure = rootFailure
    self.concurrentLookupsPerTarget = concurrentLookupsPerTarget
    self.maximumResponseBytes = maximumResponseBytes
    self.prefix = prefix
    self.trace = trace
  }
}
