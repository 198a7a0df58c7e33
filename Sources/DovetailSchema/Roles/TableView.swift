package import DovetailCatalog
package import DovetailMetadata
import OrderedCollections

/// A table as one role may read it.
package final class TableView: Sendable {
  package let table: Table
  package let source: SourceCatalog
  /// In table order.
  package let columns: [VisibleColumn]
  package let filter: PermissionFilter
  package let limit: Int?
  package let allowsAggregations: Bool
  /// Visible scalar computed fields with the condition under which they show; nil shows all.
  package let computedFields: [ComputedFieldName: PermissionFilter?]?
  /// The permission's columns; nil for all.
  private let permittedColumns: [ColumnName: PermissionFilter?]?
  private let queryRootFields: Set<RootFieldKind>?
  private let subscriptionRootFields: Set<RootFieldKind>?

  /// The table as the administrator sees it: whole.
  package init(unrestricted table: Table, source: SourceCatalog) {
    self.table = table
    self.source = source
    self.columns = table.columns.values.map { VisibleColumn(column: $0, condition: nil) }
    self.filter = .always
    self.limit = nil
    self.allowsAggregations = !table.isLogicalModel
    self.computedFields = nil
    self.permittedColumns = nil
    self.queryRootFields = nil
    self.subscriptionRootFields = nil
  }

  /// The table as a select permission shows it.
  package init(_ table: Table, source: SourceCatalog, permission: SelectPermission) {
    self.table = table
    self.source = source
    self.columns = table.columns.values.compactMap { column in
      guard let condition = permission.columns[column.name] else { return nil }
      return VisibleColumn(column: column, condition: condition)
    }
    self.filter = permission.filter
    self.limit = permission.limit
    self.allowsAggregations = permission.allowsAggregations
    self.computedFields = permission.computedFields
    self.permittedColumns = permission.columns
    self.queryRootFields = permission.queryRootFields
    self.subscriptionRootFields = permission.subscriptionRootFields
  }

  package var id: TableID {
    TableID(source: source.name, table: table.name, isLogicalModel: table.isLogicalModel)
  }

  /// The visible column of that database name.
  package func column(_ name: ColumnName) -> VisibleColumn? {
    columns.first { $0.column.name == name }
  }

  /// The relationships that the role sees, if it sees the rows that they lead to.
  ///
  /// The objects in a field show as far as the field does.
  package var relationships: [Relationship] {
    table.relationships.values.filter { relationship in
      guard case .nested(let field, _) = relationship.target, let permittedColumns else {
        return true
      }
      return permittedColumns[field] != nil
    }
  }

  /// The condition under which a field of objects shows; nil for always.
  package func condition(ofNested field: ColumnName) -> PermissionFilter? {
    permittedColumns?[field] ?? nil
  }

  /// Whether the role sees all columns of the primary key, unconditionally.
  package var hasPrimaryKey: Bool {
    table.hasUsablePrimaryKey
      && table.primaryKey.allSatisfy { key in
        columns.contains { $0.column.name == key.name && $0.condition == nil }
      }
  }

  /// Whether a root field that is not the table's own may give rows by their keys.
  package var offersRowsByKey: Bool {
    queryRootFields.map { !$0.isDisjoint(with: [.select, .selectByPrimaryKey]) } ?? true
  }

  /// Whether queries have that root field.
  package func offers(_ field: RootFieldKind) -> Bool {
    if let queryRootFields, !queryRootFields.contains(field) { return false }
    switch field {
    case .select: return true
    case .selectByPrimaryKey: return hasPrimaryKey
    case .selectAggregate: return allowsAggregations
    case .selectStream: return false
    }
  }
}
