import OrderedCollections
package import OrderedJSON

extension Metadata {
  /// The `definition` of an inconsistent object; null if the metadata lacks the object.
  ///
  /// Unlike export it names the surroundings and shows defaults.
  package func definition(of object: MetadataObject) -> JSONValue {
    switch object {
    case .source(let name):
      return name.json
    case .table(_, let table):
      return table.json
    case .function(_, let function):
      return function.json
    case .relationship, .permission, .computedField, .remoteRelationship, .eventTrigger:
      return tableObjectDefinition(object)
    case .functionPermission(let source, let function, let role):
      return ["function": function.json, "role": role.json, "source": source.json]
    case .nativeQuery(let source, let name):
      return sources[source]?.nativeQueries[name]?.json ?? .null
    case .nativeQueryRelationship(let source, let query, let name, let kind):
      let relationship = sources[source]?.nativeQueries[query]?.relationship(name, kind)
      return [
        "comment": orNull(relationship?.comment), "name": name.json,
        "native_query": .string(query), "source": source.json,
        "using": relationship?.using.json ?? .null,
      ]
    case .logicalModel(let source, let name):
      return sources[source]?.logicalModels[name]?.json ?? .null
    case .logicalModelPermission(let source, let model, let role):
      let permission = sources[source]?.logicalModels[model]?.selectPermissions[role]
      return [
        "comment": orNull(permission?.comment), "permission": permission?.definition.json ?? .null,
        "role": role.json, "source": source.json, "name": .string(model),
      ]
    case .remoteSchema(let name):
      return remoteSchemas[name]?.json ?? .null
    case .remoteSchemaPermission(let schema, let role):
      let permission = remoteSchemas[schema]?.permissions[role]
      return [
        "comment": orNull(permission?.comment),
        "definition": ["schema": orNull(permission?.schema)],
        "remote_schema": schema.json, "role": role.json,
      ]
    case .remoteSchemaRemoteRelationship(let schema, let type, let name):
      let relationship = remoteSchemas[schema]?.remoteRelationships[type]?[name]
      return [
        "definition": relationship?.definition.json ?? .null, "name": name.json,
        "remote_schema": schema.json, "type_name": .string(type),
      ]
    case .customTypes:
      return customTypes.fullJSON
    case .customTypeRelationship(let type, let name):
      return customTypes.relationship(name, of: type)?.json ?? .null
    case .action(let name):
      guard let action = actions[name] else { return .null }
      return [
        "comment": orNull(action.comment), "definition": action.definition.fullJSON,
        "name": name.json,
      ]
    case .actionPermission(let action, let role):
      return ["action": action.json, "role": role.json]
    case .cronTrigger(let name):
      return cronTriggers[name]?.json ?? .null
    case .inheritedRole(let role):
      return inheritedRoles[role]?.json ?? .null
    case .restEndpoint(let name):
      guard let endpoint = restEndpoints[name] else { return .null }
      return [
        "comment": orNull(endpoint.comment), "definition": endpoint.definitionJSON,
        "methods": endpoint.methods.json, "name": .string(name), "url": .string(endpoint.url),
      ]
    case .collectionQuery(let collection, let query):
      return queryCollections[collection]?.queries[query]?.json ?? .null
    case .openTelemetry:
      return openTelemetry.json
    }
  }

  private func tableObjectDefinition(_ object: MetadataObject) -> JSONValue {
    guard let source = object.source, let name = object.table,
      let table = table(name, in: source)
    else { return .null }
    var members: JSONObject = ["source": source.json, "table": name.json]
    switch object {
    case .relationship(_, _, let name, let kind):
      let relationship =
        kind == .object ? table.objectRelationships[name] : table.arrayRelationships[name]
      members["name"] = name.json
      members["using"] = relationship?.using.json ?? .null
      members["comment"] = orNull(relationship?.comment)
    case .permission(_, _, let role, let kind):
      members["role"] = role.json
      members["permission"] = table.permissionJSON(kind, role) ?? .null
      members["comment"] = orNull(table.permissionComment(kind, role))
    case .computedField(_, _, let name):
      let field = table.computedFields[name]
      members["name"] = name.json
      members["definition"] = field?.definition.json ?? .null
      members["comment"] = field?.comment.json ?? .null
    case .remoteRelationship(_, _, let name):
      members["name"] = name.json
      members["definition"] = table.remoteRelationships[name]?.definition.json ?? .null
    case .eventTrigger(_, _, let name):
      members["configuration"] = table.eventTriggers[name]?.json ?? .null
    default: return .null
    }
    return .object(members)
  }
}

private func orNull(_ text: String?) -> JSONValue {
  text.map { .string($0) } ?? .null
}

extension TableMetadata {
  /// Whether a role has a permission, whether or not what is stored of it can be read.
  func hasPermission(_ kind: PermissionKind, _ role: RoleName) -> Bool {
    switch kind {
    case .insert: insertPermissions.contains(role)
    case .update: updatePermissions.contains(role)
    case .delete: deletePermissions.contains(role)
    case .select: selectPermissions.contains(role)
    }
  }

  /// The body of a permission with its defaults spelled out; as it is stored if it cannot be read.
  func permissionJSON(_ kind: PermissionKind, _ role: RoleName) -> JSONValue? {
    switch kind {
    case .insert: return insertPermissions.json(of: role)?["permission"].map(withBackendOnly)
    case .update: return updatePermissions.json(of: role)?["permission"].map(withBackendOnly)
    case .delete: return deletePermissions.json(of: role)?["permission"].map(withBackendOnly)
    case .select:
      guard let definition = selectPermissions[role]?.definition,
        case .object(var members) = definition.json
      else { return selectPermissions.json(of: role)?["permission"] }
      members["allow_aggregations"] = .bool(definition.allowsAggregations)
      members["computed_fields"] = definition.computedFields.json
      return .object(members)
    }
  }

  /// The comment of a permission.
  func permissionComment(_ kind: PermissionKind, _ role: RoleName) -> String? {
    switch kind {
    case .insert: insertPermissions[role]?.comment
    case .select: selectPermissions[role]?.comment
    case .update: updatePermissions[role]?.comment
    case .delete: deletePermissions[role]?.comment
    }
  }

  private func withBackendOnly(_ json: JSONValue) -> JSONValue {
    guard case .object(var members) = json else { return json }
    if members["backend_only"] == nil { members["backend_only"] = false }
    return .object(members)
  }
}
