import DovetailSource

/// What a fetch gave, with the results of its joins.
///
/// A class like `LookupOutcome`, so that passing it on is cheap.
final class FetchOutcome: Sendable {
  let result: FetchResult
  let tapes: TapeSet

  init(_ result: FetchResult, collected: Collected, shape: CompiledShape, joins: [LookupOutcome]) {
    self.result = result
    self.tapes = TapeSet(collected: collected, shape: shape, joins: joins)
  }

  /// Errors that came beside the data.
  var problems: [SourceError] {
    if case .document(let document) = result { document.errors } else { [] }
  }

  var cookies: [String] {
    if case .document(let document) = result { document.cookies } else { [] }
  }
}

/// What a lookup gave, with the results of the joins in its values.
///
/// A class, so that the loops which write thousands of its values need not count the references of
/// all its parts.
final class LookupOutcome: Sendable {
  let node: JoinNode
  let target: String
  /// Which keys each chunk has.
  let layout: ChunkLayout
  let chunks: [LookupChunk]
  /// The tape of each value is the segment of its key; without segments values are copied.
  let tapes: TapeSet
  let problems: [LookupProblem]

  var collected: Collected { tapes.collected }
  var joins: [LookupOutcome] { tapes.joins }

  init(
    node: JoinNode,
    target: String,
    layout: ChunkLayout,
    values: LookupValues,
    joins: [LookupOutcome]
  ) {
    self.node = node
    self.target = target
    self.layout = layout
    self.chunks = values.chunks
    self.tapes = TapeSet(collected: values.collected, shape: node.shape, joins: joins)
    self.problems = values.problems
  }
}

/// What has been received and collected of a lookup.
struct LookupValues: Sendable {
  var chunks: [LookupChunk] = []
  var collected = Collected()
  var problems: [LookupProblem] = []
}

/// The values that one request of a lookup gave.
struct LookupChunk: Sendable {
  var bytes: [UInt8]
  /// Where the value of each key lies in `bytes`; nil for null.
  var values: [Range<Int>?]
}

/// An error of a lookup that doesn't end the operation.
struct LookupProblem: Sendable {
  var error: SourceError
  /// The keys of the request.
  var keys: Range<Int>
  /// Whether the keys have no values because of it.
  var isFailure: Bool
}
