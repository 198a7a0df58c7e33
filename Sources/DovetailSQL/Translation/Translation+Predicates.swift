import DovetailPlan
import DovetailSource
import SQLText

extension Translation {
  /// A condition with SQL's three-valued logic: the empty conjunction is true, the empty disjunction
  /// false.
  ///
  /// An operand is put in parentheses where it must be, to stand beside `AND`, `OR` or `NOT`.
  mutating func predicate(
    _ predicate: Predicate,
    in scope: Scope,
    isOperand: Bool = false
  ) throws(SourceError) -> SQL {
    try nested { this throws(SourceError) in
      switch predicate {
      case .and(let parts):
        return try this.connect(parts, with: " AND ", empty: "true", in: scope, isOperand)
      case .or(let parts):
        return try this.connect(parts, with: " OR ", empty: "false", in: scope, isOperand)
      case .not(let inner):
        return "(NOT (\(try this.predicate(inner, in: scope))))"
      case .compare(let column, let comparison, let parameter):
        let left = try this.value(column, in: scope)
        return try this.dialect.comparison(of: left, comparison, with: parameter)
      case .compareColumns(let column, let comparison, let other):
        let left = try this.value(column, in: scope)
        let right = try this.value(other, in: scope)
        return try this.dialect.comparison(of: left, comparison, withValue: right)
      case .isNull(let column, let isNull):
        return isNull
          ? "(\(try this.value(column, in: scope)) IS NULL)"
          : "(\(try this.value(column, in: scope)) IS NOT NULL)"
      case .exists(let exists):
        return try this.exists(exists, in: scope)
      case .aggregate(let aggregate):
        return try this.aggregatePredicate(aggregate, in: scope)
      case .position(let position):
        return try this.position(position, in: scope)
      case .prefetched(let keys):
        return try this.isPrefetched(keys, in: scope)
      }
    }
  }

  /// ` WHERE …`, or nothing if there is no condition.
  func whereClause(_ conditions: [SQL]) -> SQL {
    conditions.isEmpty ? "" : " WHERE \(conditions.joined(separator: " AND "))"
  }

  /// The conjuncts of a correlation.
  func conditions(_ correlation: Correlation, inner: String, outer: String) -> [SQL] {
    correlation.pairs.map { pair in
      "\(column(pair.inner, of: inner)) = \(column(pair.outer, of: outer))"
    }
  }

  /// The conjuncts of a predicate, each fit to be an operand; none if it is always true.
  mutating func conjuncts(_ predicate: Predicate, in scope: Scope) throws(SourceError) -> [SQL] {
    guard case .and(let parts) = predicate else {
      return [try self.predicate(predicate, in: scope, isOperand: true)]
    }
    var conditions: [SQL] = []
    for part in parts where part != .always {
      conditions.append(try self.predicate(part, in: scope, isOperand: true))
    }
    return conditions
  }

  private mutating func connect(
    _ parts: [Predicate],
    with connective: SQL,
    empty: SQL,
    in scope: Scope,
    _ isOperand: Bool
  ) throws(SourceError) -> SQL {
    guard let first = parts.first else { return empty }
    if parts.count == 1 { return try predicate(first, in: scope, isOperand: isOperand) }
    var conditions: [SQL] = []
    for part in parts {
      conditions.append(try predicate(part, in: scope, isOperand: true))
    }
    let joined = conditions.joined(separator: connective)
    return isOperand ? "(\(joined))" : joined
  }

  private mutating func exists(_ exists: Exists, in scope: Scope) throws(SourceError) -> SQL {
    let alias = newAlias()
    let from = try from(exists.relation, alias: alias, outer: scope.row)
    var conditions = conditions(exists.correlation, inner: alias, outer: scope.row)
    conditions += try conjuncts(exists.permission, in: Scope(root: alias))
    conditions += try conjuncts(exists.filter, in: Scope(row: alias, root: scope.root))
    return "EXISTS (SELECT 1 FROM \(from)\(whereClause(conditions)))"
  }

  /// All comparisons stand in the select list, so that the related rows are read once.
  private mutating func aggregatePredicate(
    _ aggregate: AggregatePredicate,
    in scope: Scope
  ) throws(SourceError) -> SQL {
    // Without a test in it the subselect would have a row for every related one.
    guard !aggregate.comparisons.isEmpty else { return "true" }
    let query = try relatedAggregate(
      aggregate.relation,
      aggregate.correlation,
      outer: scope.row,
      function: aggregate.function,
      arguments: aggregate.arguments,
      isDistinct: aggregate.isDistinct
    ) { this, alias throws(SourceError) in
      // The permission is a predicate of its own; the client's filter belongs to the surrounding one.
      try this.conjuncts(aggregate.permission, in: Scope(root: alias))
        + this.conjuncts(aggregate.filter, in: Scope(row: alias, root: scope.root))
    }
    var tests: [SQL] = []
    for comparison in aggregate.comparisons {
      switch comparison {
      case .compare(let comparison, let parameter):
        tests.append(try dialect.comparison(of: query.value, comparison, with: parameter))
      case .isNull(let isNull):
        tests.append(isNull ? "(\(query.value) IS NULL)" : "(\(query.value) IS NOT NULL)")
      }
    }
    return "(SELECT \(tests.joined(separator: " AND "))\(query.tail))"
  }
}
