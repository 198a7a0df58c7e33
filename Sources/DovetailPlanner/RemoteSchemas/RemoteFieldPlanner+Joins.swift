import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSchema
import GraphQLTypeSystem

/// A relationship that is selected on a type of a remote schema.
struct RemoteJoinUse {
  var relationship: RemoteRelationship
  var responseKey: String
  /// The fields that are the key's parts, by the service's names.
  var keyFields: [RemoteJoinField]
  var lookup: Lookup
}

extension RemoteFieldPlanner {
  /// The relationship that a field of an object type stands for; `nil` if it is a field of the
  /// service.
  func joinUse(
    _ field: CollectedField,
    on type: SchemaType
  ) throws(PlannerError) -> RemoteJoinUse? {
    guard planning.schema.catalog.remoteTypeRelationships[remoteSchema]?[type.name] != nil,
      let definition = planning.schema.field(field.name, of: names.typeName(type.name))
    else { return nil }
    switch definition.attachment as? FieldMeaning {
    case .remoteField(let relationship, let resolved):
      return RemoteJoinUse(
        relationship: relationship,
        responseKey: field.responseKey,
        keyFields: resolved.keyFields,
        lookup: try planning.planRemoteLookup(field, definition, resolved)
      )
    case .remoteTable(let relationship, let target, let view):
      return try tableUse(field, definition, relationship, target, view, isAggregate: false)
    case .remoteTableAggregate(let relationship, let target, let view):
      return try tableUse(field, definition, relationship, target, view, isAggregate: true)
    default:
      return nil
    }
  }

  private func tableUse(
    _ field: CollectedField,
    _ definition: SchemaField,
    _ relationship: RemoteRelationship,
    _ target: RemoteRelationship.TableTarget,
    _ view: TableView,
    isAggregate: Bool
  ) throws(PlannerError) -> RemoteJoinUse {
    RemoteJoinUse(
      relationship: relationship,
      responseKey: field.responseKey,
      keyFields: target.pairs.map(\.field),
      lookup: try planning.planTableLookup(
        field,
        definition,
        target,
        view,
        isAggregate: isAggregate
      )
    )
  }
}
