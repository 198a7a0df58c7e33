package import DovetailCatalog
package import DovetailMetadata

/// A condition on a row: a client's `where`, a permission's filter, or both.
///
/// `{"author": {"name": {"_eq": "x"}}}` is
/// `.exists(Exists(relation: author, correlation: …, filter: .compare(name, .equal, …)))`.
package indirect enum Predicate: Sendable, Hashable {
  case and([Predicate])
  case or([Predicate])
  case not(Predicate)
  case compare(ColumnReference, ComparisonOperator, Parameter)
  case compareColumns(ColumnReference, ComparisonOperator, ColumnReference)
  case isNull(ColumnReference, Bool)
  case exists(Exists)
  /// `articles_aggregate: {count: {predicate: {_gt: 1}}}`.
  case aggregate(AggregatePredicate)
  /// The row's columns equal one of the keys that were read from another source.
  case prefetched(PrefetchedKeys)
  /// The row comes after (or before) a cursor.
  case position(Position)

  /// Always true: the empty conjunction.
  package static let always = Predicate.and([])
  /// Never true: the empty disjunction.
  package static let never = Predicate.or([])

  /// Both conditions, flattened; drops conjuncts that are always true.
  package static func all(_ predicates: [Predicate]) -> Predicate {
    let parts = predicates.flatMap { predicate -> [Predicate] in
      if case .and(let inner) = predicate { inner } else { [predicate] }
    }
    return parts.count == 1 ? parts[0] : .and(parts)
  }
}

/// A column (or a value computed of the row) in a predicate or order term.
package struct ColumnReference: Sendable, Hashable {
  package var scope: Scope
  package var source: ValueSource
  package var type: ColumnType
  package var isNullable: Bool

  /// Whose row the column belongs to.
  package enum Scope: Sendable, Hashable {
    /// The innermost relation that surrounds the expression.
    case current
    /// The relation on which the whole predicate stands (`["$", "column"]` in permissions).
    case root
  }

  /// Where the value comes from.
  package enum ValueSource: Sendable, Hashable {
    case column(ColumnName)
    /// A scalar computed field.
    case function(FunctionCall)
    /// The text of a `jsonb` or geometry column cast to another type (`_cast`).
    indirect case cast(ColumnReference)
    /// The column, or `NULL` where the condition does not hold (inherited roles).
    indirect case redacted(ColumnName, unless: Predicate)
    /// The computed field, or `NULL` where the condition does not hold.
    indirect case redactedFunction(FunctionCall, unless: Predicate)
  }

  package init(
    _ column: ColumnName,
    type: ColumnType,
    isNullable: Bool,
    scope: Scope = .current
  ) {
    self.scope = scope
    self.source = .column(column)
    self.type = type
    self.isNullable = isNullable
  }

  package init(source: ValueSource, type: ColumnType, isNullable: Bool, scope: Scope = .current) {
    self.scope = scope
    self.source = source
    self.type = type
    self.isNullable = isNullable
  }
}

/// `EXISTS (SELECT … FROM relation WHERE correlation AND permission AND filter)`.
package struct Exists: Sendable, Hashable {
  package var relation: Relation
  /// How the relation's rows belong to the surrounding row; empty for `_exists`.
  package var correlation: Correlation
  /// The role's filter on the relation's rows: a predicate of its own, in which `root` means them.
  package var permission: Predicate
  /// A part of the surrounding predicate, in which `root` means what it means there.
  package var filter: Predicate

  package init(
    relation: Relation,
    correlation: Correlation,
    permission: Predicate = .always,
    filter: Predicate
  ) {
    self.relation = relation
    self.correlation = correlation
    self.permission = permission
    self.filter = filter
  }
}

/// A condition on an aggregate of related rows.
package struct AggregatePredicate: Sendable, Hashable {
  package var relation: Relation
  package var correlation: Correlation
  /// The role's filter on the related rows.
  package var permission: Predicate
  package var function: AggregateFunction
  package var arguments: [ColumnReference]
  package var isDistinct: Bool
  /// The client's `filter` argument.
  package var filter: Predicate
  /// What the aggregate's value is compared with; all must hold.
  package var comparisons: [Comparison]

  /// One operator of the `predicate` argument.
  package enum Comparison: Sendable, Hashable {
    case compare(ComparisonOperator, Parameter)
    case isNull(Bool)
  }

  package init(
    relation: Relation,
    correlation: Correlation,
    permission: Predicate,
    function: AggregateFunction,
    arguments: [ColumnReference],
    isDistinct: Bool,
    filter: Predicate,
    comparisons: [Comparison]
  ) {
    self.relation = relation
    self.correlation = correlation
    self.permission = permission
    self.function = function
    self.arguments = arguments
    self.isDistinct = isDistinct
    self.filter = filter
    self.comparisons = comparisons
  }
}

/// Where a row stands in an order, seen from a cursor.
///
/// A conjunct of a whole condition only: what SQL calls unknown means no.
package struct Position: Sendable, Hashable {
  package var order: [OrderTerm]
  package var bound: PageBound
  /// Whether the row of the cursor itself counts.
  package var isInclusive: Bool

  package init(order: [OrderTerm], bound: PageBound, isInclusive: Bool = false) {
    self.order = order
    self.bound = bound
    self.isInclusive = isInclusive
  }
}

/// Pairs of columns that must be equal: the surrounding row's, and the inner relation's.
package struct Correlation: Sendable, Hashable {
  package var pairs: [Pair]

  package struct Pair: Sendable, Hashable {
    package var outer: ColumnName
    package var inner: ColumnName

    package init(outer: ColumnName, inner: ColumnName) {
      self.outer = outer
      self.inner = inner
    }
  }

  package init(_ pairs: [Pair]) {
    self.pairs = pairs
  }

  package static let none = Correlation([])
}

/// What rows come from.
package indirect enum Relation: Sendable, Hashable {
  case table(TableName)
  case function(FunctionCall)
  /// The rows that a native query gives.
  case query(QueryCall)
  /// The objects in a value of the surrounding row.
  case nested(NestedRows)
  /// The rows that the surrounding mutation has written.
  case written
}

/// A call of a database function, in `FROM` or as a value.
package struct FunctionCall: Sendable, Hashable {
  package var function: FunctionName
  package var arguments: [Argument]
  /// Whether the call may change data: outside of mutations, the source does not let it.
  package var mayWrite: Bool

  /// An argument, by position or, where earlier ones are left out, by name.
  package struct Argument: Sendable, Hashable {
    package var name: String?
    package var value: Value

    package init(name: String? = nil, value: Value) {
      self.name = name
      self.value = value
    }
  }

  package enum Value: Sendable, Hashable {
    case parameter(Parameter)
    /// The whole surrounding row (computed fields).
    case row
  }

  package init(function: FunctionName, arguments: [Argument], mayWrite: Bool = false) {
    self.function = function
    self.arguments = arguments
    self.mayWrite = mayWrite
  }
}
