import OrderedCollections

extension Metadata {
  /// Follows a table that got a new name in its database.
  ///
  /// `facts` are those from before the change.
  package mutating func renameTable(
    _ table: TableName,
    to newName: TableName,
    in source: SourceName,
    facts: UpstreamFacts
  ) {
    rewriteExpressions(
      in: source,
      facts: facts,
      names: { $0.text },
      tables: { $0 == table ? newName : $0 }
    )
    mapRelationships(in: source) { _, using in
      switch using {
      case .remoteForeignKey(table, let columns):
        return .remoteForeignKey(newName, columns)
      case .manual(var manual) where manual.target == .table(table):
        manual.target = .table(newName)
        return .manual(manual)
      default: return using
      }
    }
    mapQueryRelationships(in: source) { using in
      guard case .manual(var manual) = using, manual.target == .table(table) else { return using }
      manual.target = .table(newName)
      return .manual(manual)
    }
    mapRemoteDefinitions { definition in
      guard case .toSource(var target) = definition, target.source == source,
        target.table == table
      else { return definition }
      target.table = newName
      return .toSource(target)
    }
    mapTypeRelationships(to: table, in: source) { $0.remoteTable = newName }
    renameResponses(of: table, to: newName, in: source)
    if var metadata = sources[source]?.tables.removeValue(forKey: table) {
      metadata.name = newName
      sources[source]?.tables[newName] = metadata
    }
  }

  /// Changes how the object and array relationships of a source are made.
  mutating func mapRelationships(
    in source: SourceName,
    _ transform: (TableName, RelationshipMetadata.Using) -> RelationshipMetadata.Using
  ) {
    guard let tables = sources[source]?.tables else { return }
    for (name, table) in tables {
      var table = table
      for (relationship, metadata) in table.objectRelationships {
        table.objectRelationships[relationship]?.using = transform(name, metadata.using)
      }
      for (relationship, metadata) in table.arrayRelationships {
        table.arrayRelationships[relationship]?.using = transform(name, metadata.using)
      }
      if table != tables[name] { sources[source]?.tables[name] = table }
    }
  }

  /// Changes how the relationships of a source's native queries are made.
  mutating func mapQueryRelationships(
    in source: SourceName,
    _ transform: (RelationshipMetadata.Using) -> RelationshipMetadata.Using
  ) {
    guard let queries = sources[source]?.nativeQueries else { return }
    for (name, query) in queries {
      for (relationship, metadata) in query.objectRelationships {
        sources[source]?.nativeQueries[name]?.objectRelationships[relationship]?.using =
          transform(metadata.using)
      }
      for (relationship, metadata) in query.arrayRelationships {
        sources[source]?.nativeQueries[name]?.arrayRelationships[relationship]?.using =
          transform(metadata.using)
      }
    }
  }

  /// Changes the relationships of actions' types that lead to a table.
  mutating func mapTypeRelationships(
    to table: TableName,
    in source: SourceName,
    _ transform: (inout CustomTypes.Relationship) -> Void
  ) {
    for object in customTypes.objects.indices {
      for index in customTypes.objects[object].relationships.indices {
        let relationship = customTypes.objects[object].relationships[index]
        guard relationship.source == source, relationship.remoteTable == table else { continue }
        transform(&customTypes.objects[object].relationships[index])
      }
    }
  }
}

extension BooleanExpressionWalker.Name {
  /// The name itself.
  var text: String {
    switch self {
    case .column(_, let column): column.value
    case .relationship(_, let relationship): relationship.value
    case .computedField(_, let field): field.value
    }
  }
}
