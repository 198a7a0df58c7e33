import DovetailMetadata
import GraphQLTypeSystem
import OrderedCollections
import OrderedJSON

/// Resolves metadata against what the sources reported: pure, no I/O, never fails.
///
/// What does not fit is left out, with everything that depends on it, and is listed in the
/// catalog's `inconsistencies`.
package func buildCatalog(_ input: CatalogInput) -> Catalog {
  var build = CatalogBuild(input)
  return build.run()
}

/// One build of a catalog.
private struct CatalogBuild {
  let input: CatalogInput
  var inconsistencies: [Inconsistency] = []
  var findings: [Catalog.Finding] = []
  var builders: OrderedDictionary<SourceName, SourceBuilder> = [:]
  var remoteSchemas: OrderedDictionary<RemoteSchemaName, RemoteSchemaCatalog> = [:]

  init(_ input: CatalogInput) {
    self.input = input
  }

  mutating func run() -> Catalog {
    let inheritance = RoleInheritance(input.metadata.inheritedRoles)
    reportMissingParents()
    resolveSources()
    resolveRemoteSchemas(inheritance)
    var resolver = RemoteRelationshipResolver(sources: builders, remoteSchemas: remoteSchemas)
    var sources: OrderedDictionary<SourceName, SourceCatalog> = [:]
    for name in builders.keys {
      guard let builder = builders[name] else { continue }
      let remote = resolver.relationships(of: builder, &inconsistencies)
      let source = builder.finish(
        remoteRelationships: remote,
        inheritance: inheritance
      )
      sources[name] = source
      inconsistencies += builder.inconsistencies
      findings += [.objects(inconsistencies), .permissions(source.permissions)]
      inconsistencies = []
    }
    let onRemoteTypes = resolver.remoteTypeRelationships(
      of: input.metadata.remoteSchemas,
      &inconsistencies
    )
    let clashes = TypeNameClashes.clashes(of: sources)
    for case .logicalModel(let source, let model) in clashes.map(\.object) {
      sources[source] = sources[source]?.without(model: model)
    }
    inconsistencies += clashes
    var actions = ActionBuilder(
      input.metadata,
      scalars: input.sources.values.reduce(into: []) {
        $0.formUnion($1.facts?.relational.scalarTypes ?? [])
      },
      takenNames: input.metadata.customTypes.isEmpty
        ? [] : TypeNameClashes.tableTypes(of: sources.values),
      environment: input.environment
    )
    actions.resolve(&resolver)
    inconsistencies += actions.inconsistencies
    leaveOutClashingTypes(sources, actions.catalog)
    let index = rootFields(sources, actions.catalog)
    inconsistencies += index.inconsistencies
    inconsistencies += unsupportedObjects(in: input.metadata)
    var endpoints = EndpointResolver(input.metadata)
    endpoints.resolve()
    inconsistencies += endpoints.inconsistencies
    return Catalog(
      sources: sources,
      remoteSchemas: remoteSchemas.filter { !index.leftOut.contains($0.key) },
      remoteTypeRelationships: onRemoteTypes,
      inheritedRoles: inheritance.ancestors,
      roleParents: Dictionary(
        uniqueKeysWithValues: input.metadata.inheritedRoles.map { ($0.key, $0.value.parents) }
      ),
      introspectionDisabledRoles: Set(input.metadata.introspectionDisabledRoles),
      findings: findings + [.objects(inconsistencies)],
      options: input.options,
      rootFields: index.index,
      nodeSources: nodeSources(),
      endpoints: endpoints.endpoints,
      actions: actions.catalog
    )
  }

  private func rootFields(
    _ sources: OrderedDictionary<SourceName, SourceCatalog>,
    _ actions: ActionCatalog
  ) -> RootFieldIndexBuilder {
    func collect(_ index: inout RootFieldIndexBuilder) {
      for source in sources.values { index.add(source) }
      for action in actions.actions.values { index.add(action) }
      for schema in remoteSchemas.values { index.add(schema) }
    }
    var index = RootFieldIndexBuilder()
    collect(&index)
    guard index.hasClashes else { return index }
    // Who defines what is only of interest if something is defined twice.
    index = RootFieldIndexBuilder(notesOwners: true)
    collect(&index)
    return index
  }

  private mutating func leaveOutClashingTypes(
    _ sources: OrderedDictionary<SourceName, SourceCatalog>,
    _ actions: ActionCatalog
  ) {
    guard !remoteSchemas.isEmpty else { return }
    var clashes = TypeNameClashes(sources.values, actions)
    for schema in Array(remoteSchemas.values) {
      guard let type = clashes.clash(of: schema) else { continue }
      remoteSchemas[schema.name] = nil
      inconsistencies.append(
        Inconsistency(
          object: .remoteSchema(schema.name),
          reason: "Found conflicting definitions for GraphQL type '\(type)': the remote schema and "
            + "something else define it differently; a customization can rename it",
          code: MetadataError.Code("remote-schema-conflicts")
        )
      )
    }
  }

  /// Which source a table name means where none is given: decided by metadata alone, so that a
  /// source which is down doesn't change the meaning of ids.
  private func nodeSources() -> [TableName: SourceName] {
    var sources: [TableName: SourceName] = [:]
    for (name, source) in input.metadata.sources {
      for table in source.tables.keys {
        let table = table.normalized(for: source.kind)
        if sources[table] == nil { sources[table] = name }
      }
    }
    return sources
  }

  private mutating func resolveSources() {
    for (name, metadata) in input.metadata.sources {
      let introspected = input.sources[name]
      if let reason = introspected?.failure ?? (introspected == nil ? "not connected yet" : nil) {
        inconsistencies.append(
          Inconsistency(
            object: .source(name),
            reason: reason,
            code: .invalidConfiguration,
            isInformational: introspected?.facts != nil,
            detail: introspected?.failureDetail
          )
        )
      }
      guard let facts = introspected?.facts else { continue }
      var builder = SourceBuilder(
        source: metadata,
        facts: facts,
        options: input.options,
        environment: input.environment,
        previous: input.previous?.sources[name]
      )
      builder.addTables()
      builders[name] = builder
    }
    for clash in RowTypeClashes(builders.values).clashes {
      builders[clash.source]?.leaveOut(clash.table, because: clash.error)
    }
    for name in builders.keys { builders[name]?.resolve() }
  }

  private mutating func resolveRemoteSchemas(_ inheritance: RoleInheritance) {
    for (name, metadata) in input.metadata.remoteSchemas {
      let introspected = input.remoteSchemas[name]
      if let reason = introspected?.failure ?? (introspected == nil ? "not connected yet" : nil) {
        inconsistencies.append(
          Inconsistency(
            object: .remoteSchema(name),
            reason: reason,
            code: introspected?.failureCode ?? MetadataError.Code("remote-schema-error"),
            isInformational: introspected?.facts != nil,
            detail: introspected?.failureDetail
          )
        )
      }
      guard var catalog = introspected?.facts?.catalog else { continue }
      for (role, permission) in metadata.permissions {
        do {
          try catalog.setPermission(permission.schema, for: role)
        } catch {
          inconsistencies.append(
            Inconsistency(
              object: .remoteSchemaPermission(name, role),
              reason: error.message,
              code: MetadataError.Code("validation-failed")
            )
          )
        }
      }
      inherit(&catalog, metadata, inheritance)
      remoteSchemas[name] = catalog
    }
  }

  /// An inherited role takes the permission of its parents if they agree (contract 06 §6).
  private mutating func inherit(
    _ catalog: inout RemoteSchemaCatalog,
    _ metadata: RemoteSchemaMetadata,
    _ inheritance: RoleInheritance
  ) {
    let own = catalog.permissions
    let resolved = inheritance.resolve(
      isDeclared: { metadata.permissions[$0] != nil },
      own: { own[$0] },
      agree: { $0.allowsTheSame(as: $1) }
    )
    for (role, permission) in resolved.inherited { catalog.setPermission(permission, for: role) }
    for role in resolved.conflicting {
      inconsistencies.append(
        Inconsistency(
          object: .inheritedRole(role),
          reason: "Could not inherit permission for the role '\(role)' for the entity: "
            + "'remote schema: '\(catalog.name)''",
          code: .invalidConfiguration,
          isInformational: true,
          detail: ["remote_schema": .string(catalog.name.value)]
        )
      )
    }
  }

  /// Reports parents of inherited roles that nothing is permitted to: they may be spelled wrongly, or
  /// have lost their permissions since.
  private mutating func reportMissingParents() {
    guard !input.metadata.inheritedRoles.isEmpty else { return }
    let known = input.metadata.permittedRoles
    for role in input.metadata.inheritedRoles.values {
      let missing = role.parents.filter { !known.contains($0) }
      guard !missing.isEmpty else { continue }
      inconsistencies.append(
        Inconsistency(
          object: .inheritedRole(role.name),
          reason: role.reason(missing: missing),
          code: .notExists,
          isInformational: true
        )
      )
    }
  }
}

extension RemoteSchemaView {
  /// Whether a role with the other view may see and send exactly what one with this view may.
  fileprivate func allowsTheSame(as other: RemoteSchemaView) -> Bool {
    let types = schema.definedTypes
    let others = other.schema.definedTypes
    return presets == other.presets && types.count == others.count
      && types.values.allSatisfy { type in
        others[type.name].map { typeDefinitionsEqual(type, $0) } ?? false
      }
  }
}
