import OrderedCollections
import OrderedJSON

extension Metadata {
  /// Changes names in all permission expressions of a source.
  mutating func rewriteExpressions(
    in source: SourceName,
    facts: UpstreamFacts,
    names: @escaping (BooleanExpressionWalker.Name) -> String,
    tables: @escaping (TableName) -> TableName = { $0 }
  ) {
    guard let metadata = sources[source] else { return }
    // The walker looks names up in the metadata as it was before.
    var walker = BooleanExpressionWalker(
      metadata: self,
      source: source,
      facts: facts,
      visit: names
    )
    walker.visitTable = tables
    for (name, table) in metadata.tables {
      var table = table
      table.mapExpressions { walker.walk($0, on: name) }
      // What stays the same keeps its identity.
      if table != metadata.tables[name] { sources[source]?.tables[name] = table }
    }
  }
}

extension TableMetadata {
  /// Changes the filters and checks of all permissions.
  mutating func mapExpressions(_ transform: (JSONValue) -> JSONValue) {
    for role in selectPermissions.roles {
      guard let filter = selectPermissions[role]?.definition.filter else { continue }
      selectPermissions[role]?.definition.filter = transform(filter)
    }
    for role in insertPermissions.roles {
      guard let check = insertPermissions[role]?.definition.check else { continue }
      insertPermissions[role]?.definition.check = transform(check)
    }
    for role in updatePermissions.roles {
      guard let filter = updatePermissions[role]?.definition.filter else { continue }
      updatePermissions[role]?.definition.filter = transform(filter)
      if let check = updatePermissions[role]?.definition.check {
        updatePermissions[role]?.definition.check = transform(check)
      }
    }
    for role in deletePermissions.roles {
      guard let filter = deletePermissions[role]?.definition.filter else { continue }
      deletePermissions[role]?.definition.filter = transform(filter)
    }
  }
}
