import DovetailMetadata
import OrderedCollections
import OrderedJSON

/// What engines on the same store have to read anew beyond the metadata itself, as
/// `hdb_schema_notifications` keeps it.
struct Invalidations: Sendable, Equatable {
  var sources: Set<SourceName> = []
  var remoteSchemas: Set<RemoteSchemaName> = []
  /// All upstreams, whatever their names.
  var isEverything = false

  init() {}

  /// Reads the JSON that an engine saved; what it lacks is not invalid.
  init(json bytes: [UInt8]) {
    guard let json = try? JSONValue(parsing: bytes) else { return }
    sources = Set((json["sources"]?.arrayValue ?? []).compactMap(\.stringValue).map { .init($0) })
    remoteSchemas = Set(
      (json["remote_schemas"]?.arrayValue ?? []).compactMap(\.stringValue).map { .init($0) }
    )
  }

  /// The JSON for the store, everything spelled out by the names in metadata.
  func json(for metadata: Metadata) -> [UInt8] {
    let sources = isEverything ? Set(metadata.sources.keys) : sources
    let schemas = isEverything ? Set(metadata.remoteSchemas.keys) : remoteSchemas
    let json: JSONValue = [
      "metadata": true,
      "remote_schemas": .array(schemas.map(\.value).sorted().map { .string($0) }),
      "sources": .array(sources.map(\.value).sorted().map { .string($0) }),
      "data_connectors": [],
    ]
    return json.serialized()
  }

  /// Notes what an edit read anew.
  mutating func note(_ reload: MetadataEdit.Reload) {
    switch reload {
    case .nothing: break
    case .source(let name): sources.insert(name)
    case .remoteSchema(let name): remoteSchemas.insert(name)
    case .everything: isEverything = true
    }
  }
}
