/// Engine settings for calls to GraphQL services.
package struct RemoteGraphQLOptions: Sendable, Hashable {
  /// Where a service answers data and errors, whether the data wins
  /// (`--remote-schema-prioritize-data`).
  package var prioritizesData: Bool
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

  package init(
    prioritizesData: Bool = false,
    skipsNulls: Bool = false,
    userAgent: String = "dovetail",
    maximumAnswerSize: Int = 256 << 20,
    aliasChunkSize: Int = 500,
    batchChunkSize: Int = 5_000,
    lookupBytes: Int = 1 << 20
  ) {
    self.prioritizesData = prioritizesData
    self.skipsNulls = skipsNulls
    self.userAgent = userAgent
    self.maximumAnswerSize = maximumAnswerSize
    self.aliasChunkSize = aliasChunkSize
    self.batchChunkSize = batchChunkSize
    self.lookupBytes = lookupBytes
  }
}
