import DovetailCatalog
import DovetailMetadata
import OrderedCollections

/// What a script did to the tracked objects of a source, and what metadata makes of it.
///
/// Renamed tables and columns are recognized by the identities that databases keep. Where another object
/// may get that of a dropped one (SQLite), only a script that renames something is taken to have done so.
struct SchemaChange: Sendable {
  let source: SourceName
  let before: RelationalFacts
  let metadata: Metadata
  let facts: UpstreamFacts
  let cascades: Bool
  /// Whether an object that has the identity of one that is gone may be that one, renamed.
  let mayRename: Bool

  /// The metadata with new names, and without what the script dropped.
  ///
  /// - Throws: `dependency-error` if something depends on what was dropped, and nothing cascades;
  ///   `not-supported` if functions in use became unusable.
  func followed(to after: RelationalFacts) throws(MetadataError) -> Metadata {
    guard let tracked = metadata.sources[source] else { return metadata }
    try checkFunctions(after)
    let renames = renamedTables(among: tracked.tables.keys, after)
    let dropped = Array(tracked.tables.keys).filter { table in
      before.tables[table] != nil && after.tables[table] == nil && renames[table] == nil
    }
    let followed = try removing(dropped, renames: renames, after)
    return rename(renames, in: followed, after)
  }

  // MARK: What was dropped

  private func removing(
    _ dropped: [TableName],
    renames: [TableName: TableName],
    _ after: RelationalFacts
  ) throws(MetadataError) -> Metadata {
    var followed = metadata
    let tables = metadata.sources[source]?.tables ?? [:]
    var dependents: [MetadataObject] = []
    for table in dropped {
      dependents += metadata.dependents(of: MetadataObject.table(source, table), facts: facts)
    }
    for table in tables.keys {
      for column in droppedColumns(of: table, now: renames[table] ?? table, after) {
        dependents += metadata.dependents(
          of: MetadataReference.column(source, table, column),
          facts: facts
        )
      }
    }
    let droppedFunctions = droppedFunctions(after)
    for function in droppedFunctions {
      dependents += metadata.dependents(
        of: MetadataReference.function(source, function),
        facts: facts
      )
    }
    dependents = Array(OrderedSet(dependents)).filter { object in
      // What belongs to a dropped table goes with it.
      !(object.source == source && object.table.map(dropped.contains) ?? false)
    }
    guard dependents.isEmpty || cascades else { throw .dependents(dependents) }
    for object in dependents { followed.remove(object) }
    for table in dropped { followed.remove(.table(source, table)) }
    // A function that was replaced by another one of its name stays tracked.
    for function in droppedFunctions where after.functions[function] == nil {
      followed.remove(.function(source, function))
    }
    for table in tables.keys {
      for column in droppedColumns(of: table, now: renames[table] ?? table, after) {
        followed.sources[source]?.tables[table]?.configuration.columns[column] = nil
      }
    }
    return followed
  }

  private func droppedColumns(
    of table: TableName,
    now name: TableName,
    _ after: RelationalFacts
  ) -> [ColumnName] {
    guard let old = before.tables[table], let new = after.tables[name] else { return [] }
    let names = Set(new.columns.map(\.name))
    let renamed = renamedColumns(old, new)
    return old.columns.map(\.name).filter { !names.contains($0) && renamed[$0] == nil }
  }

  // MARK: What has a new name

  private func renamedTables(
    among tracked: OrderedSet<TableName>,
    _ after: RelationalFacts
  ) -> [TableName: TableName] {
    guard mayRename else { return [:] }
    var byIdentity: [Int64: TableName] = [:]
    for table in after.tables.values where table.identity != 0 {
      byIdentity[table.identity] = table.name
    }
    var renames: [TableName: TableName] = [:]
    for table in tracked {
      guard let old = before.tables[table], after.tables[table]?.identity != old.identity,
        let name = byIdentity[old.identity], name != table
      else { continue }
      renames[table] = name
    }
    return renames
  }

  private func renamedColumns(
    _ old: TableFacts,
    _ new: TableFacts
  ) -> [ColumnName: ColumnName] {
    guard mayRename, old.identity != 0, old.identity == new.identity else { return [:] }
    var renames: [ColumnName: ColumnName] = [:]
    for column in old.columns {
      guard let now = new.columns.first(where: { $0.position == column.position }),
        now.name != column.name
      else { continue }
      renames[column.name] = now.name
    }
    return renames
  }

  private func rename(
    _ tables: [TableName: TableName],
    in metadata: Metadata,
    _ after: RelationalFacts
  ) -> Metadata {
    var renamed = metadata
    for table in metadata.sources[source]?.tables.keys ?? [] {
      guard let old = before.tables[table], let new = after.tables[tables[table] ?? table] else {
        continue
      }
      for (column, name) in renamedColumns(old, new) {
        renamed.renameColumn(column, to: name, of: table, in: source, facts: facts)
      }
    }
    for (table, name) in tables {
      renamed.renameTable(table, to: name, in: source, facts: facts)
    }
    return renamed
  }
}
