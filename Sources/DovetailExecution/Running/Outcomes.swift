import DovetailSource

/// What a fetch gave, with the results of its joins.
struct FetchOutcome: Sendable {
  var result: FetchResult
  var collected: Collected
  var joins: [LookupOutcome]

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
  /// How many keys each chunk but the last has.
  let chunkSize: Int
  let chunks: [LookupChunk]
  /// The tape of each value is the segment of its key; without segments values are copied.
  let collected: Collected
  let joins: [LookupOutcome]
  let problems: [LookupProblem]

  init(
    node: JoinNode, target: String, chunkSize: Int, values: LookupValues, joins: [LookupOutcome]
  ) {
    self.node = node
    self.target = target
    self.chunkSize = chunkSize
    self.chunks = values.chunks
    self.collected = values.collected
    self.problems = values.problems
    self.joins = joins
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
