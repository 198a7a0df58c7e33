import OrderedCollections

extension Metadata {
  /// Calls `body` with every object that may depend on others, in the order of the document; with
  /// permissions only of the tables that `includesPermissions` names.
  func forEachDependent(
    includesPermissions: (SourceName, TableMetadata) -> Bool,
    _ body: (MetadataObject) -> Void
  ) {
    for (source, metadata) in sources {
      for (name, table) in metadata.tables {
        forEachObject(
          of: table,
          name,
          in: source,
          includesPermissions: includesPermissions(source, table),
          body
        )
      }
      for (name, function) in metadata.functions {
        body(.function(source, name))
        for role in function.permissions.keys { body(.functionPermission(source, name, role)) }
      }
      for (name, model) in metadata.logicalModels {
        body(.logicalModel(source, name))
        for role in model.selectPermissions.keys {
          body(.logicalModelPermission(source, name, role))
        }
      }
      for (name, query) in metadata.nativeQueries {
        body(.nativeQuery(source, name))
        for relationship in query.objectRelationships.keys {
          body(.nativeQueryRelationship(source, name, relationship, .object))
        }
        for relationship in query.arrayRelationships.keys {
          body(.nativeQueryRelationship(source, name, relationship, .array))
        }
      }
    }
    for (schema, metadata) in remoteSchemas {
      for (type, relationships) in metadata.remoteRelationships {
        for name in relationships.keys {
          body(.remoteSchemaRemoteRelationship(schema, type: type, name))
        }
      }
    }
    for type in customTypes.objects {
      for name in type.relationships.map(\.name) + type.remoteRelationships.map(\.name) {
        body(.customTypeRelationship(type: type.name, name))
      }
    }
    for name in restEndpoints.keys { body(.restEndpoint(name)) }
  }

  private func forEachObject(
    of table: TableMetadata,
    _ name: TableName,
    in source: SourceName,
    includesPermissions: Bool,
    _ body: (MetadataObject) -> Void
  ) {
    for relationship in table.objectRelationships.keys {
      body(.relationship(source, name, relationship, .object))
    }
    for relationship in table.arrayRelationships.keys {
      body(.relationship(source, name, relationship, .array))
    }
    for field in table.computedFields.keys { body(.computedField(source, name, field)) }
    for relationship in table.remoteRelationships.keys {
      body(.remoteRelationship(source, name, relationship))
    }
    if includesPermissions {
      for role in table.insertPermissions.roles { body(.permission(source, name, role, .insert)) }
      for role in table.selectPermissions.roles { body(.permission(source, name, role, .select)) }
      for role in table.updatePermissions.roles { body(.permission(source, name, role, .update)) }
      for role in table.deletePermissions.roles { body(.permission(source, name, role, .delete)) }
    }
    for trigger in table.eventTriggers.keys { body(.eventTrigger(source, name, trigger)) }
  }
}
