import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLLanguage
import GraphQLTypeSystem
import OrderedCollections

extension OperationPlanning {
  /// A root field of a remote schema.
  ///
  /// The root fields that a query asks of one schema share a request; it is known only when all are
  /// planned, see `completeRemoteGroups`. Those of a mutation keep their order, each by itself.
  func planRemoteRoot(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ remoteSchema: RemoteSchemaName,
    _ original: String
  ) throws(PlannerError) -> RootField.Value {
    guard operation.kind != .subscription else {
      throw PlannerError(
        code: .notSupported,
        message: "subscription to remote server is not supported"
      )
    }
    guard let view = schema.remoteView(of: remoteSchema),
      let root = view.schema.rootType(for: operation.kind)
    else { throw unknownField(field, "\(operation.kind.rawValue)_root") }

    // Each root field of a mutation is a group by itself; the number makes its key unique.
    let key =
      operation.kind == .query
      ? remoteSchema : RemoteSchemaName("\(remoteSchema.value) \(remoteGroups.count)")
    var group =
      remoteGroups[key]
      ?? RemoteGroup(number: remoteGroups.count, fields: [], variables: [:], joins: [])
    let planner = RemoteFieldPlanner(
      planning: self,
      remoteSchema: remoteSchema,
      view: view,
      variables: group.variables,
      edges: group.joins
    )
    var aliases = RemoteAliases(reserved: [])
    for (index, known) in group.fields.enumerated() {
      _ = aliases.alias(for: known.alias, as: .join(index, of: ""))
    }
    let alias = aliases.alias(for: field.responseKey, as: .output)
    group.fields.append(
      try planner.plan(rootField: field, named: original, of: root, alias: alias)
    )
    group.variables = planner.variables
    group.joins = planner.edges
    remoteGroups[key] = group
    return .part(
      ofFetch: RemoteFetchReference(
        group: group.number,
        fetch: makeFetch(group, remoteSchema),
        member: alias,
        isNonNull: root.fields[original]?.type.isNonNull ?? false
      )
    )
  }

  /// The roots with the requests that they share as they are now that all roots are planned.
  func completeRemoteGroups(_ roots: [RootField]) -> [RootField] {
    guard operation.kind == .query, !remoteGroups.isEmpty else { return roots }
    var fetches: [Int: Fetch] = [:]
    for (name, group) in remoteGroups { fetches[group.number] = makeFetch(group, name) }
    return roots.map { complete($0, fetches) }
  }

  private func complete(_ root: RootField, _ fetches: [Int: Fetch]) -> RootField {
    switch root.value {
    case .constant, .fetch:
      return root
    case .object(let inner):
      return RootField(key: root.key, value: .object(inner.map { complete($0, fetches) }))
    case .part(var reference):
      reference.fetch = fetches[reference.group] ?? reference.fetch
      return RootField(key: root.key, value: .part(ofFetch: reference))
    }
  }

  private func makeFetch(_ group: RemoteGroup, _ remoteSchema: RemoteSchemaName) -> Fetch {
    Fetch(
      target: .remoteSchema(remoteSchema),
      request: .operation(
        RemoteOperation(
          kind: operation.kind,
          name: operation.name?.value,
          variables: Array(group.variables.values),
          fields: group.fields
        )
      ),
      joins: group.joins
    )
  }
}
