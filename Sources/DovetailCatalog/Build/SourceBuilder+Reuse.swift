import DovetailMetadata
import OrderedCollections

// Note [Tables that stay]
//
// A command changes a table or two of thousands. A build takes over each `Table` of the last one that
// would come out the same:
// - the source's facts, kind and customization and the engine's options are the same (`SourceBasis`),
// - its metadata is the very value it was made of (`TableMetadata.Identity`),
// - nothing of it was left out, and
// - each table that its relationships, computed fields and enum columns name is tracked as before.
// Everything else is made anew. What has relationships to native queries is never taken over.
//
// A table that is taken over is the same object in both catalogs, which is how `PermissionBook` sees
// that the check of its permissions still counts.

extension SourceBuilder {
  /// The last build's table, if the same metadata made it of the same facts.
  func candidate(_ metadata: TableMetadata, _ name: TableName) -> Table? {
    guard let table = last?.tables[name], table.isSound, table.origin === metadata.identity else {
      return nil
    }
    return table
  }

  /// Whether what a table refers to is there as it was when the table was made.
  func isStillRight(_ table: Table) -> Bool {
    for relationship in table.relationships.values {
      guard let target = relationship.target.table, tables[target] != nil else { return false }
    }
    for field in table.computedFields.values {
      if case .rows(let target, _) = field.result, tables[target] == nil { return false }
    }
    for key in table.facts.foreignKeys where key.columns.count == 1 {
      guard let own = key.columns.first?.own else { continue }
      let isEnum = tables[key.referencedTable]?.enumValues != nil
      let enumTable = table.columns[own]?.enumTable
      guard isEnum ? enumTable == key.referencedTable : enumTable != key.referencedTable else {
        return false
      }
    }
    return true
  }
}

extension RemoteRelationship {
  /// Whether two relationships are known to be the same.
  ///
  /// Those to remote schemas hold much of the schema and are not compared.
  func isSame(as other: RemoteRelationship) -> Bool {
    guard case .table(let target) = target, case .table(let otherTarget) = other.target else {
      return false
    }
    return name == other.name && onError == other.onError && target == otherTarget
  }
}
