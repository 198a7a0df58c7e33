/// Something in metadata that can be inconsistent, touched by a command, or dropped.
package enum MetadataObject: Sendable, Hashable {
  case source(SourceName)
  case table(SourceName, TableName)
  case relationship(SourceName, TableName, RelationshipName, RelationshipKind)
  case permission(SourceName, TableName, RoleName, PermissionKind)
  case computedField(SourceName, TableName, ComputedFieldName)
  case remoteRelationship(SourceName, TableName, RelationshipName)
  case eventTrigger(SourceName, TableName, TriggerName)
  case function(SourceName, FunctionName)
  case functionPermission(SourceName, FunctionName, RoleName)
  case nativeQuery(SourceName, String)
  /// A relationship from the rows of a native query, by the query's name.
  case nativeQueryRelationship(SourceName, String, RelationshipName, RelationshipKind)
  case logicalModel(SourceName, String)
  case logicalModelPermission(SourceName, String, RoleName)
  case remoteSchema(RemoteSchemaName)
  case remoteSchemaPermission(RemoteSchemaName, RoleName)
  case remoteSchemaRemoteRelationship(RemoteSchemaName, type: String, RelationshipName)
  case customTypes
  /// A relationship of an object type of actions.
  case customTypeRelationship(type: String, RelationshipName)
  case action(ActionName)
  case actionPermission(ActionName, RoleName)
  case cronTrigger(TriggerName)
  case inheritedRole(RoleName)
  case restEndpoint(String)
  case collectionQuery(CollectionName, query: String)
  case openTelemetry
}

extension MetadataObject {
  /// The source that the object belongs to; nil outside of sources.
  package var source: SourceName? {
    switch self {
    case .source(let source), .table(let source, _), .relationship(let source, _, _, _),
      .permission(let source, _, _, _), .computedField(let source, _, _),
      .remoteRelationship(let source, _, _), .eventTrigger(let source, _, _),
      .function(let source, _), .functionPermission(let source, _, _),
      .nativeQuery(let source, _), .nativeQueryRelationship(let source, _, _, _),
      .logicalModel(let source, _),
      .logicalModelPermission(let source, _, _):
      source
    default: nil
    }
  }

  /// The table that the object is or belongs to.
  package var table: TableName? {
    switch self {
    case .table(_, let table), .relationship(_, let table, _, _), .permission(_, let table, _, _),
      .computedField(_, let table, _), .remoteRelationship(_, let table, _),
      .eventTrigger(_, let table, _):
      table
    default: nil
    }
  }
}
