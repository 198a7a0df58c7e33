package import DovetailMetadata

/// Whose rows a relationship leads to, in its own source.
package enum RelatedRows: Sendable, Hashable {
  case table(TableName)
  /// The rows that a native query gives, by its name.
  case nativeQuery(String)
  /// The objects in a field of a row itself, of the logical model of that name.
  case nested(ColumnName, model: String)

  /// The table; nil for rows of other kinds.
  package var table: TableName? {
    if case .table(let name) = self { name } else { nil }
  }
}
