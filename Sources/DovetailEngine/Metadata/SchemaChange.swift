import DovetailCatalog
import DovetailMetadata
import OrderedCollections

/// What a script did to the tracked objects of a source, and what metadata makes of it.
struct SchemaChange: Sendable {
  let source: SourceName
  let before: RelationalFacts
  let metadata: Metadata
  let facts: UpstreamFacts
  let cascades: Bool

  /// The metadata without what the script dropped.
  ///
  /// - Throws: `dependency-error` if something depends on what was dropped, and nothing cascades.
  func followed(to after: RelationalFacts) throws(MetadataError) -> Metadata {
    var followed = metadata
    guard let tracked = metadata.sources[source] else { return followed }
    let dropped = tracked.tables.keys.filter { before.tables[$0] != nil && after.tables[$0] == nil }
    var dependents: [MetadataObject] = []
    for table in dropped {
      dependents += metadata.dependents(of: MetadataObject.table(source, table), facts: facts)
    }
    for (table, _) in tracked.tables {
      for column in droppedColumns(of: table, after) {
        dependents += metadata.dependents(of: MetadataReference.column(source, table, column), facts: facts)
      }
    }
    dependents = dependents.filter { object in
      // What belongs to a dropped table goes with it.
      !(object.source == source && object.table.map(dropped.contains) ?? false)
    }
    guard dependents.isEmpty || cascades else { throw .dependents(dependents) }
    for object in dependents { followed.remove(object) }
    for table in dropped { followed.remove(.table(source, table)) }
    for (table, _) in tracked.tables {
      for column in droppedColumns(of: table, after) {
        followed.sources[source]?.tables[table]?.configuration.columns[column] = nil
      }
    }
    return followed
  }

  private func droppedColumns(
    of table: TableName, _ after: RelationalFacts
  ) -> [ColumnName] {
    guard let old = before.tables[table], let new = after.tables[table] else { return [] }
    let names = Set(new.columns.map(\.name))
    return old.columns.map(\.name).filter { !names.contains($0) }
  }
}
