package import DovetailPlan

/// Where the metadata document is kept between runs, shared by all engines that use the store.
///
/// Writing is optimistic: whoever saves says which version the change is based on, and loses if
/// somebody else was faster.
package protocol MetadataStore: ActionLog {
  /// Distinguishes this engine from others on the same store.
  var instanceID: String { get }

  /// Creates what the store needs and does not have yet. A store that the reference engine or
  /// another Dovetail uses is taken over as it is.
  func prepare() async throws(MetadataStoreError)

  /// The metadata with its version; nil if none was ever saved.
  func load() async throws(MetadataStoreError) -> StoredMetadata?

  /// Replaces the metadata, and tells the other engines.
  ///
  /// - Parameters:
  ///   - revision: The document.
  ///   - expectedVersion: The version that it replaces; 0 if there was none.
  ///   - invalidations: What the others must read anew although the metadata does not say so, as
  ///     JSON (see `MetadataChange`).
  /// - Returns: The new version.
  /// - Throws: `conflict` if another version is stored.
  func save(
    _ revision: MetadataRevision,
    expectedVersion: Int,
    invalidations: [UInt8]
  ) async throws(MetadataStoreError) -> Int

  /// The last change, if it made a version later than the given one. Cheap enough to be asked every
  /// second.
  func change(since version: Int) async throws(MetadataStoreError) -> MetadataChange?

  /// The introspections that are kept, those of engines with other forms included.
  func introspections() async throws(MetadataStoreError) -> [StoredIntrospection]

  /// Keeps an introspection instead of an earlier one of the upstream.
  func keep(_ introspection: StoredIntrospection) async throws(MetadataStoreError)

  /// Drops what is kept of an upstream.
  func forgetIntrospection(of upstream: FetchTarget) async throws(MetadataStoreError)

  /// What command line and console keep here (`get_catalog_state`).
  func catalogState() async throws(MetadataStoreError) -> CatalogState

  /// Keeps the JSON for command line or console (`set_catalog_state`).
  func setCatalogState(
    _ state: [UInt8],
    of client: CatalogState.Client
  ) async throws(MetadataStoreError)

  /// Runs the body while no other engine on the store runs one; it need not be prepared.
  ///
  /// For what only one engine may do, such as applying a project at start.
  func exclusively(_ body: () async -> Void) async throws(MetadataStoreError)

  /// Removes all that the store keeps, after which it is as if it had never been prepared.
  func remove() async throws(MetadataStoreError)

  /// Whether the store answers.
  func ping() async throws(MetadataStoreError)

  /// Releases files and connections.
  func close() async
}

extension MetadataStore {
  /// Replaces the metadata by a document of which only the whole is known.
  package func save(
    _ metadata: [UInt8],
    expectedVersion: Int,
    invalidations: [UInt8]
  ) async throws(MetadataStoreError) -> Int {
    try await save(
      MetadataRevision(whole: { metadata }),
      expectedVersion: expectedVersion,
      invalidations: invalidations
    )
  }

  /// Replaces the metadata; the other engines read nothing anew but the metadata.
  package func save(
    _ metadata: [UInt8],
    expectedVersion: Int
  ) async throws(MetadataStoreError) -> Int {
    try await save(
      metadata,
      expectedVersion: expectedVersion,
      invalidations: MetadataChange.metadataOnly
    )
  }
}

/// A failure of a metadata store.
package enum MetadataStoreError: Error, Sendable {
  /// The metadata was changed by somebody else: the stored version is `current`.
  case conflict(expected: Int, current: Int)
  /// The store does not work.
  case failed(SourceError)
}

/// The metadata document as a store holds it.
package struct StoredMetadata: Sendable, Equatable {
  /// The document as JSON, without the tables that are stored apart.
  package var document: [UInt8]
  /// The tables that are stored apart.
  package var parts: [MetadataPart]
  package var resourceVersion: Int

  package init(document: [UInt8], parts: [MetadataPart] = [], resourceVersion: Int) {
    self.document = document
    self.parts = parts
    self.resourceVersion = resourceVersion
  }
}

/// The news that metadata was saved.
package struct MetadataChange: Sendable, Equatable {
  package var resourceVersion: Int
  /// The engine that saved.
  package var instanceID: String
  /// `{"metadata": bool, "remote_schemas": [names], "sources": [names], "data_connectors":
  /// [names]}`: what is to be read anew.
  package var invalidations: [UInt8]

  package static let metadataOnly = Array(
    #"{"metadata":true,"remote_schemas":[],"sources":[],"data_connectors":[]}"#.utf8
  )

  package init(resourceVersion: Int, instanceID: String, invalidations: [UInt8]) {
    self.resourceVersion = resourceVersion
    self.instanceID = instanceID
    self.invalidations = invalidations
  }
}

/// What a store keeps for clients of the metadata API.
package struct CatalogState: Sendable, Equatable {
  /// The identity of the deployment, a UUID.
  package var id: String
  /// JSON texts.
  package var cli: [UInt8]
  package var console: [UInt8]

  /// Whose state it is, spelled as in `set_catalog_state`.
  package enum Client: String, Sendable {
    case cli
    case console
  }

  package init(id: String, cli: [UInt8], console: [UInt8]) {
    self.id = id
    self.cli = cli
    self.console = console
  }
}
