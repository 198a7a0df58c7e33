package import DovetailMetadata
package import DovetailPlan
package import DovetailSource
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedJSON

/// A GraphQL service as a source.
package final class RemoteGraphQLSource: Source {
  let caller: RemoteCaller

  /// Prepares calls of a service; nothing is sent yet.
  ///
  /// The certificates of hosts on the allow list are not verified.
  ///
  /// - Throws: where the definition gives no usable address (code `invalid-params`).
  package init(
    name: RemoteSchemaName,
    definition: RemoteSchemaDefinition,
    environment: [String: String],
    client: RemoteHTTPClient,
    options: RemoteGraphQLOptions = RemoteGraphQLOptions(),
    tlsAllowlist: [TLSAllowlistEntry] = []
  ) throws(SourceError) {
    let service = try RemoteService(name: name, definition: definition, environment: environment)
    caller = RemoteCaller(
      service: service,
      client: client,
      options: options,
      isTrusted: service.isTrusted(by: tlsAllowlist),
      settings: definition.lookups
    )
  }

  package var capabilities: SourceCapabilities { SourceCapabilities() }

  package func introspect() async throws(SourceError) -> CatalogFragment {
    .typed(introspection: try await caller.introspect())
  }

  package func prepare(_ fetch: Fetch) throws(SourceError) -> PreparedFetch {
    guard case .operation(let operation) = fetch.request else {
      throw SourceError(
        code: .notSupported,
        message: "a remote schema has no tables to select rows of"
      )
    }
    return try caller.prepare(operation)
  }

  package func prepare(_ lookup: Lookup) throws(SourceError) -> PreparedLookup {
    guard case .remote(let remote) = lookup.request else {
      throw SourceError(
        code: .notSupported,
        message: "a remote schema has no tables to look up rows of"
      )
    }
    return try caller.prepare(remote, lookup.settings)
  }

  package func checkHealth() async throws(SourceError) {
    try await caller.checkHealth()
  }

  /// Does nothing: connections belong to the client, which all services share.
  package func close() async {}
}
