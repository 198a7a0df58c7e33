/// What metadata does not say about databases, but dependencies turn on.
///
/// The engine answers from its catalog. A question that it cannot answer has the answer nil; then
/// only what metadata itself says counts as a dependency.
package struct UpstreamFacts: Sendable {
  /// The key that a table's own columns form, by its target.
  package var foreignKeyTarget: @Sendable (SourceName, TableName, [ColumnName]) -> ForeignKeyTarget?
  /// The table whose rows a function returns.
  package var returnTable: @Sendable (SourceName, FunctionName) -> TableName?
  /// Whether a table has a column of that name.
  package var hasColumn: @Sendable (SourceName, TableName, ColumnName) -> Bool
  /// Why a source does not answer; nil if it does, or nobody knows.
  package var failure: @Sendable (SourceName) -> String?

  /// The other end of a foreign key.
  package struct ForeignKeyTarget: Sendable, Hashable {
    package var table: TableName
    package var columns: [ColumnName]

    package init(table: TableName, columns: [ColumnName]) {
      self.table = table
      self.columns = columns
    }
  }

  package init(
    foreignKeyTarget:
      @escaping @Sendable (SourceName, TableName, [ColumnName]) -> ForeignKeyTarget? = {
        _,
        _,
        _ in nil
      },
    returnTable: @escaping @Sendable (SourceName, FunctionName) -> TableName? = { _, _ in nil },
    hasColumn: @escaping @Sendable (SourceName, TableName, ColumnName) -> Bool = { _, _, _ in
      false
    },
    failure: @escaping @Sendable (SourceName) -> String? = { _ in nil }
  ) {
    self.foreignKeyTarget = foreignKeyTarget
    self.returnTable = returnTable
    self.hasColumn = hasColumn
    self.failure = failure
  }

  /// Knows nothing.
  package static let none = UpstreamFacts()
}
