import DovetailMetadata
import GraphQLLanguage
import OrderedCollections

/// Collects the root fields of everything and finds those that clash.
struct RootFieldIndexBuilder {
  private(set) var index = RootFieldIndex()
  private(set) var inconsistencies: [Inconsistency] = []
  /// Remote schemas whose root fields clash with others.
  private(set) var leftOut: Set<RemoteSchemaName> = []

  private static let queryFields: [TableNaming.RootField] = [
    .select, .selectByPrimaryKey, .selectAggregate,
  ]
  private static let mutationFields: [TableNaming.RootField] = [
    .insert, .insertOne, .update, .updateByPrimaryKey, .updateMany, .delete, .deleteByPrimaryKey,
  ]

  mutating func add(_ source: SourceCatalog) {
    if let namespace = source.affixes.namespace {
      index.namespaces[namespace] = .init(source: source.name)
      add(namespace, .namespace(namespace), to: \.query, of: .source(source.name))
      add(
        namespace, .namespace(namespace), to: \.mutation, of: .source(source.name),
        "mutation_root")
    }
    for table in source.tables.values { add(table, of: source) }
  }

  private mutating func add(_ table: Table, of source: SourceCatalog) {
    for field in Self.queryFields {
      add(field, of: table, source, to: \.query, \.query, "query_root")
    }
    for field in Self.mutationFields where table.facts.accepts(field) {
      add(field, of: table, source, to: \.mutation, \.mutation, "mutation_root")
    }
  }

  private mutating func add(
    _ field: TableNaming.RootField, of table: Table, _ source: SourceCatalog,
    to fields: WritableKeyPath<RootFieldIndex, [String: RootFieldIndex.Origin]>,
    _ members: WritableKeyPath<RootFieldIndex.Namespace, [String: RootFieldIndex.Origin]>,
    _ rootName: String
  ) {
    let origin = RootFieldIndex.Origin.table(source.name, table.name, field)
    let name = table.naming.rootField(field)
    if let namespace = source.affixes.namespace {
      index.namespaces[namespace]?[keyPath: members][name] = origin
    } else {
      add(name, origin, to: fields, of: .table(source.name, table.name), rootName)
    }
  }

  private mutating func add(
    _ name: String, _ origin: RootFieldIndex.Origin,
    to fields: WritableKeyPath<RootFieldIndex, [String: RootFieldIndex.Origin]>,
    of object: MetadataObject, _ rootName: String = "query_root"
  ) {
    if index[keyPath: fields][name] != nil {
      inconsistencies.append(
        Inconsistency(
          object: object,
          reason: "Encountered conflicting definitions in the selection set for '\(rootName)' for "
            + "field '\(name)'. Fields must not be defined more than once across all sources.",
          code: .invalidConfiguration))
      return
    }
    index[keyPath: fields][name] = origin
  }

  mutating func add(_ schema: RemoteSchemaCatalog) {
    let view = schema.full
    var added = index
    for kind in [OperationKind.query, .mutation] {
      let fields = kind == .query ? \RootFieldIndex.query : \RootFieldIndex.mutation
      var offered: [(String, RootFieldIndex.Origin)] = []
      if let namespace = view.names.namespace {
        if view.namespaceType(for: kind) != nil {
          offered = [(namespace, .remoteNamespace(schema.name))]
        }
      } else {
        offered = view.rootFields(for: kind).map {
          ($0.clientName, .remote(schema.name, field: $0.originalName))
        }
      }
      for (name, origin) in offered {
        if let known = added[keyPath: fields][name] {
          leave(schema, clashing: name, with: known)
          return
        }
        added[keyPath: fields][name] = origin
      }
    }
    index = added
  }

  private mutating func leave(
    _ schema: RemoteSchemaCatalog, clashing name: String, with known: RootFieldIndex.Origin
  ) {
    leftOut.insert(schema.name)
    let reason: String
    switch known {
    case .remote, .remoteNamespace: reason = "Duplicate remote field '\(name)'"
    case .table, .namespace: reason = "Field cannot be overwritten by remote field '\(name)'"
    }
    inconsistencies.append(
      Inconsistency(
        object: .remoteSchema(schema.name), reason: reason, code: MetadataError.Code("remote-schema-conflicts")))
  }
}

extension TableFacts {
  /// Whether the database accepts what the root field does.
  fileprivate func accepts(_ field: TableNaming.RootField) -> Bool {
    switch field {
    case .select, .selectByPrimaryKey, .selectAggregate, .selectStream: true
    case .insert, .insertOne: isInsertable
    case .update, .updateByPrimaryKey, .updateMany: isUpdatable
    case .delete, .deleteByPrimaryKey: isDeletable
    }
  }
}
