package import DovetailCatalog

/// What a root field of mutations stands for.
package enum MutationMeaning: Sendable {
  case insert(InsertView)
  case insertOne(InsertView, TableView)
  case update(UpdateView)
  case updateByPrimaryKey(UpdateView, TableView)
  case updateMany(UpdateView)
  case delete(DeleteView)
  case deleteByPrimaryKey(DeleteView, TableView)
}

/// What a field of a mutation response stands for.
package enum MutationResponseMeaning: Sendable {
  case affectedRows
  case returning(TableView)
}

/// What an argument or input field of a mutation stands for.
package enum WriteMeaning: Sendable {
  // Arguments.
  case objects
  case onConflict
  case `where`
  case primaryKeyColumns
  case updates
  case operation(UpdateOperator)

  // Members of rows.
  case column(Column)
  case parent(Relationship, InsertView)
  case children(Relationship, InsertView)

  // Members of nested rows and of conflict clauses.
  case data
  case constraint
  case updateColumns
}

/// An operator of updates, by its argument's name.
package enum UpdateOperator: String, Sendable, Hashable, CaseIterable {
  case set = "_set"
  case increment = "_inc"
  case append = "_append"
  case prepend = "_prepend"
  case deleteKey = "_delete_key"
  case deleteElement = "_delete_elem"
  case deletePath = "_delete_at_path"

  /// The words of its input type's name.
  var words: [String] {
    rawValue.split(separator: "_").map(String.init) + ["input"]
  }

  /// Whether it applies to columns of a type.
  package func applies(to type: ColumnType) -> Bool {
    switch self {
    case .set: true
    case .increment: type.isNumeric
    case .append, .prepend, .deleteKey, .deleteElement, .deletePath: type.category == .jsonb
    }
  }

  /// What introspection says of the argument.
  var argumentDescription: String {
    switch self {
    case .set: "sets the columns of the filtered rows to the given values"
    case .increment: "increments the numeric columns with given value of the filtered values"
    case .append, .prepend, .deleteKey, .deleteElement, .deletePath: typeDescription("")
    }
  }

  /// What introspection says of the input type.
  func typeDescription(_ table: String) -> String {
    switch self {
    case .set: "input type for updating data in table \"\(table)\""
    case .increment: "input type for incrementing numeric columns in table \"\(table)\""
    case .append: "append existing jsonb value of filtered columns with new jsonb value"
    case .prepend: "prepend existing jsonb value of filtered columns with new jsonb value"
    case .deleteKey:
      "delete key/value pair or string element. key/value pairs are matched based on their key value"
    case .deleteElement:
      "delete the array element with specified index (negative integers count from the end). "
        + "throws an error if top level container is not an array"
    case .deletePath:
      "delete the field or element with specified path (for JSON arrays, negative integers count "
        + "from the end)"
    }
  }
}
