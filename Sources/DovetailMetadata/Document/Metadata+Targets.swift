import OrderedCollections

// Note [Tables of other sources]
//
// A remote relationship names a table in the format of the *target* source. A bare name means schema
// `public` in PostgreSQL and nothing but itself in SQLite. Since the target may come later in the
// document (or in time), such names are read as they stand and completed when all sources are known.

extension Metadata {
  /// Completes the names of tables of other sources.
  ///
  /// See Note [Tables of other sources].
  mutating func normalizeTargets() {
    let known = self
    mapRemoteDefinitions { known.normalized($0) }
    customTypes = normalized(customTypes)
  }

  /// Changes the definitions of all remote relationships.
  mutating func mapRemoteDefinitions(
    _ transform: (RemoteRelationshipDefinition) -> RemoteRelationshipDefinition
  ) {
    for (source, metadata) in sources {
      for (table, tableMetadata) in metadata.tables {
        for (name, relationship) in tableMetadata.remoteRelationships {
          let definition = transform(relationship.definition)
          // What stays the same keeps its identity.
          guard definition != relationship.definition else { continue }
          sources[source]?.tables[table]?.remoteRelationships[name]?.definition = definition
        }
      }
    }
    for (schema, metadata) in remoteSchemas {
      for (type, relationships) in metadata.remoteRelationships {
        for (name, relationship) in relationships {
          let definition = transform(relationship.definition)
          remoteSchemas[schema]?.remoteRelationships[type]?[name]?.definition = definition
        }
      }
    }
    for type in customTypes.objects.indices {
      for index in customTypes.objects[type].remoteRelationships.indices {
        customTypes.objects[type].remoteRelationships[index].definition = transform(
          customTypes.objects[type].remoteRelationships[index].definition
        )
      }
    }
  }

  /// The definition with its table named in full, if its source is known.
  func normalized(_ definition: RemoteRelationshipDefinition) -> RemoteRelationshipDefinition {
    guard case .toSource(var target) = definition, let source = sources[target.source] else {
      return definition
    }
    target.table = target.table.normalized(for: source.kind)
    return .toSource(target)
  }

  /// The types with the tables of their relationships named in full, where sources are known.
  func normalized(_ types: CustomTypes) -> CustomTypes {
    var types = types
    for object in types.objects.indices {
      for index in types.objects[object].relationships.indices {
        let relationship = types.objects[object].relationships[index]
        guard let source = sources[relationship.source] else { continue }
        types.objects[object].relationships[index].remoteTable =
          relationship.remoteTable.normalized(for: source.kind)
      }
      for index in types.objects[object].remoteRelationships.indices {
        types.objects[object].remoteRelationships[index].definition = normalized(
          types.objects[object].remoteRelationships[index].definition
        )
      }
    }
    return types
  }
}
