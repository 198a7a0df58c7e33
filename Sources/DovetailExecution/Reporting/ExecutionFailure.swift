import DovetailSource

/// The end of an operation without data.
struct ExecutionFailure: Error, Sendable {
  /// Why; at least one.
  var errors: [ExecutionError]

  /// The failure of the fetch that root fields show.
  ///
  /// Where failed fields are nulled, each gets an error of its own.
  static func ofRoots(
    _ roots: [FetchNode.Root],
    _ error: SourceError,
    options: ExecutionOptions
  ) -> ExecutionFailure {
    let isForEach = options.rootFailure == .nullsField && error.upstreamErrors.isEmpty
    return ExecutionFailure(
      errors: roots.prefix(isForEach ? roots.count : 1).flatMap { root in
        ExecutionError.ofRoot(error, path: root.path.map { .key($0) })
      }
    )
  }
}
