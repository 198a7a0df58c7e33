package import DovetailCatalog
package import DovetailMetadata

/// The SQL of a native query with its arguments, as a relation.
///
/// `articles_since(args: {year: 2024})` becomes `(SELECT … WHERE year >= $1::integer) AS t0`.
package struct QueryCall: Sendable, Hashable {
  package var parts: [Part]
  /// The columns that are read of the rows.
  package var columns: [RowColumn]

  /// A piece of the query.
  package enum Part: Sendable, Hashable {
    /// SQL of the administrator's.
    case text(String)
    case argument(Parameter)
  }

  package init(parts: [Part], columns: [RowColumn]) {
    self.parts = parts
    self.columns = columns
  }
}

/// The objects in a value of the surrounding row, as a relation: each object is a row.
///
/// `{"city": "Rome"}` in the column `address` becomes a row with the column `city`.
package struct NestedRows: Sendable, Hashable {
  /// The value that holds the objects: JSON, or of a composite type.
  package var value: ColumnReference
  /// Whether the value is a list of objects; otherwise it is one.
  package var isList: Bool
  /// The members that are read of the objects.
  package var columns: [RowColumn]

  package init(value: ColumnReference, isList: Bool, columns: [RowColumn]) {
    self.value = value
    self.isList = isList
    self.columns = columns
  }
}

/// A column of rows that no table holds.
package struct RowColumn: Sendable, Hashable {
  package var name: ColumnName
  /// The type as metadata has it; nil for a value that holds objects.
  package var type: ColumnType?

  package init(name: ColumnName, type: ColumnType?) {
    self.name = name
    self.type = type
  }
}
