/// Something that objects of metadata refer to, and that may go away.
package enum MetadataReference: Sendable, Hashable {
  case source(SourceName)
  case table(SourceName, TableName)
  case column(SourceName, TableName, ColumnName)
  case relationship(SourceName, TableName, RelationshipName)
  case computedField(SourceName, TableName, ComputedFieldName)
  case function(SourceName, FunctionName)
  case nativeQuery(SourceName, String)
  case logicalModel(SourceName, String)
  case remoteSchema(RemoteSchemaName)
  case query(CollectionName, String)

  /// Whether this goes when `whole` goes.
  func isPart(of whole: MetadataReference) -> Bool {
    switch whole {
    case .source(let source): self.source == source
    case .table(let source, let table): self.source == source && self.table == table
    default: self == whole
    }
  }

  /// The source that this is or belongs to.
  var source: SourceName? {
    switch self {
    case .source(let source), .table(let source, _), .column(let source, _, _),
      .relationship(let source, _, _), .computedField(let source, _, _), .function(let source, _),
      .nativeQuery(let source, _), .logicalModel(let source, _):
      source
    case .remoteSchema, .query: nil
    }
  }

  /// The table that this is or belongs to.
  var table: TableName? {
    switch self {
    case .table(_, let table), .column(_, let table, _), .relationship(_, let table, _),
      .computedField(_, let table, _):
      table
    case .source, .function, .nativeQuery, .logicalModel, .remoteSchema, .query: nil
    }
  }
}

extension MetadataObject {
  /// The object as something that others refer to; nil if nothing can.
  var reference: MetadataReference? {
    switch self {
    case .source(let source): .source(source)
    case .table(let source, let table): .table(source, table)
    case .relationship(let source, let table, let name, _): .relationship(source, table, name)
    case .computedField(let source, let table, let name): .computedField(source, table, name)
    case .function(let source, let function): .function(source, function)
    case .nativeQuery(let source, let name): .nativeQuery(source, name)
    case .logicalModel(let source, let name): .logicalModel(source, name)
    case .remoteSchema(let name): .remoteSchema(name)
    case .collectionQuery(let collection, let query): .query(collection, query)
    default: nil
    }
  }

  /// Whether this goes with the thing itself and thus does not keep it.
  func belongs(to reference: MetadataReference) -> Bool {
    switch reference {
    case .source(let source): return self.source == source
    case .table(let source, let table): return self.source == source && self.table == table
    case .function(let source, let function):
      switch self {
      case .function(let owner, let name), .functionPermission(let owner, let name, _):
        return owner == source && name == function
      default: return false
      }
    case .remoteSchema(let schema):
      switch self {
      case .remoteSchemaPermission(let owner, _),
        .remoteSchemaRemoteRelationship(let owner, _, _):
        return owner == schema
      default: return false
      }
    case .nativeQuery(let source, let query):
      if case .nativeQueryRelationship(let owner, let name, _, _) = self {
        return owner == source && name == query
      }
      return false
    case .logicalModel(let source, let model):
      if case .logicalModelPermission(let owner, let name, _) = self {
        return owner == source && name == model
      }
      return false
    case .column, .relationship, .computedField, .query: return false
    }
  }
}
