/// Rows of one relation, page by page, as Relay has it.
///
/// `author_connection(first: 10, after: "…") { edges { cursor node { name } } pageInfo { … } }`: a
/// SQL source makes one statement of it, which gives one JSON object.
package struct ConnectionSelection: Sendable, Hashable {
  /// Which rows, in a total order: it ends with the columns of the primary key.
  ///
  /// The output, the limit and the offset are empty.
  package var rows: RowSelection
  /// The names of the order's terms in a cursor, one path a term: `["author", "name"]`.
  package var cursor: [[String]]
  /// The columns of the primary key.
  package var identity: [ColumnReference]
  /// Where the page begins or ends; nil for all rows.
  package var bound: PageBound?
  /// Which of those rows the page shows.
  package var slice: PageSlice
  /// The members of the object, in response order.
  package var output: [ConnectionField]

  package init(
    rows: RowSelection,
    cursor: [[String]],
    identity: [ColumnReference],
    bound: PageBound? = nil,
    slice: PageSlice = .first(nil),
    output: [ConnectionField] = []
  ) {
    self.rows = rows
    self.cursor = cursor
    self.identity = identity
    self.bound = bound
    self.slice = slice
    self.output = output
  }
}

/// The cursor of `after` or `before`.
package struct PageBound: Sendable, Hashable {
  package var side: Side
  /// The values of the order's terms at the cursor.
  package var values: [Parameter]

  /// The rows that are meant, seen from the cursor.
  package enum Side: Sendable, Hashable {
    case after
    case before
  }

  package init(side: Side, values: [Parameter]) {
    self.side = side
    self.values = values
  }
}

/// The end of the rows from which a page is taken, and how many: without a number, as many as the
/// role may have.
package enum PageSlice: Sendable, Hashable {
  case first(Parameter?)
  case last(Parameter)
}

/// A member of a connection's object.
package struct ConnectionField: Sendable, Hashable {
  package var key: String
  package var value: Value

  package enum Value: Sendable, Hashable {
    case constant(String)
    case edges([EdgeField])
    case pageInfo([PageInfoField])
  }

  package init(key: String, value: Value) {
    self.key = key
    self.value = value
  }
}

/// A member of an edge's object.
package struct EdgeField: Sendable, Hashable {
  package var key: String
  package var value: Value

  package enum Value: Sendable, Hashable {
    case constant(String)
    case cursor
    case node([OutputField], joinKeys: [JoinKeyColumn])
  }

  package init(key: String, value: Value) {
    self.key = key
    self.value = value
  }
}

/// A member of `pageInfo { … }`.
package struct PageInfoField: Sendable, Hashable {
  package var key: String
  package var value: Value

  package enum Value: Sendable, Hashable {
    case constant(String)
    case fact(PageFact)
  }

  package init(key: String, value: Value) {
    self.key = key
    self.value = value
  }
}

/// What `pageInfo` tells of a page.
package enum PageFact: String, Sendable, Hashable, CaseIterable {
  case hasNextPage
  case hasPreviousPage
  case startCursor
  case endCursor
}

/// The id of a row among all rows of all sources: base64 text of a JSON list, of which the table's
/// part is known and the columns of the primary key are the rest.
package struct GlobalID: Sendable, Hashable {
  /// The table's part: `[1, "public", "author"`.
  package var prefix: String
  package var key: [ColumnReference]

  package init(prefix: String, key: [ColumnReference]) {
    self.prefix = prefix
    self.key = key
  }
}
