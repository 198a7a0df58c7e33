package import DovetailCatalog
package import DovetailMetadata
package import OrderedCollections

/// A table as one role may insert into it.
package struct InsertView: Sendable {
  package var table: Table
  package var source: SourceCatalog
  /// The columns that clients may set, in table order.
  package var columns: [Column]
  package var presets: OrderedDictionary<ColumnName, PermissionOperand>
  package var check: PermissionFilter
  /// The webhook that must agree before anything is written.
  package var validation: InputValidation?

  package var id: TableID { TableID(source: source.name, table: table.name) }
}

/// A table as one role may update it.
package struct UpdateView: Sendable {
  package var table: Table
  package var source: SourceCatalog
  /// The columns that clients may set, in table order.
  package var columns: [Column]
  package var presets: OrderedDictionary<ColumnName, PermissionOperand>
  package var filter: PermissionFilter
  package var check: PermissionFilter
  /// The webhook that must agree before anything is written.
  package var validation: InputValidation?

  package var id: TableID { TableID(source: source.name, table: table.name) }
}

/// A table as one role may delete from it.
package struct DeleteView: Sendable {
  package var table: Table
  package var source: SourceCatalog
  package var filter: PermissionFilter
  /// The webhook that must agree before anything is deleted.
  package var validation: InputValidation?

  package var id: TableID { TableID(source: source.name, table: table.name) }
}

extension RoleSchema {
  /// The table as the role may insert into it; nil if it may not.
  package func insertView(of name: TableName, in sourceName: SourceName) -> InsertView? {
    guard let (table, source) = find(name, in: sourceName), table.facts.isInsertable else {
      return nil
    }
    let writable = table.columns.values.filter { !$0.isGenerated }
    if isAdmin {
      return InsertView(
        table: table,
        source: source,
        columns: writable,
        presets: [:],
        check: .always
      )
    }
    guard let permission = catalog.permissions(of: role, on: table)?.insert,
      allows(permission.isBackendOnly)
    else {
      return nil
    }
    return InsertView(
      table: table,
      source: source,
      columns: writable.filter { permission.columns.contains($0.name) },
      presets: permission.presets,
      check: permission.check,
      validation: permission.validation
    )
  }

  /// The table as the role may update it; nil if it may not.
  package func updateView(of name: TableName, in sourceName: SourceName) -> UpdateView? {
    guard let (table, source) = find(name, in: sourceName), table.facts.isUpdatable else {
      return nil
    }
    let writable = table.columns.values.filter { !$0.isGenerated }
    if isAdmin {
      return UpdateView(
        table: table,
        source: source,
        columns: writable,
        presets: [:],
        filter: .always,
        check: .always
      )
    }
    guard let permission = catalog.permissions(of: role, on: table)?.update,
      allows(permission.isBackendOnly)
    else {
      return nil
    }
    return UpdateView(
      table: table,
      source: source,
      columns: writable.filter { permission.columns.contains($0.name) },
      presets: permission.presets,
      filter: permission.filter,
      check: permission.check,
      validation: permission.validation
    )
  }

  /// The table as the role may delete from it; nil if it may not.
  package func deleteView(of name: TableName, in sourceName: SourceName) -> DeleteView? {
    guard let (table, source) = find(name, in: sourceName), table.facts.isDeletable else {
      return nil
    }
    if isAdmin { return DeleteView(table: table, source: source, filter: .always) }
    guard let permission = catalog.permissions(of: role, on: table)?.delete,
      allows(permission.isBackendOnly)
    else {
      return nil
    }
    return DeleteView(
      table: table,
      source: source,
      filter: permission.filter,
      validation: permission.validation
    )
  }

  /// The table as the role may name it in conditions of updates and deletes: what it may read, or
  /// nothing of it.
  package func conditionView(of table: Table, in source: SourceCatalog) -> TableView {
    view(of: table.name, in: source.name)
      ?? TableView(table, source: source, permission: SelectPermission(columns: [:]))
  }

  private func find(
    _ name: TableName,
    in sourceName: SourceName
  ) -> (Table, SourceCatalog)? {
    guard let source = catalog.sources[sourceName], let table = source.tables[name] else {
      return nil
    }
    return (table, source)
  }

  private func allows(_ isBackendOnly: Bool) -> Bool {
    !isBackendOnly || usesBackendOnlyPermissions
  }
}
