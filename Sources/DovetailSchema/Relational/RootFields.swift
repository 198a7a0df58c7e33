import DovetailCatalog
import DovetailMetadata
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension RoleSchema {
  /// The root field of that name, if the role has it.
  func makeRootField(_ name: String, kind: OperationKind, namespace: String?) -> SchemaField? {
    let origins = rootOrigins(kind: kind, namespace: namespace)
    if let origin = origins[name] {
      return makeRootField(name, origin: origin, kind: kind)
    }
    guard kind == .query, namespace == nil else { return nil }
    if name == placeholderField.name, !hasQueries { return placeholderField }
    return makeOwnRootField(name)
  }

  /// The root fields of queries that belong to no source.
  private static let ownRootFields = [
    "node", FederationName.entities, FederationName.service,
  ]

  private func makeOwnRootField(_ name: String) -> SchemaField? {
    switch name {
    case "node": makeNodeField()
    case FederationName.entities: makeEntitiesField()
    case FederationName.service: makeServiceField()
    default: nil
    }
  }

  private func rootOrigins(
    kind: OperationKind,
    namespace: String?
  ) -> [String: RootFieldIndex.Origin] {
    guard let namespace else {
      switch kind {
      case .query where style == .relay: return catalog.rootFields.relay
      case .query: return catalog.rootFields.query
      case .mutation: return catalog.rootFields.mutation
      case .subscription: return [:]
      }
    }
    guard let fields = catalog.rootFields.namespaces[namespace] else { return [:] }
    switch kind {
    case .query where style == .relay: return fields.relay
    case .query: return fields.query
    case .mutation: return fields.mutation
    case .subscription: return [:]
    }
  }

  private func makeRootField(
    _ name: String,
    origin: RootFieldIndex.Origin,
    kind: OperationKind
  ) -> SchemaField? {
    switch origin {
    case .table(let source, let table, let field):
      if kind == .mutation { return makeMutationField(name, table, source, field) }
      guard let view = view(of: table, in: source) else { return nil }
      return makeTableRootField(name, view, field)
    case .function(let source, let function, let field):
      return makeFunctionField(name, function, source, field)
    case .connection(let source, let table):
      return makeConnectionField(name, table, source)
    case .functionConnection(let source, let function):
      return makeFunctionConnectionField(name, function, source)
    case .nativeQuery(let source, let query):
      return makeNativeQueryField(name, query, source)
    case .namespace(let namespace):
      guard hasAnyRootField(kind: kind, namespace: namespace) else { return nil }
      return SchemaField(
        name: name,
        type: .nonNull(reference(.namespace(namespace, kind))),
        attachment: FieldMeaning.namespace(namespace)
      )
    case .action(let name):
      guard style == .standard else { return nil }
      return makeActionField(name)
    case .actionResult(let name):
      return makeActionResultField(name)
    case .remote(let schema, let field):
      guard style == .standard else { return nil }
      return makeRemoteRootField(name, schema: schema, field: field, kind: kind)
    case .remoteNamespace(let schema):
      guard style == .standard else { return nil }
      return makeRemoteNamespaceField(name, schema: schema, kind: kind)
    }
  }

  private func makeTableRootField(
    _ name: String,
    _ view: TableView,
    _ field: TableNaming.RootField
  ) -> SchemaField? {
    let comment = view.table.naming.customRootFields[field]?.comment
    let tableName = view.table.naming.base
    switch field {
    case .select:
      guard view.offers(.select) else { return nil }
      return SchemaField(
        name: name,
        description: describe(comment, "fetch data from the table: \"\(tableName)\""),
        arguments: rowArguments(view),
        type: .nonNull(.list(.nonNull(reference(.row(view.id))))),
        attachment: FieldMeaning.select(view)
      )
    case .selectByPrimaryKey:
      guard view.offers(.selectByPrimaryKey) else { return nil }
      return SchemaField(
        name: name,
        description: describe(
          comment,
          "fetch data from the table: \"\(tableName)\" using primary key columns"
        ),
        arguments: primaryKeyArguments(view),
        type: reference(.row(view.id)),
        attachment: FieldMeaning.selectByPrimaryKey(view)
      )
    case .selectAggregate:
      guard view.offers(.selectAggregate) else { return nil }
      return SchemaField(
        name: name,
        description: describe(
          comment,
          "fetch aggregated fields from the table: \"\(tableName)\""
        ),
        arguments: rowArguments(view),
        type: .nonNull(reference(.aggregate(view.id))),
        attachment: FieldMeaning.selectAggregate(view)
      )
    case .selectStream, .insert, .insertOne, .update, .updateByPrimaryKey, .updateMany, .delete,
      .deleteByPrimaryKey:
      return nil
    }
  }

  /// The description that metadata gives, the empty one meaning none, else the generated one.
  func describe(_ comment: String?, _ generated: String?) -> String? {
    guard let comment else { return generated }
    return comment.isEmpty ? nil : comment
  }

  /// The columns of the primary key as arguments.
  func primaryKeyArguments(
    _ view: TableView
  ) -> OrderedDictionary<String, SchemaInputValue> {
    var arguments: OrderedDictionary<String, SchemaInputValue> = [:]
    for column in view.table.primaryKey {
      arguments[column.fieldName] = SchemaInputValue(
        name: column.fieldName,
        description: column.description,
        type: .nonNull(valueType(column, in: view.source.name)),
        attachment: InputMeaning.column(VisibleColumn(column: column, condition: nil))
      )
    }
    return arguments
  }

  // MARK: Root types

  var hasQueries: Bool { hasAnyRootField(kind: .query, namespace: nil) }
  var hasMutations: Bool { hasAnyRootField(kind: .mutation, namespace: nil) }
  /// Subscriptions are not offered yet.
  var hasSubscriptions: Bool { false }

  private func hasAnyRootField(kind: OperationKind, namespace: String?) -> Bool {
    rootOrigins(kind: kind, namespace: namespace).contains { name, _ in
      rootField(name, kind: kind, namespace: namespace) != nil
    }
  }

  /// What a role without any query sees.
  private var placeholderField: SchemaField {
    let text =
      "There are no queries available to the current role. "
      + "Either there are no sources or remote schemas configured, or the current role "
      + "doesn't have the required permissions."
    return SchemaField(
      name: "no_queries_available",
      description: text,
      type: .nonNull(.named(Name("String"))),
      attachment: FieldMeaning.placeholder(text)
    )
  }

  func makeRootType(_ kind: OperationKind) -> SchemaType? {
    guard let name = rootTypeName(for: kind) else { return nil }
    var fields = rootFields(kind: kind, namespace: nil)
    if kind == .query, fields.isEmpty {
      fields[placeholderField.name] = placeholderField
    }
    if kind == .query {
      for name in Self.ownRootFields {
        if let field = rootField(name, kind: kind, namespace: nil) { fields[name] = field }
      }
    }
    return SchemaType(name: name, kind: .object(fields: fields, interfaces: []))
  }

  func makeNamespaceType(_ namespace: String, _ kind: OperationKind) -> SchemaType? {
    let fields = rootFields(kind: kind, namespace: namespace)
    guard !fields.isEmpty else { return nil }
    return SchemaType(
      name: typeName(.namespace(namespace, kind)),
      kind: .object(fields: fields, interfaces: [])
    )
  }

  private func rootFields(
    kind: OperationKind,
    namespace: String?
  ) -> OrderedDictionary<String, SchemaField> {
    var fields: OrderedDictionary<String, SchemaField> = [:]
    for name in rootOrigins(kind: kind, namespace: namespace).keys.sorted() {
      fields[name] = rootField(name, kind: kind, namespace: namespace)
    }
    return fields
  }
}
