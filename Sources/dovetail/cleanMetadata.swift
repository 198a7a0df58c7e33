import DovetailServer
import DovetailSource

extension Dovetail {
  /// `dovetail clean`: removes what the engine keeps beside the sources.
  static func cleanMetadata(of configuration: StoreConfiguration) async throws {
    let store = try metadataStore(configuration)
    do throws(MetadataStoreError) {
      try await store.remove()
    } catch {
      throw ProgramFailure("Fatal Error: the metadata cannot be removed: \(error)")
    }
    await store.close()
    switch configuration.location {
    case .postgres: print("the schema hdb_catalog of the metadata database is removed")
    case .directory(let path): print("the metadata in \"\(path)\" is removed")
    }
  }
}
