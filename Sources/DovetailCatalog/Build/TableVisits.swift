import DovetailMetadata

/// Notes to which row types the expressions of a table's permissions lead: what the outcome of
/// reading them depends on besides the table itself.
///
/// A class, because parsers are copied; it is used by one check and never shared.
final class TableVisits {
  private(set) var tables: Set<TableName> = []
  /// Whether an expression leads to the rows of a native query or to objects of a logical model.
  private(set) var includesModels = false

  func note(_ table: TableName) {
    tables.insert(table)
  }

  func noteModel() {
    includesModels = true
  }
}
