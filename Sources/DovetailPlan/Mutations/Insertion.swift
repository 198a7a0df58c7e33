package import DovetailCatalog
package import DovetailMetadata

/// New rows of a table, with rows of other tables that are inserted together with them.
package struct Insertion: Sendable, Hashable {
  package var table: WrittenTable
  /// Never empty.
  package var rows: [InsertedRow]
  package var conflict: ConflictClause?
  /// What must hold for each inserted row.
  package var check: Predicate
  /// Where errors of the database are reported.
  package var path: String

  package init(
    table: WrittenTable,
    rows: [InsertedRow],
    conflict: ConflictClause? = nil,
    check: Predicate = .always,
    path: String
  ) {
    self.table = table
    self.rows = rows
    self.conflict = conflict
    self.check = check
    self.path = path
  }
}

/// A new row.
package struct InsertedRow: Sendable, Hashable {
  /// Values of columns; the others take their defaults.
  package var values: [InsertedValue]
  /// Rows that are inserted before: their columns give some of this row's.
  package var parents: [NestedInsertion]
  /// Rows that are inserted after: this row's columns give some of theirs.
  package var children: [NestedInsertion]
  package var path: String

  package init(
    values: [InsertedValue],
    parents: [NestedInsertion] = [],
    children: [NestedInsertion] = [],
    path: String
  ) {
    self.values = values
    self.parents = parents
    self.children = children
    self.path = path
  }
}

/// The value of a column of a new row.
package struct InsertedValue: Sendable, Hashable {
  package var column: ColumnName
  package var value: Parameter

  package init(column: ColumnName, value: Parameter) {
    self.column = column
    self.value = value
  }
}

/// Rows of a related table that are inserted together with a row.
package struct NestedInsertion: Sendable, Hashable {
  /// The relationship's name, for errors.
  package var relationship: String
  /// Columns of the surrounding row and of the nested ones that become equal.
  package var pairs: [Pair]
  package var insertion: Insertion
  /// Where errors about the relationship as a whole are reported.
  package var path: String

  /// A column of the surrounding table, and one of the nested table.
  package struct Pair: Sendable, Hashable {
    package var own: ColumnName
    package var ownType: ColumnType
    package var target: ColumnName
    package var targetType: ColumnType

    package init(
      own: ColumnName,
      ownType: ColumnType,
      target: ColumnName,
      targetType: ColumnType
    ) {
      self.own = own
      self.ownType = ownType
      self.target = target
      self.targetType = targetType
    }
  }

  package init(relationship: String, pairs: [Pair], insertion: Insertion, path: String) {
    self.relationship = relationship
    self.pairs = pairs
    self.insertion = insertion
    self.path = path
  }
}

/// `ON CONFLICT …`: what becomes of a row that exists already.
package struct ConflictClause: Sendable, Hashable {
  package var target: Target
  /// nil to leave the row as it is.
  package var update: ConflictUpdate?

  /// Which conflicts are meant.
  package enum Target: Sendable, Hashable {
    case any
    case constraint(String, columns: [ColumnName])
    case columns([ColumnName])
  }

  package init(target: Target, update: ConflictUpdate? = nil) {
    self.target = target
    self.update = update
  }
}

/// How an existing row is updated with the values of one that could not be inserted.
package struct ConflictUpdate: Sendable, Hashable {
  /// Columns that take the new row's values.
  package var columns: [ColumnName]
  /// Columns that take other values.
  package var presets: [Assignment]
  /// Which rows may be updated; others stay as they are.
  package var filter: Predicate
  /// What must hold for each updated row afterwards.
  package var check: Predicate

  package init(
    columns: [ColumnName],
    presets: [Assignment] = [],
    filter: Predicate = .always,
    check: Predicate = .always
  ) {
    self.columns = columns
    self.presets = presets
    self.filter = filter
    self.check = check
  }
}
