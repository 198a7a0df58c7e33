import DovetailCatalog
import DovetailMetadata
import DovetailSource
import OrderedCollections
import OrderedJSON

extension MetadataTransaction {
  /// Connects what is new in metadata, drops what is gone, and introspects what has to be.
  mutating func refreshUpstreams(_ reload: MetadataEdit.Reload) async {
    upstreams.sources = upstreams.sources.filter { metadata.sources[$0.key] != nil }
    upstreams.remoteSchemas = upstreams.remoteSchemas.filter {
      metadata.remoteSchemas[$0.key] != nil
    }
    for (name, source) in metadata.sources {
      let isNamed = reload == .source(name) || reload == .everything
      await refresh(source, introspects: isNamed)
    }
    for (name, schema) in metadata.remoteSchemas {
      let isNamed = reload == .remoteSchema(name) || reload == .everything
      await refresh(schema, introspects: isNamed)
    }
  }

  /// Introspects what another engine read anew.
  mutating func refreshUpstreams(_ invalid: Invalidations) async {
    for (name, source) in metadata.sources
    where invalid.isEverything || invalid.sources.contains(name) {
      await refresh(source, introspects: true)
    }
    for (name, schema) in metadata.remoteSchemas
    where invalid.isEverything || invalid.remoteSchemas.contains(name) {
      await refresh(schema, introspects: true)
    }
  }

  /// Introspects the relational sources to which the objects belong.
  mutating func introspectAgain(sourcesOf inconsistencies: [Inconsistency]) async {
    for name in Set(inconsistencies.compactMap(\.object.source)) {
      guard let source = metadata.sources[name] else { continue }
      await refresh(source, introspects: true)
    }
  }

  // MARK: Sources

  mutating func refresh(_ source: SourceMetadata, introspects: Bool) async {
    let configuration = SourceConfiguration(
      name: source.name,
      kind: source.kind,
      configuration: source.configuration
    )
    if let known = upstreams.sources[source.name], known.configuration == configuration {
      if introspects || needsEnumValues(source, known) {
        let facts = await introspect(known.source, source, previous: known.facts.facts)
        upstreams.sources[source.name]?.facts = facts
      }
      return
    }
    do {
      let connected = opened.add(try connector.connect(configuration))
      let facts = await introspect(connected.source, source, previous: nil)
      upstreams.sources[source.name] = ConnectedSource(
        connection: connected,
        configuration: configuration,
        facts: facts
      )
    } catch {
      upstreams.sources[source.name] = ConnectedSource(
        connection: UpstreamConnection(UnusableSource(error)),
        configuration: configuration,
        facts: .failed(reason: error.message, detail: error.detail)
      )
    }
  }

  /// Whether metadata calls a table an enum whose values have not been read.
  private func needsEnumValues(_ source: SourceMetadata, _ known: ConnectedSource) -> Bool {
    guard let facts = known.facts.facts else { return false }
    return source.tables.values.contains {
      $0.isEnum && facts.enumTables[$0.name.normalized(for: source.kind)] == nil
    }
  }

  private func introspect(
    _ source: any Source,
    _ metadata: SourceMetadata,
    previous: SourceFacts?
  ) async -> CatalogInput.Introspected<SourceFacts> {
    do throws(SourceError) {
      guard case .relational(let relational) = try await source.introspect() else {
        return .failed(reason: "the source is not relational")
      }
      var facts = SourceFacts(
        relational: relational,
        comparisons: source.capabilities.comparisons,
        aggregates: source.capabilities.aggregates
      )
      for table in metadata.tables.values where table.isEnum {
        let name = table.name.normalized(for: metadata.kind)
        guard let tableFacts = relational.tables[name] else { continue }
        facts.enumTables[name] = try await readEnumTable(
          tableFacts,
          metadata.name,
          from: source
        )
      }
      return .known(facts)
    } catch {
      guard let previous else {
        return .failed(reason: error.message, detail: error.detail?["error"] ?? error.detail)
      }
      return .stale(previous, reason: error.message)
    }
  }

  // MARK: Remote schemas

  private mutating func refresh(_ schema: RemoteSchemaMetadata, introspects: Bool) async {
    let name = schema.name
    let tlsAllowlist = metadata.tlsAllowlist
    defer { upstreams.remoteSchemas[name]?.tlsAllowlist = tlsAllowlist }
    if let known = upstreams.remoteSchemas[name], known.definition == schema.definition,
      known.tlsAllowlist == tlsAllowlist
    {
      if introspects {
        upstreams.remoteSchemas[name] = await introspect(
          known.connection,
          schema,
          previous: known
        )
      }
      return
    }
    do {
      let connected = opened.add(
        try connector.connect(name, schema.definition, trusting: tlsAllowlist)
      )
      let previous = upstreams.remoteSchemas[name]
      if let previous, !introspects, previous.definition.isSameService(as: schema.definition),
        let introspection = previous.introspection
      {
        upstreams.remoteSchemas[name] = read(introspection, from: connected, schema)
      } else {
        upstreams.remoteSchemas[name] = await introspect(connected, schema, previous: nil)
      }
    } catch {
      upstreams.remoteSchemas[name] = ConnectedRemoteSchema(
        connection: UpstreamConnection(UnusableSource(error)),
        definition: schema.definition,
        facts: .failed(reason: error.message)
      )
    }
  }

  private func introspect(
    _ connection: UpstreamConnection,
    _ schema: RemoteSchemaMetadata,
    previous: ConnectedRemoteSchema?
  ) async -> ConnectedRemoteSchema {
    do throws(SourceError) {
      guard case .typed(let introspection) = try await connection.source.introspect() else {
        return ConnectedRemoteSchema(
          connection: connection,
          definition: schema.definition,
          facts: .failed(reason: "the service is not a GraphQL service")
        )
      }
      return read(introspection, from: connection, schema)
    } catch {
      if let previous, let facts = previous.facts.facts {
        var kept = previous
        kept.facts = .stale(
          facts,
          reason: "remote-schema using stale introspection: \(error.message)"
        )
        return kept
      }
      return ConnectedRemoteSchema(
        connection: connection,
        definition: schema.definition,
        facts: .failed(reason: error.message, detail: error.detail)
      )
    }
  }

  private func read(
    _ introspection: [UInt8],
    from connection: UpstreamConnection,
    _ schema: RemoteSchemaMetadata
  ) -> ConnectedRemoteSchema {
    do {
      let catalog = try RemoteSchemaCatalog(
        name: schema.name,
        introspection: introspection,
        customization: schema.definition.customization
      )
      return ConnectedRemoteSchema(
        connection: connection,
        definition: schema.definition,
        introspection: introspection,
        facts: .known(RemoteSchemaFacts(catalog: catalog))
      )
    } catch {
      return ConnectedRemoteSchema(
        connection: connection,
        definition: schema.definition,
        introspection: introspection,
        facts: .failed(reason: error.message)
      )
    }
  }
}

extension RemoteSchemaDefinition {
  /// Whether both are the same service under the same address, so that its types are the same.
  fileprivate func isSameService(as other: RemoteSchemaDefinition) -> Bool {
    url == other.url && urlFromEnvironment == other.urlFromEnvironment
  }
}
