import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLTypeSystem

extension OperationPlanning {
  /// A relationship of a table to a field of a remote schema: adds the edge, gives its number.
  func planRemoteJoin(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ relationship: RemoteRelationship,
    _ resolved: ResolvedRemoteField,
    _ view: TableView,
    at path: [String],
    _ keys: inout JoinKeyColumns,
    _ joins: JoinCollector
  ) throws(PlannerError) -> Int {
    var names: [String] = []
    for part in resolved.keyFields {
      let column = try joinKey(part.name, of: view, path: field.path)
      names.append(keys.name(for: column, jsonPath: part.path))
    }
    return joins.add(
      relationship: relationship.name.value,
      path: path,
      responseKey: field.responseKey,
      key: names,
      lookup: try planRemoteLookup(field, definition, resolved),
      onError: joinFailure(relationship)
    )
  }

  /// The lookup of a field of a remote schema.
  func planRemoteLookup(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ resolved: ResolvedRemoteField
  ) throws(PlannerError) -> Lookup {
    guard let view = schema.remoteView(of: resolved.remoteSchema) else {
      throw PlannerError(
        message: "field '\(field.name)' has no remote schema that the role may see",
        path: field.path
      )
    }
    let planner = RemoteFieldPlanner(
      planning: self,
      remoteSchema: resolved.remoteSchema,
      view: view
    )
    let (remote, choice) = try planner.planLookup(field, resolved)
    return Lookup(
      target: .remoteSchema(resolved.remoteSchema),
      request: .remote(remote),
      joins: planner.edges,
      spread: resolved.spread,
      settings: resolved.settings,
      choice: choice
    )
  }
}
