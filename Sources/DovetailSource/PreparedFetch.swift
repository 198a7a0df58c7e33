/// A fetch made ready: the upstream's request, and a closure that sends it.
package struct PreparedFetch: Sendable {
  /// The SQL or GraphQL text that is sent, for explain and goldens.
  package var text: String
  /// How the result becomes response JSON.
  package var shape: ResultShape
  /// Sends the request; honours cancellation of the task.
  package var run: @Sendable (ExecutionContext) async throws(SourceError) -> FetchResult
  /// The database's own plan for the request, a line each; nil for sources that have none.
  package var explain: (@Sendable (ExecutionContext) async throws(SourceError) -> [String])?

  package init(
    text: String,
    shape: ResultShape,
    explain: (@Sendable (ExecutionContext) async throws(SourceError) -> [String])? = nil,
    run: @escaping @Sendable (ExecutionContext) async throws(SourceError) -> FetchResult
  ) {
    self.text = text
    self.shape = shape
    self.explain = explain
    self.run = run
  }
}

/// A lookup made ready.
package struct PreparedLookup: Sendable {
  /// The SQL text, or the GraphQL text for one example key, for explain and goldens.
  package var text: String
  /// The joins in each key's result.
  package var shape: DocumentShape?
  /// How many keys one request may carry at most.
  package var chunkSize: Int
  /// About how many bytes of keys one request may carry at most.
  package var chunkBytes: Int
  /// How many bytes a key adds to a request beside its own.
  package var keyOverhead: Int
  /// How many lookups of one operation may be under way at the upstream; nil for the engine's limit.
  package var concurrency: Int?
  /// Looks up the keys of one chunk; honours cancellation of the task.
  package var run:
    @Sendable (_ keys: LookupKeys, ExecutionContext) async throws(SourceError) -> LookupResult

  package init(
    text: String,
    shape: DocumentShape?,
    chunkSize: Int,
    chunkBytes: Int = .max,
    keyOverhead: Int = 0,
    concurrency: Int? = nil,
    run:
      @escaping @Sendable (
        _ keys: LookupKeys, ExecutionContext
      ) async throws(SourceError) -> LookupResult
  ) {
    self.text = text
    self.shape = shape
    self.chunkSize = chunkSize
    self.chunkBytes = chunkBytes
    self.keyOverhead = keyOverhead
    self.concurrency = concurrency
    self.run = run
  }
}

/// A distinct key of a lookup: one JSON text for each part, none of them null.
package struct LookupKey: Sendable, Hashable {
  package var parts: [[UInt8]]

  package init(parts: [[UInt8]]) {
    self.parts = parts
  }
}

/// What a lookup found.
package struct LookupResult: Sendable {
  /// Validated JSON texts, back to back.
  package var bytes: [UInt8]
  /// For each key in order, where its value lies in `bytes`; nil if nothing was found (null).
  package var values: [Range<Int>?]
  /// Errors that came beside the data (GraphQL services); `SourceError.place` says to which key each
  /// belongs, if that is known.
  package var errors: [SourceError]

  package init(bytes: [UInt8], values: [Range<Int>?], errors: [SourceError] = []) {
    self.bytes = bytes
    self.values = values
    self.errors = errors
  }
}

/// What a fetch gave.
package enum FetchResult: Sendable {
  /// Rows of a database, to be written by `ResultShape.rows`.
  case rows(RowSet)
  /// A validated JSON document: for an operation, the value of `data` in `bytes[data]`.
  case document(RemoteDocument)
}

/// The answer of a GraphQL service.
package struct RemoteDocument: Sendable {
  /// The whole validated answer.
  package var bytes: [UInt8]
  /// Where the value of `data` lies.
  package var data: Range<Int>
  /// Errors that came beside the data.
  package var errors: [SourceError]
  /// `Set-Cookie` headers of the answer.
  package var cookies: [String]

  package init(
    bytes: [UInt8],
    data: Range<Int>,
    errors: [SourceError] = [],
    cookies: [String] = []
  ) {
    self.bytes = bytes
    self.data = data
    self.errors = errors
    self.cookies = cookies
  }
}

/// Rows as texts of the database's wire format, back to back.
package struct RowSet: Sendable {
  package var columnCount: Int
  package var rowCount: Int
  package var bytes: [UInt8]
  /// `rowCount * columnCount` cells, row by row.
  package var cells: [Cell]

  /// Where a value lies in `bytes`; a negative length is SQL `NULL`.
  package struct Cell: Sendable, Hashable {
    package var offset: Int
    package var length: Int

    package init(offset: Int, length: Int) {
      self.offset = offset
      self.length = length
    }

    package static let null = Cell(offset: 0, length: -1)
    package var isNull: Bool { length < 0 }
  }

  package init(columnCount: Int, rowCount: Int, bytes: [UInt8], cells: [Cell]) {
    self.columnCount = columnCount
    self.rowCount = rowCount
    self.bytes = bytes
    self.cells = cells
  }
}

/// Fetches of one source made ready to run in one transaction.
package struct PreparedTransaction: Sendable {
  /// The text of each fetch, for explain and goldens.
  package var texts: [String]
  /// How each fetch's result becomes response JSON.
  package var shapes: [ResultShape]
  /// Runs all in order, and commits; a failure rolls all back.
  package var run: @Sendable (ExecutionContext) async throws(SourceError) -> [FetchResult]

  package init(
    texts: [String],
    shapes: [ResultShape],
    run: @escaping @Sendable (ExecutionContext) async throws(SourceError) -> [FetchResult]
  ) {
    self.texts = texts
    self.shapes = shapes
    self.run = run
  }
}
