extension MetadataObject {
  /// The `type` of an inconsistent object.
  package var typeName: String {
    switch self {
    case .source: "source"
    case .table: "table"
    case .relationship(_, _, _, .object): "object_relation"
    case .relationship(_, _, _, .array): "array_relation"
    case .permission(_, _, _, let kind): kind.typeName
    case .computedField: "computed_field"
    case .remoteRelationship: "remote_relationship"
    case .eventTrigger: "event_trigger"
    case .function: "function"
    case .functionPermission: "function_permission"
    case .nativeQuery: "native_query"
    case .nativeQueryRelationship(_, _, _, .object): "object_relation"
    case .nativeQueryRelationship(_, _, _, .array): "array_relation"
    case .logicalModel: "logical_model"
    case .logicalModelPermission: "select_permission"
    case .remoteSchema: "remote_schema"
    case .remoteSchemaPermission: "remote_schema_permission"
    case .remoteSchemaRemoteRelationship: "remote_schema_remote_relationship"
    case .customTypes: "custom_types"
    case .customTypeRelationship: "custom_type_relationship"
    case .action: "action"
    case .actionPermission: "action_permission"
    case .cronTrigger: "cron_trigger"
    case .inheritedRole: "inherited_role"
    case .restEndpoint: "rest_endpoint"
    case .collectionQuery: "query_collections"
    case .openTelemetry: "open_telemetry"
    }
  }

  /// The `name` of an inconsistent object: `table author in source default`.
  package var displayName: String {
    if case .inheritedRole(let role) = self { return "inherited role \(role)" }
    return "\(typeName) \(localName)"
  }

  private var localName: String {
    switch self {
    case .source(let source): "\(source)"
    case .table(let source, let table): "\(table) in source \(source)"
    case .relationship(let source, let table, let name, _):
      "\(name) in table \(table) in source \(source)"
    case .permission(let source, let table, let role, _):
      "\(role) in table \(table) in source \(source)"
    case .computedField(let source, let table, let name):
      "\(name) in table \(table) in source \(source)"
    case .remoteRelationship(let source, let table, let name):
      "\(name) in table \(table) in source \(source)"
    case .eventTrigger(let source, let table, let name):
      "\(name) in table \(table) in source \(source)"
    case .function(let source, let function): "\(function) in source \(source)"
    case .functionPermission(let source, let function, let role):
      "\(role) permission for function \(function) in source \(source)"
    case .nativeQuery(let source, let name), .logicalModel(let source, let name):
      "\(name) in source \(source)"
    case .nativeQueryRelationship(let source, let query, let name, _):
      "\(name) in native_query \(query) in source \(source)"
    case .logicalModelPermission(let source, let model, let role):
      "\(role) in logical_model \(model) in source \(source)"
    case .remoteSchema(let name): "\(name)"
    case .remoteSchemaPermission(let schema, let role):
      "\(role) permission in remote schema \(schema)"
    case .remoteSchemaRemoteRelationship(let schema, let type, let name):
      "\(name) on type \(type) in remote schema \(schema)"
    case .customTypes: "custom_types"
    case .customTypeRelationship(let type, let name): "\(name) on type \(type)"
    case .action(let name): "\(name)"
    case .actionPermission(let action, let role): "\(role) permission in \(action)"
    case .cronTrigger(let name): "\(name)"
    case .inheritedRole(let role): "\(role)"
    case .restEndpoint(let name): name
    case .collectionQuery(let collection, let query): "\(query) in \(collection)"
    case .openTelemetry: "open_telemetry"
    }
  }

  /// The object in the list of dependents: `permission author.user.select in source "default"`.
  package var dependentName: String {
    switch self {
    case .relationship(let source, let table, let name, _):
      "relationship \(table).\(name)" + inSource(source)
    case .permission(let source, let table, let role, let kind):
      "permission \(table).\(role).\(kind.rawValue)" + inSource(source)
    case .computedField(let source, let table, let name):
      "computed field \(table).\(name)" + inSource(source)
    case .remoteRelationship(let source, let table, let name):
      "remote relationship \(table).\(name)" + inSource(source)
    case .eventTrigger(let source, let table, let name):
      "event-trigger \(table).\(name)" + inSource(source)
    case .table(let source, let table): "table \(table)" + inSource(source)
    case .function(let source, let function): "function \(function)" + inSource(source)
    case .functionPermission(let source, let function, let role):
      "function permission \(function).\(role)" + inSource(source)
    case .nativeQuery(let source, let name): "native query \(name)" + inSource(source)
    case .nativeQueryRelationship(let source, let query, let name, _):
      "relationship \(query).\(name)" + inSource(source)
    case .logicalModel(let source, let name): "logical model \(name)" + inSource(source)
    case .logicalModelPermission(let source, let model, let role):
      "permission \(model).\(role).select" + inSource(source)
    case .source(let source): "source \(source)"
    case .remoteSchema(let name): "remote schema \(name)"
    case .remoteSchemaPermission(let schema, let role):
      "remote schema permission \(schema).\(role)"
    case .remoteSchemaRemoteRelationship(let schema, let type, let name):
      "remote schema remote relationship \(schema).\(type).\(name)"
    case .customTypeRelationship(let type, let name): "custom type relationship \(type).\(name)"
    case .restEndpoint(let name): "endpoint \(name)"
    default: displayName
    }
  }

  private func inSource(_ source: SourceName) -> String { " in source \"\(source)\"" }
}
