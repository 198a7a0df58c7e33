package import DovetailCatalog

/// Rows of one relation, what is read of each, and what belongs to them.
///
/// `author(where: {…}, order_by: {…}, limit: 3) { id articles { title } }` on a table, and likewise
/// every relationship inside; a SQL source turns a whole tree of these into one statement.
package struct RowSelection: Sendable, Hashable {
  package var relation: Relation
  /// The permission's filter and the client's `where`.
  package var filter: Predicate
  package var order: [OrderTerm]
  /// Columns of which only the first row of each combination is kept.
  package var distinctOn: [ColumnReference]
  /// The client's `limit`: a non-negative integer.
  package var limit: Parameter?
  /// The role's limit; the smaller one counts.
  package var permissionLimit: Int?
  /// The client's `offset`: a non-negative 64-bit integer.
  package var offset: Parameter?
  /// The members of each row's object, in response order.
  package var output: [OutputField]
  /// What joins read of each row and do not write, with names that no alias can have.
  package var joinKeys: [JoinKeyColumn]

  package init(
    relation: Relation,
    filter: Predicate = .always,
    order: [OrderTerm] = [],
    distinctOn: [ColumnReference] = [],
    limit: Parameter? = nil,
    permissionLimit: Int? = nil,
    offset: Parameter? = nil,
    output: [OutputField] = [],
    joinKeys: [JoinKeyColumn] = []
  ) {
    self.relation = relation
    self.filter = filter
    self.order = order
    self.distinctOn = distinctOn
    self.limit = limit
    self.permissionLimit = permissionLimit
    self.offset = offset
    self.output = output
    self.joinKeys = joinKeys
  }
}

/// A member of a row's object.
package struct OutputField: Sendable, Hashable {
  /// The client's alias or the field's name.
  package var key: String
  package var value: OutputValue

  package init(key: String, value: OutputValue) {
    self.key = key
    self.value = value
  }
}

/// What stands in a member of a row's object.
package indirect enum OutputValue: Sendable, Hashable {
  case column(ColumnOutput)
  /// A constant text, for `__typename`.
  case constant(String)
  /// At most one related row: an object or null.
  case object(Correlation, RowSelection)
  /// Related rows: a list, empty if there are none.
  case array(Correlation, RowSelection)
  /// Aggregates of related rows: an object.
  case aggregate(Correlation, AggregateSelection)
  /// Related rows, page by page: an object.
  case connection(Correlation, ConnectionSelection)
  /// The id of the row among all rows of all sources.
  case globalID(GlobalID)
  /// The place of a join edge's result, by the edge's `id`.
  case join(Int)
}

/// A column as it is written to the response.
package struct ColumnOutput: Sendable, Hashable {
  package var value: ColumnReference
  /// Steps into a JSON column (`col(path: "a.b[0]")`): keys and indices as text.
  package var jsonPath: [String]
  /// Whether numbers are to be written as JSON strings.
  package var isStringified: Bool
  /// Whether a text is to be written in capitals: values of enum tables, where the naming convention
  /// spells enums so.
  package var isUppercased: Bool

  package init(
    _ value: ColumnReference,
    jsonPath: [String] = [],
    isStringified: Bool = false,
    isUppercased: Bool = false
  ) {
    self.value = value
    self.jsonPath = jsonPath
    self.isStringified = isStringified
    self.isUppercased = isUppercased
  }
}

/// A value of a row that a join reads.
package struct JoinKeyColumn: Sendable, Hashable {
  /// A member name that no GraphQL alias can have, such as `$0`.
  package var name: String
  package var value: ColumnReference
  /// Steps into a JSON column (`profile.account.id`): keys and indices as text.
  package var jsonPath: [String]

  package init(name: String, value: ColumnReference, jsonPath: [String] = []) {
    self.name = name
    self.value = value
    self.jsonPath = jsonPath
  }
}

/// One term of an `order_by`.
package struct OrderTerm: Sendable, Hashable {
  package var key: Key
  package var isDescending: Bool
  package var nullsFirst: Bool

  /// What is ordered by.
  package indirect enum Key: Sendable, Hashable {
    case value(ColumnReference)
    /// A key of the related row, through an object relationship; null where there is none.
    case related(Relation, Correlation, filter: Predicate, key: Key)
    /// An aggregate of the related rows. `count` has no column.
    case aggregate(
      Relation,
      Correlation,
      filter: Predicate,
      function: AggregateFunction,
      column: ColumnReference?
    )
    /// The place, among rows of another source, of the one that belongs to the row; null where there
    /// is none or its value is null.
    case prefetched(PrefetchedKeys)
  }

  package init(key: Key, isDescending: Bool, nullsFirst: Bool) {
    self.key = key
    self.isDescending = isDescending
    self.nullsFirst = nullsFirst
  }
}

/// Aggregates of rows, and the rows themselves: `author_aggregate { aggregate { … } nodes { … } }`.
package struct AggregateSelection: Sendable, Hashable {
  /// Which rows: its `output` is empty.
  package var rows: RowSelection
  /// The members of the object, in response order.
  package var output: [AggregateOutputField]

  package init(rows: RowSelection, output: [AggregateOutputField]) {
    self.rows = rows
    self.output = output
  }
}

/// A member of the object that aggregates make.
package struct AggregateOutputField: Sendable, Hashable {
  package var key: String
  package var value: Value

  package indirect enum Value: Sendable, Hashable {
    case constant(String)
    /// `aggregate { … }`.
    case aggregate([AggregateField])
    /// `nodes { … }`, by output and join keys; the role's limit applies here only.
    case nodes([OutputField], joinKeys: [JoinKeyColumn])
  }

  package init(key: String, value: Value) {
    self.key = key
    self.value = value
  }
}

/// A member of `aggregate { … }`.
package struct AggregateField: Sendable, Hashable {
  package var key: String
  package var value: Value

  package enum Value: Sendable, Hashable {
    case constant(String)
    /// `count(columns: […], distinct: …)`; without columns, the number of rows.
    case count([ColumnReference], isDistinct: Bool)
    /// `sum { a b }`: one value a column.
    case columns(AggregateFunction, [AggregateColumn])
  }

  package init(key: String, value: Value) {
    self.key = key
    self.value = value
  }
}

/// A member of `sum { … }`.
package struct AggregateColumn: Sendable, Hashable {
  package var key: String
  package var value: Value

  package enum Value: Sendable, Hashable {
    case constant(String)
    case column(ColumnReference, isStringified: Bool)
  }

  package init(key: String, value: Value) {
    self.key = key
    self.value = value
  }
}
