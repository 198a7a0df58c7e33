import OrderedCollections

extension Metadata {
  /// Whether the metadata has the object.
  package func contains(_ object: MetadataObject) -> Bool {
    switch object {
    case .source(let name): return sources[name] != nil
    case .table(let source, let name): return table(name, in: source) != nil
    case .relationship(let source, let table, let name, .object):
      return self.table(table, in: source)?.objectRelationships[name] != nil
    case .relationship(let source, let table, let name, .array):
      return self.table(table, in: source)?.arrayRelationships[name] != nil
    case .permission(let source, let table, let role, let kind):
      return self.table(table, in: source)?.hasPermission(kind, role) ?? false
    case .computedField(let source, let table, let name):
      return self.table(table, in: source)?.computedFields[name] != nil
    case .remoteRelationship(let source, let table, let name):
      return self.table(table, in: source)?.remoteRelationships[name] != nil
    case .eventTrigger(let source, let table, let name):
      return self.table(table, in: source)?.eventTriggers[name] != nil
    case .function(let source, let function): return sources[source]?.functions[function] != nil
    case .functionPermission(let source, let function, let role):
      return sources[source]?.functions[function]?.permissions[role] != nil
    case .nativeQuery(let source, let name): return sources[source]?.nativeQueries[name] != nil
    case .nativeQueryRelationship(let source, let query, let name, let kind):
      return sources[source]?.nativeQueries[query]?.relationship(name, kind) != nil
    case .logicalModel(let source, let name): return sources[source]?.logicalModels[name] != nil
    case .logicalModelPermission(let source, let model, let role):
      return sources[source]?.logicalModels[model]?.selectPermissions[role] != nil
    case .remoteSchema(let name): return remoteSchemas[name] != nil
    case .remoteSchemaPermission(let schema, let role):
      return remoteSchemas[schema]?.permissions[role] != nil
    case .remoteSchemaRemoteRelationship(let schema, let type, let name):
      return remoteSchemas[schema]?.remoteRelationships[type]?[name] != nil
    case .customTypes: return !customTypes.isEmpty
    case .customTypeRelationship(let type, let name):
      return customTypes.relationship(name, of: type) != nil
    case .action(let name): return actions[name] != nil
    case .actionPermission(let action, let role):
      return actions[action]?.permissions[role] != nil
    case .cronTrigger(let name): return cronTriggers[name] != nil
    case .inheritedRole(let role): return inheritedRoles[role] != nil
    case .restEndpoint(let name): return restEndpoints[name] != nil
    case .collectionQuery(let collection, let query):
      return queryCollections[collection]?.queries[query] != nil
    case .openTelemetry: return openTelemetry != OpenTelemetryConfiguration()
    }
  }

  /// Removes an object with all that belongs to it; what depends on it stays.
  ///
  /// Removing what is not there changes nothing.
  package mutating func remove(_ object: MetadataObject) {
    switch object {
    case .source(let name): sources[name] = nil
    case .table, .relationship, .permission, .computedField, .remoteRelationship, .eventTrigger:
      removeTableObject(object)
    case .function(let source, let function): sources[source]?.functions[function] = nil
    case .functionPermission(let source, let function, let role):
      sources[source]?.functions[function]?.permissions[role] = nil
    case .nativeQuery(let source, let name): sources[source]?.nativeQueries[name] = nil
    case .nativeQueryRelationship(let source, let query, let name, .object):
      sources[source]?.nativeQueries[query]?.objectRelationships[name] = nil
    case .nativeQueryRelationship(let source, let query, let name, .array):
      sources[source]?.nativeQueries[query]?.arrayRelationships[name] = nil
    case .logicalModel(let source, let name): sources[source]?.logicalModels[name] = nil
    case .logicalModelPermission(let source, let model, let role):
      sources[source]?.logicalModels[model]?.selectPermissions[role] = nil
    case .remoteSchema(let name): remoteSchemas[name] = nil
    case .remoteSchemaPermission(let schema, let role):
      remoteSchemas[schema]?.permissions[role] = nil
    case .remoteSchemaRemoteRelationship(let schema, let type, let name):
      remoteSchemas[schema]?.remoteRelationships[type]?[name] = nil
      if remoteSchemas[schema]?.remoteRelationships[type]?.isEmpty == true {
        remoteSchemas[schema]?.remoteRelationships[type] = nil
      }
    case .customTypes: customTypes = CustomTypes()
    case .customTypeRelationship(let type, let name):
      customTypes.removeRelationship(name, of: type)
    case .action(let name): actions[name] = nil
    case .actionPermission(let action, let role): actions[action]?.permissions[role] = nil
    case .cronTrigger(let name): cronTriggers[name] = nil
    case .inheritedRole(let role): inheritedRoles[role] = nil
    case .restEndpoint(let name): restEndpoints[name] = nil
    case .collectionQuery(let collection, let query):
      queryCollections[collection]?.queries[query] = nil
    case .openTelemetry: openTelemetry = OpenTelemetryConfiguration()
    }
  }

  private mutating func removeTableObject(_ object: MetadataObject) {
    guard let source = object.source, let table = object.table else { return }
    switch object {
    case .table: sources[source]?.tables[table] = nil
    case .relationship(_, _, let name, .object):
      sources[source]?.tables[table]?.objectRelationships[name] = nil
    case .relationship(_, _, let name, .array):
      sources[source]?.tables[table]?.arrayRelationships[name] = nil
    case .permission(_, _, let role, .insert):
      sources[source]?.tables[table]?.insertPermissions[role] = nil
    case .permission(_, _, let role, .select):
      sources[source]?.tables[table]?.selectPermissions[role] = nil
    case .permission(_, _, let role, .update):
      sources[source]?.tables[table]?.updatePermissions[role] = nil
    case .permission(_, _, let role, .delete):
      sources[source]?.tables[table]?.deletePermissions[role] = nil
    case .computedField(_, _, let name):
      sources[source]?.tables[table]?.computedFields[name] = nil
    case .remoteRelationship(_, _, let name):
      sources[source]?.tables[table]?.remoteRelationships[name] = nil
    case .eventTrigger(_, _, let name):
      sources[source]?.tables[table]?.eventTriggers[name] = nil
    default: break
    }
  }
}
