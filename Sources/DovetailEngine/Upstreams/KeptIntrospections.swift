import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSource
import OrderedJSON

/// The introspections that the metadata store keeps, by upstream.
struct KeptIntrospections: Sendable {
  private let entries: [FetchTarget: StoredIntrospection]

  init(_ entries: [StoredIntrospection] = []) {
    self.entries = Dictionary(
      entries.map { ($0.upstream, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The number of the form in which answers of GraphQL services are kept: as they came.
  static let remoteSchemaFormat = 1

  /// What a source reported once; nil if nothing is kept that can be read.
  func facts(of source: SourceMetadata, _ capabilities: SourceCapabilities) -> SourceFacts? {
    guard let entry = entries[.source(source.name)], entry.format == SourceFacts.storedFormat,
      entry.identity == source.storedIdentity, let json = try? JSONValue(parsing: entry.content)
    else { return nil }
    return SourceFacts(
      storedJSON: json,
      comparisons: capabilities.comparisons,
      aggregates: capabilities.aggregates
    )
  }

  /// The introspection answer that a remote schema gave once; nil if none is kept.
  func answer(of schema: RemoteSchemaMetadata) -> [UInt8]? {
    guard let entry = entries[.remoteSchema(schema.name)],
      entry.format == Self.remoteSchemaFormat,
      entry.identity == schema.definition.storedIdentity
    else { return nil }
    return entry.content
  }

  func has(_ source: SourceMetadata) -> Bool {
    entries[.source(source.name)]?.identity == source.storedIdentity
  }

  func has(_ schema: RemoteSchemaMetadata) -> Bool { answer(of: schema) != nil }
}

extension SourceMetadata {
  /// Distinguishes the database from another one under the same name, without telling the password.
  var storedIdentity: String {
    let text: JSONValue = [
      "kind": .string(kind.value), "connection": configuration["connection_info"] ?? configuration,
    ]
    return stableHash(text.serialized())
  }
}

extension RemoteSchemaDefinition {
  /// Distinguishes the service from another one under the same name.
  var storedIdentity: String {
    stableHash(
      JSONValue.array([
        url.map { .string($0) } ?? .null, urlFromEnvironment.map { .string($0) } ?? .null,
      ]).serialized()
    )
  }
}

/// The FNV-1a hash of bytes, which is the same in every process.
func stableHash(_ bytes: [UInt8]) -> String {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  return String(hash, radix: 16)
}
