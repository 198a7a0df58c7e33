import DovetailMetadata
import GraphQLLanguage
import OrderedCollections

/// Collects the root fields of everything and finds those that clash.
struct RootFieldIndexBuilder {
  private(set) var index = RootFieldIndex()
  /// Whether some field has been defined twice.
  private(set) var hasClashes = false
  private let notesOwners: Bool
  /// Clashes with remote schemas.
  private var remoteClashes: [Inconsistency] = []
  /// Which objects define each field of a root type, in the order of their coming.
  private var owners: [RootName: OrderedDictionary<String, [MetadataObject]>] = [:]
  /// Remote schemas whose root fields clash with others.
  private(set) var leftOut: Set<RemoteSchemaName> = []

  init(notesOwners: Bool = false) {
    self.notesOwners = notesOwners
  }

  private static let queryFields: [TableNaming.RootField] = [
    .select, .selectByPrimaryKey, .selectAggregate,
  ]
  private static let mutationFields: [TableNaming.RootField] = [
    .insert, .insertOne, .update, .updateByPrimaryKey, .updateMany, .delete, .deleteByPrimaryKey,
  ]

  /// The root types in the order in which their clashes are reported.
  ///
  /// The fields of queries are those of subscriptions, of which the reference speaks.
  private enum RootName: String, CaseIterable {
    case mutation = "mutation_root"
    case query = "subscription_root"
  }

  /// The objects that define a root field which another one defines already; each is named once.
  var inconsistencies: [Inconsistency] {
    var reported: Set<MetadataObject> = []
    var found: [Inconsistency] = []
    for root in RootName.allCases {
      let clashes = (owners[root] ?? [:]).filter { $0.value.count > 1 }
      guard !clashes.isEmpty else { continue }
      let reason = reason(of: clashes, in: root)
      for owner in clashes.values.flatMap({ $0.dropFirst() })
      where reported.insert(owner).inserted {
        found.append(Inconsistency(object: owner, reason: reason, code: .unexpected))
      }
    }
    return found + remoteClashes
  }

  private func reason(
    of clashes: OrderedDictionary<String, [MetadataObject]>,
    in root: RootName
  ) -> String {
    let fields = clashes.reversed().map { name, owners in
      "'\(name)' defined in [\(owners.map(\.displayName).sorted().joined(separator: ", "))]"
    }
    let list =
      fields.count == 1
      ? "field \(fields.joined())" : "fields: [\n  \(fields.joined(separator: ",\n  "))\n]"
    return RootFieldClash.beginning + " '\(root.rawValue)' for \(list). "
      + "Fields must not be defined more than once across all sources."
  }

  mutating func add(_ source: SourceCatalog) {
    if let namespace = source.affixes.namespace {
      index.namespaces[namespace] = .init(source: source.name)
      add(namespace, .namespace(namespace), to: .query, of: .source(source.name))
      add(namespace, .namespace(namespace), to: .mutation, of: .source(source.name))
    }
    for table in source.tables.values { add(table, of: source) }
    for function in source.functions.values { add(function, of: source) }
    for query in source.nativeQueries.values { add(query, of: source) }
    addConnections(of: source)
  }

  /// Adds the fields of the schema for Relay.
  ///
  /// Their names are made of those of queries, whose clashes are reported; a table goes before a
  /// function.
  private mutating func addConnections(of source: SourceCatalog) {
    var fields: [(String, RootFieldIndex.Origin)] = []
    for table in source.tables.values where table.hasGlobalID {
      fields.append((table.naming.connectionField, .connection(source.name, table.name)))
    }
    for function in source.functions.values where function.exposure == .query && function.isSet {
      guard source.tables[function.table]?.hasGlobalID ?? false else { continue }
      fields.append(
        (function.naming.connectionField, .functionConnection(source.name, function.name))
      )
    }
    for (name, origin) in fields {
      if let namespace = source.affixes.namespace {
        index.relay[namespace] = .namespace(namespace)
        if index.namespaces[namespace]?.relay[name] == nil {
          index.namespaces[namespace]?.relay[name] = origin
        }
      } else if index.relay[name] == nil {
        index.relay[name] = origin
      }
    }
  }

  private mutating func add(_ table: Table, of source: SourceCatalog) {
    for field in Self.queryFields {
      add(field, of: table, source, to: .query, \.query)
    }
    for field in Self.mutationFields where table.facts.accepts(field) {
      add(field, of: table, source, to: .mutation, \.mutation)
    }
  }

  private mutating func add(
    _ field: TableNaming.RootField,
    of table: Table,
    _ source: SourceCatalog,
    to root: RootName,
    _ members: WritableKeyPath<RootFieldIndex.Namespace, [String: RootFieldIndex.Origin]>
  ) {
    let origin = RootFieldIndex.Origin.table(source.name, table.name, field)
    let name = table.rootFieldNames[field] ?? table.naming.rootField(field)
    if let namespace = source.affixes.namespace {
      index.namespaces[namespace]?[keyPath: members][name] = origin
    } else {
      add(name, origin, to: root, of: .table(source.name, table.name))
    }
  }

  private mutating func add(_ function: TrackedFunction, of source: SourceCatalog) {
    let isQuery = function.exposure == .query
    for field in function.fields {
      let origin = RootFieldIndex.Origin.function(source.name, function.name, field)
      let name = function.rootField(field)
      guard let namespace = source.affixes.namespace else {
        add(
          name,
          origin,
          to: isQuery ? .query : .mutation,
          of: .function(source.name, function.name)
        )
        continue
      }
      let members: WritableKeyPath<RootFieldIndex.Namespace, [String: RootFieldIndex.Origin]> =
        isQuery ? \.query : \.mutation
      index.namespaces[namespace]?[keyPath: members][name] = origin
    }
  }

  mutating func add(_ action: ResolvedAction) {
    add(
      action.name.value,
      .action(action.name),
      to: action.definition.kind == .query ? .query : .mutation,
      of: .action(action.name)
    )
    guard case .mutation(isAsynchronous: true) = action.definition.kind else { return }
    add(action.name.value, .actionResult(action.name), to: .query, of: .action(action.name))
  }

  private mutating func add(_ query: TrackedNativeQuery, of source: SourceCatalog) {
    let origin = RootFieldIndex.Origin.nativeQuery(source.name, query.name)
    let name = query.rootField
    if let namespace = source.affixes.namespace {
      index.namespaces[namespace]?.query[name] = origin
    } else {
      add(name, origin, to: .query, of: .nativeQuery(source.name, query.name))
    }
  }

  /// Adds a root field; the first of a name counts.
  private mutating func add(
    _ name: String,
    _ origin: RootFieldIndex.Origin,
    to root: RootName,
    of object: MetadataObject
  ) {
    if notesOwners { owners[root, default: [:]][name, default: []].append(object) }
    let isNew =
      switch root {
      case .query: index.query.insert(origin, for: name)
      case .mutation: index.mutation.insert(origin, for: name)
      }
    if !isNew { hasClashes = true }
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
    _ schema: RemoteSchemaCatalog,
    clashing name: String,
    with known: RootFieldIndex.Origin
  ) {
    leftOut.insert(schema.name)
    let reason: String
    switch known {
    case .remote, .remoteNamespace: reason = "Duplicate remote field '\(name)'"
    case .table, .function, .nativeQuery, .namespace, .connection, .functionConnection, .action,
      .actionResult:
      reason = "Field cannot be overwritten by remote field '\(name)'"
    }
    remoteClashes.append(
      Inconsistency(
        object: .remoteSchema(schema.name),
        reason: reason,
        code: MetadataError.Code("remote-schema-conflicts")
      )
    )
  }
}

extension [String: RootFieldIndex.Origin] {
  /// Inserts the origin of a name unless there is one already.
  ///
  /// - Returns: whether there was none.
  fileprivate mutating func insert(_ origin: Value, for name: String) -> Bool {
    guard self[name] == nil else { return false }
    self[name] = origin
    return true
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

/// Root fields that several objects define.
package enum RootFieldClash {
  /// How the reasons of such inconsistencies begin.
  package static let beginning = "Encountered conflicting definitions in the selection set for"
}
