package import DovetailCatalog
package import DovetailMetadata

/// A change of the rows of one table, and what the response says of it.
///
/// `update_author(where: {…}, _set: {…}) { affected_rows returning { id } }`; a SQL source makes
/// one statement of it, or a few in one transaction.
package struct Mutation: Sendable, Hashable {
  package var table: WrittenTable
  package var operation: Operation
  package var output: Output
  /// Where errors of the database are reported: `$.selectionSet.insert_author.args.objects`.
  package var path: String

  /// What is done.
  package enum Operation: Sendable, Hashable {
    case insert(Insertion)
    case update(Update)
    /// Rows that satisfy the condition go.
    case delete(where: Predicate)
  }

  /// What the response is.
  package enum Output: Sendable, Hashable {
    /// `T_mutation_response`.
    case response([ResponseField])
    /// The only row, or null (`insert_T_one`, `update_T_by_pk`).
    case row([OutputField], joinKeys: [JoinKeyColumn])
  }

  /// A member of a mutation response.
  package struct ResponseField: Sendable, Hashable {
    package var key: String
    package var value: Value

    package enum Value: Sendable, Hashable {
      case constant(String)
      /// The number of rows that were written, nested ones included.
      case affectedRows
      /// The rows as they are now.
      case returning([OutputField], joinKeys: [JoinKeyColumn])
    }

    package init(key: String, value: Value) {
      self.key = key
      self.value = value
    }
  }

  package init(table: WrittenTable, operation: Operation, output: Output, path: String) {
    self.table = table
    self.operation = operation
    self.output = output
    self.path = path
  }
}

/// One of several mutations that are answered by one list (`update_T_many`).
package enum ListedMutation: Sendable, Hashable {
  case mutation(Mutation)
  /// Nothing to do: the response, which the planner knows.
  case constant([UInt8])
}

/// A table that is written, with what a source must know to do so.
package struct WrittenTable: Sendable, Hashable {
  package var name: TableName
  /// The columns by which a row is found again; empty if there are none.
  package var identity: [ColumnName]
  /// Those of them whose values may be bytes.
  package var byteColumns: Set<ColumnName>

  package init(name: TableName, identity: [ColumnName], byteColumns: Set<ColumnName> = []) {
    self.name = name
    self.identity = identity
    self.byteColumns = byteColumns
  }

  package init(_ facts: TableFacts) {
    let identity = facts.rowIdentity
    let others = facts.columns.filter { $0.type.category == .other && identity.contains($0.name) }
    self.init(name: facts.name, identity: identity, byteColumns: Set(others.map(\.name)))
  }
}

/// New values for rows that satisfy a condition.
package struct Update: Sendable, Hashable {
  package var assignments: [Assignment]
  /// The permission's filter and the client's `where`.
  package var filter: Predicate
  /// What must hold for each row afterwards.
  package var check: Predicate

  package init(assignments: [Assignment], filter: Predicate, check: Predicate = .always) {
    self.assignments = assignments
    self.filter = filter
    self.check = check
  }
}

/// A column's new value.
package struct Assignment: Sendable, Hashable {
  package var column: ColumnName
  package var type: ColumnType
  package var value: Value

  package enum Value: Sendable, Hashable {
    case set(Parameter)
    /// The column's default.
    case useDefault
    /// `_inc`.
    case increment(Parameter)
    /// `$mul` of the older language.
    case multiply(Parameter)
    /// `_append`: JSON put behind the value.
    case append(Parameter)
    /// `_prepend`: JSON put before the value.
    case prepend(Parameter)
    /// `_delete_key`: a text.
    case deleteKey(Parameter)
    /// `_delete_elem`: an index.
    case deleteElement(Parameter)
    /// `_delete_at_path`: a list of texts.
    case deletePath(Parameter)
  }

  package init(column: ColumnName, type: ColumnType, value: Value) {
    self.column = column
    self.type = type
    self.value = value
  }
}
