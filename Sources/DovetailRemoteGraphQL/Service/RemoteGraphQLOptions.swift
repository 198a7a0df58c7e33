/// Engine settings for calls to GraphQL services.
package struct RemoteGraphQLOptions: Sendable, Hashable {
  /// Where a service answers data and errors, whether the data wins
  /// (`--remote-schema-prioritize-data`).
  package var prioritizesData: Bool
  /// Whether errors leave what came beside them, where a definition does not say; it counts before
  /// `prioritizesData`.
  package var keepsPartialData: Bool
  /// Whether variables that are null are left out (`--remote-schema-skip-nulls`).
  package var skipsNulls: Bool
  /// The `User-Agent` header: the engine's name and version.
  package var userAgent: String
  /// The largest answer that is read, decompressed, in bytes.
  package var maximumAnswerSize: Int
  /// How many keys one operation of aliased fields carries at most.
  package var aliasChunkSize: Int
  /// How many keys one list argument carries at most.
  package var batchChunkSize: Int
  /// About how many bytes of keys one lookup carries at most.
  package var lookupBytes: Int
  /// When failed queries are sent again, where a definition does not say.
  package var retry: RetryPolicy
  /// When failing services are left alone, where a definition does not say.
  package var circuitBreaker: CircuitBreaker.Settings
  /// Whether equal queries that run at the same time share one request, where a definition does not
  /// say.
  package var sharesEqualQueries: Bool

  package init(
    prioritizesData: Bool = false,
    keepsPartialData: Bool = false,
    skipsNulls: Bool = false,
    userAgent: String = "dovetail",
    maximumAnswerSize: Int = 256 << 20,
    aliasChunkSize: Int = 500,
    batchChunkSize: Int = 5_000,
    lookupBytes: Int = 1 << 20,
    retry: RetryPolicy = RetryPolicy(),
    circuitBreaker: CircuitBreaker.Settings = CircuitBreaker.Settings(),
    sharesEqualQueries: Bool = true
  ) {
    self.prioritizesData = prioritizesData
    self.keepsPartialData = keepsPartialData
    self.skipsNulls = skipsNulls
    self.userAgent = userAgent
    self.maximumAnswerSize = maximumAnswerSize
    self.aliasChunkSize = aliasChunkSize
    self.batchChunkSize = batchChunkSize
    self.lookupBytes = lookupBytes
    self.retry = retry
    self.circuitBreaker = circuitBreaker
    self.sharesEqualQueries = sharesEqualQueries
  }
}
