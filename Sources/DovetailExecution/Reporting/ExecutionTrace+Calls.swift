import DovetailPlan
import DovetailSource

extension ExecutionTrace.Call {
  /// A root fetch that succeeded.
  static func of(_ node: FetchNode, _ result: FetchResult) -> Self {
    var call = empty(ObjectIdentifier(node), node.target, text: node.prepared.text)
    switch result {
    case .rows(let rows):
      call.rowCount = rows.rowCount
      call.byteCount = rows.bytes.count
    case .document(let document):
      call.rowCount = 1
      call.byteCount = document.bytes.count
    }
    return call
  }

  /// A root fetch that failed.
  static func of(_ node: FetchNode, failure: SourceError) -> Self {
    var call = empty(ObjectIdentifier(node), node.target, text: node.prepared.text)
    call.failure = failure.message
    return call
  }

  /// A lookup that succeeded.
  static func of(
    _ node: JoinNode,
    _ target: FetchTarget,
    keyCount: Int,
    _ result: LookupResult
  ) -> Self {
    var call = empty(ObjectIdentifier(node), target, text: node.prepared.text)
    call.relationship = node.relationship
    call.keyCount = keyCount
    call.rowCount = result.values.count { $0 != nil }
    call.byteCount = result.bytes.count
    return call
  }

  /// A lookup that failed.
  static func of(
    _ node: JoinNode,
    _ target: FetchTarget,
    keyCount: Int,
    failure: SourceError
  ) -> Self {
    var call = empty(ObjectIdentifier(node), target, text: node.prepared.text)
    call.relationship = node.relationship
    call.keyCount = keyCount
    call.failure = failure.message
    return call
  }

  private static func empty(
    _ node: ObjectIdentifier,
    _ target: FetchTarget,
    text: String
  ) -> Self {
    Self(
      node: node,
      target: target,
      text: text,
      keyCount: 0,
      rowCount: 0,
      byteCount: 0,
      start: .zero,
      duration: .zero
    )
  }
}
