import DovetailCatalog
import DovetailMetadata
import DovetailSource
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

extension MetadataTransaction {
  /// Connects what is new in metadata, drops what is gone, and introspects what has to be.
  mutating func refreshUpstreams(_ reload: MetadataEdit.Reload) async {
    upstreams.sources = upstreams.sources.filter { metadata.sources[$0.key] != nil }
    upstreams.remoteSchemas = upstreams.remoteSchemas.filter {
      metadata.remoteSchemas[$0.key] != nil
    }
    var asked = AskedUpstreams()
    for (name, source) in metadata.sources {
      let isNamed = reload == .source(name) || reload == .everything
      connect(source, introspects: isNamed, &asked)
    }
    for (name, schema) in metadata.remoteSchemas {
      let isNamed = reload == .remoteSchema(name) || reload == .everything
      connect(schema, introspects: isNamed, &asked)
    }
    await ask(asked)
  }

  /// Introspects upstreams again; those that metadata does not name are left out.
  mutating func introspectAgain(
    _ sources: some Sequence<SourceName>,
    _ schemas: some Sequence<RemoteSchemaName>
  ) async {
    var asked = AskedUpstreams()
    for source in sources.compactMap({ metadata.sources[$0] }) {
      connect(source, introspects: true, &asked)
    }
    for schema in schemas.compactMap({ metadata.remoteSchemas[$0] }) {
      connect(schema, introspects: true, &asked)
    }
    await ask(asked)
  }

  /// Introspects what another engine read anew.
  mutating func refreshUpstreams(_ invalid: Invalidations) async {
    await introspectAgain(
      metadata.sources.keys.filter { invalid.isEverything || invalid.sources.contains($0) },
      metadata.remoteSchemas.keys.filter {
        invalid.isEverything || invalid.remoteSchemas.contains($0)
      }
    )
  }

  /// Introspects the relational sources to which the objects belong.
  mutating func introspectAgain(sourcesOf inconsistencies: [Inconsistency]) async {
    await introspectAgain(Set(inconsistencies.compactMap(\.object.source)), [])
  }

  /// Takes an introspection answer that a service gave, if it is still the service of its name.
  mutating func accept(
    _ answer: [UInt8],
    of name: RemoteSchemaName,
    from connection: UpstreamConnection
  ) {
    guard let schema = metadata.remoteSchemas[name], let known = upstreams.remoteSchemas[name],
      known.connection === connection
    else { return }
    take(reader.accept(answer, from: connection, schema, previous: known), name, previous: known)
  }

  /// Gives upstreams that have never answered what the store keeps of them.
  mutating func takeKeptIntrospections() {
    for (name, known) in upstreams.sources {
      guard case .failed(let reason, _, _) = known.facts, let source = metadata.sources[name],
        !(known.source is UnusableSource),
        let facts = kept.facts(of: source, known.source.capabilities)
      else { continue }
      upstreams.sources[name]?.facts = .stale(
        facts,
        reason: UpstreamReader.staleReason(ofSource: reason)
      )
    }
    for (name, known) in upstreams.remoteSchemas {
      guard case .failed(let reason, _, _) = known.facts, let schema = metadata.remoteSchemas[name],
        !(known.source is UnusableSource), let answer = kept.answer(of: schema)
      else { continue }
      var stored = reader.accept(answer, from: known.connection, schema, previous: nil)
      guard let facts = stored.facts.facts else { continue }
      stored.facts = .stale(facts, reason: UpstreamReader.staleReason(ofRemoteSchema: reason))
      upstreams.remoteSchemas[name] = stored
    }
  }

  /// Whether something is not there because its upstream has not answered.
  var hasUnknownUpstreams: Bool {
    upstreams.sources.values.contains { $0.facts.facts == nil }
      || upstreams.remoteSchemas.values.contains { $0.facts.facts == nil }
  }

  private var reader: UpstreamReader { UpstreamReader(patience: patience) }

  // MARK: Asking

  /// The upstreams that are to be introspected.
  private struct AskedUpstreams {
    var sources: [SourceMetadata] = []
    var schemas: [RemoteSchemaMetadata] = []
    /// What the services of these names were before they were connected anew.
    var replaced: [RemoteSchemaName: ConnectedRemoteSchema] = [:]
  }

  private enum Answer: Sendable {
    case source(SourceName, CatalogInput.Introspected<SourceFacts>)
    case schema(RemoteSchemaName, ConnectedRemoteSchema)
  }

  /// Introspects all at once, so that one that does not answer holds up none of the others.
  private mutating func ask(_ asked: AskedUpstreams) async {
    let upstreams = upstreams
    let (kept, patience) = (kept, patience)
    let answers = await withTaskGroup(of: Answer.self) { group in
      for source in asked.sources {
        guard let known = upstreams.sources[source.name] else { continue }
        // What has never answered, and is not kept, is worth waiting for.
        let isPatient = known.facts.facts == nil && !kept.has(source)
        let reader = UpstreamReader(patience: isPatient ? nil : patience)
        group.addTask {
          .source(
            source.name,
            await reader.read(known.source, source, previous: known.facts.facts)
          )
        }
      }
      for schema in asked.schemas {
        guard let known = upstreams.remoteSchemas[schema.name] else { continue }
        let isPatient = known.facts.facts == nil && !kept.has(schema)
        let reader = UpstreamReader(patience: isPatient ? nil : patience)
        group.addTask {
          .schema(schema.name, await reader.read(known.connection, schema, previous: known))
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    for answer in answers {
      switch answer {
      case .source(let name, let facts):
        self.upstreams.sources[name]?.facts = facts
        self.upstreams.sources[name]?.mark = IntrospectionMark()
      case .schema(let name, let schema):
        let before = asked.replaced[name] ?? upstreams.remoteSchemas[name]
        take(schema, name, previous: before)
      }
    }
    takeKeptIntrospections()
  }

  /// Takes what a service answered, and notes how its schema differs from what it was.
  private mutating func take(
    _ schema: ConnectedRemoteSchema,
    _ name: RemoteSchemaName,
    previous: ConnectedRemoteSchema?
  ) {
    upstreams.remoteSchemas[name] = schema
    guard case .known(let facts) = schema.facts else { return }
    var earlier = previous?.facts.facts?.catalog.schema
    if earlier == nil, let metadata = metadata.remoteSchemas[name],
      let answer = kept.answer(of: metadata), answer != schema.introspection
    {
      earlier =
        reader.accept(answer, from: schema.connection, metadata, previous: nil).facts.facts?
        .catalog.schema
    }
    guard let earlier, previous?.introspection != schema.introspection else { return }
    schemaDifferences[name] = compareSchemas(earlier, facts.catalog.schema)
  }

  // MARK: Connecting

  /// Connects a source unless it is connected.
  private mutating func connect(
    _ source: SourceMetadata,
    introspects: Bool,
    _ asked: inout AskedUpstreams
  ) {
    let configuration = SourceConfiguration(
      name: source.name,
      kind: source.kind,
      configuration: source.configuration
    )
    if let known = upstreams.sources[source.name], known.configuration == configuration {
      if introspects || needsEnumValues(source, known) { asked.sources.append(source) }
      return
    }
    do {
      upstreams.sources[source.name] = ConnectedSource(
        connection: opened.add(try connector.connect(configuration)),
        configuration: configuration,
        facts: .failed(reason: "not connected yet")
      )
      asked.sources.append(source)
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

  /// Connects a remote schema unless it is connected.
  private mutating func connect(
    _ schema: RemoteSchemaMetadata,
    introspects: Bool,
    _ asked: inout AskedUpstreams
  ) {
    let name = schema.name
    let tlsAllowlist = metadata.tlsAllowlist
    defer { upstreams.remoteSchemas[name]?.tlsAllowlist = tlsAllowlist }
    if let known = upstreams.remoteSchemas[name], known.definition == schema.definition,
      known.tlsAllowlist == tlsAllowlist
    {
      if introspects { asked.schemas.append(schema) }
      return
    }
    do {
      let connected = opened.add(
        try connector.connect(name, schema.definition, trusting: tlsAllowlist)
      )
      let previous = upstreams.remoteSchemas[name]
      if let previous, previous.definition.isSameService(as: schema.definition) {
        if !introspects, let introspection = previous.introspection {
          var same = reader.accept(introspection, from: connected, schema, previous: nil)
          if case .stale(_, let reason) = previous.facts, let facts = same.facts.facts {
            same.facts = .stale(facts, reason: reason)
          }
          upstreams.remoteSchemas[name] = same
          return
        }
        asked.replaced[name] = previous
      }
      upstreams.remoteSchemas[name] = ConnectedRemoteSchema(
        connection: connected,
        definition: schema.definition,
        facts: .failed(reason: "not connected yet")
      )
      asked.schemas.append(schema)
    } catch {
      upstreams.remoteSchemas[name] = ConnectedRemoteSchema(
        connection: UpstreamConnection(UnusableSource(error)),
        definition: schema.definition,
        facts: .failed(
          reason: error.message,
          code: MetadataError.Code(error.code.rawValue)
        )
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
