/// How an engine is, for health checks.
package enum EngineHealth: Sendable, Hashable {
  /// All is well.
  case ok
  /// Some metadata objects are inconsistent; the others are served.
  case inconsistentMetadata
  /// The metadata store cannot be reached.
  case metadataStoreUnreachable
}
