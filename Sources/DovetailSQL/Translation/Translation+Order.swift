import DovetailCatalog
import DovetailPlan
import DovetailSource
import SQLText

extension Translation {
  /// The terms of an `ORDER BY`.
  ///
  /// Values that are `known` are repeated to the letter: PostgreSQL wants the expressions of
  /// `DISTINCT ON` again, and sub-selects that differ in an alias are not the same.
  mutating func orderTerms(
    _ terms: [OrderTerm],
    in scope: Scope,
    known: [ColumnReference: SQL]
  ) throws(SourceError) -> [SQL] {
    var result: [SQL] = []
    for term in terms {
      var sql: SQL
      if case .value(let reference) = term.key, let same = known[reference] {
        sql = same
      } else {
        sql = try orderKey(term.key, in: scope)
      }
      sql += term.isDescending ? " DESC" : " ASC"
      if isNullable(term.key) {
        sql += term.nullsFirst ? " NULLS FIRST" : " NULLS LAST"
      }
      result.append(sql)
    }
    return result
  }

  /// The value of a key.
  mutating func orderKey(
    _ key: OrderTerm.Key,
    in scope: Scope
  ) throws(SourceError) -> SQL {
    switch key {
    case .value(let reference):
      return try value(reference, in: scope)
    case .related(let relation, let correlation, let filter, let inner):
      let alias = newAlias()
      let from = try from(relation, alias: alias, outer: scope.row)
      var conditions = conditions(correlation, inner: alias, outer: scope.row)
      conditions += try conjuncts(filter, in: Scope(root: alias))
      let value = try nested { this throws(SourceError) in
        try this.orderKey(inner, in: Scope(root: alias))
      }
      return "(SELECT \(value) FROM \(from)\(whereClause(conditions)) LIMIT 1)"
    case .aggregate(let relation, let correlation, let filter, let function, let column):
      let query = try relatedAggregate(
        relation,
        correlation,
        outer: scope.row,
        function: function,
        arguments: column.map { [$0] } ?? [],
        isDistinct: false
      ) { this, alias throws(SourceError) in
        try this.conjuncts(filter, in: Scope(root: alias))
      }
      return "(SELECT \(query.value)\(query.tail))"
    case .prefetched(let keys):
      return try place(keys, in: scope)
    }
  }

  /// Without `NULLS …`, which keeps databases from using an index in its own direction.
  func isNullable(_ key: OrderTerm.Key) -> Bool {
    switch key {
    case .value(let reference): reference.isNullable
    case .related, .prefetched: true
    case .aggregate(_, _, _, let function, _): function != .count
    }
  }
}
