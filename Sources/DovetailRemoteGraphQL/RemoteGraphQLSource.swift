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
  /// - Parameters:
  ///   - name: the name of the remote schema.
  ///   - definition: where the service is, and how it is called.
  ///   - environment: the variables that the definition may use.
  ///   - client: what sends requests.
  ///   - options: what holds where the definition says nothing.
  ///   - tlsAllowlist: the hosts whose certificates are not verified.
  ///   - onCircuitChange: is told when the service is left alone, and when no longer.
  /// - Throws: where the definition gives no usable address (code `invalid-params`).
  package init(
    name: RemoteSchemaName,
    definition: RemoteSchemaDefinition,
    environment: [String: String],
    client: RemoteHTTPClient,
    options: RemoteGraphQLOptions = RemoteGraphQLOptions(),
    tlsAllowlist: [TLSAllowlistEntry] = [],
    onCircuitChange: @escaping CircuitObserver = { _ in }
  ) throws(SourceError) {
    let service = try RemoteService(name: name, definition: definition, environment: environment)
    let options = options.following(definition)
    caller = RemoteCaller(
      service: service,
      client: client,
      options: options,
      isTrusted: service.isTrusted(by: tlsAllowlist),
      settings: definition.lookups,
      state: ServiceState(
        name: name,
        settings: options.circuitBreaker,
        onChange: onCircuitChange
      ),
      sharedCalls: options.sharesEqualQueries ? SharedCalls() : nil
    )
  }

  package var capabilities: SourceCapabilities { SourceCapabilities() }

  package var status: UpstreamStatus? { caller.state.status }

  package var meters: SourceMeters { SourceMeters(callTime: caller.state.callTime) }

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
