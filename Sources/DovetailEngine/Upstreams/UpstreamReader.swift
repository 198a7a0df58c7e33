import DovetailCatalog
import DovetailMetadata
import DovetailSource
import OrderedCollections
import OrderedJSON

/// Asks upstreams what they offer.
struct UpstreamReader: Sendable {
  /// How long to wait for an answer; nil for as long as the upstream's own settings allow.
  var patience: Duration?

  /// What a database offers, together with the enum values that metadata wants of it.
  func read(
    _ source: any Source,
    _ metadata: SourceMetadata,
    previous: SourceFacts?
  ) async -> CatalogInput.Introspected<SourceFacts> {
    do throws(SourceError) {
      return .known(
        try await withPatience(patience) { () async throws(SourceError) in
          try await facts(of: source, metadata)
        }
      )
    } catch {
      guard let previous else {
        return .failed(reason: error.message, detail: error.detail?["error"] ?? error.detail)
      }
      return .stale(previous, reason: Self.staleReason(ofSource: error.message))
    }
  }

  private func facts(
    of source: any Source,
    _ metadata: SourceMetadata
  ) async throws(SourceError) -> SourceFacts {
    guard case .relational(let relational) = try await source.introspect() else {
      throw SourceError(code: .unexpected, message: "the source is not relational")
    }
    var facts = SourceFacts(
      relational: relational,
      comparisons: source.capabilities.comparisons,
      aggregates: source.capabilities.aggregates
    )
    for table in metadata.tables.values where table.isEnum {
      let name = table.name.normalized(for: metadata.kind)
      guard let tableFacts = relational.tables[name] else { continue }
      facts.enumTables[name] = try await readEnumTable(tableFacts, metadata.name, from: source)
    }
    return facts
  }

  /// What a GraphQL service offers.
  func read(
    _ connection: UpstreamConnection,
    _ schema: RemoteSchemaMetadata,
    previous: ConnectedRemoteSchema?
  ) async -> ConnectedRemoteSchema {
    do throws(SourceError) {
      let fragment = try await withPatience(patience) { () async throws(SourceError) in
        try await connection.source.introspect()
      }
      guard case .typed(let answer) = fragment else {
        throw SourceError(
          code: .remoteSchemaError,
          message: "the service is not a GraphQL service"
        )
      }
      return accept(answer, from: connection, schema, previous: previous)
    } catch {
      let code = MetadataError.Code(error.code.rawValue)
      return failed(error.message, error.detail, code, connection, schema, previous)
    }
  }

  /// Reads the introspection answer of a service.
  func accept(
    _ answer: [UInt8],
    from connection: UpstreamConnection,
    _ schema: RemoteSchemaMetadata,
    previous: ConnectedRemoteSchema?
  ) -> ConnectedRemoteSchema {
    do {
      let catalog = try RemoteSchemaCatalog(
        name: schema.name,
        introspection: answer,
        customization: schema.definition.customization
      )
      return ConnectedRemoteSchema(
        connection: connection,
        definition: schema.definition,
        introspection: answer,
        facts: .known(RemoteSchemaFacts(catalog: catalog))
      )
    } catch {
      let code = MetadataError.Code(error.code.rawValue)
      return failed(error.message, nil, code, connection, schema, previous)
    }
  }

  private func failed(
    _ reason: String,
    _ detail: JSONValue?,
    _ code: MetadataError.Code,
    _ connection: UpstreamConnection,
    _ schema: RemoteSchemaMetadata,
    _ previous: ConnectedRemoteSchema?
  ) -> ConnectedRemoteSchema {
    if let previous, let facts = previous.facts.facts {
      var kept = previous
      kept.facts = .stale(facts, reason: Self.staleReason(ofRemoteSchema: reason))
      return kept
    }
    return ConnectedRemoteSchema(
      connection: connection,
      definition: schema.definition,
      facts: .failed(reason: reason, detail: detail, code: code)
    )
  }

  static func staleReason(ofSource reason: String) -> String {
    "source using stale introspection: \(reason)"
  }

  static func staleReason(ofRemoteSchema reason: String) -> String {
    "remote-schema using stale introspection: \(reason)"
  }
}
