import DovetailCatalog
import DovetailPlan
import DovetailSource
import SQLText

extension Translation {
  /// One aggregate of related rows: the expression, and the rest of the `SELECT` that it stands in.
  ///
  /// The closure gives the conditions on the related rows, whose alias it gets.
  mutating func relatedAggregate(
    _ relation: Relation,
    _ correlation: Correlation,
    outer: String,
    function: AggregateFunction,
    arguments: [ColumnReference],
    isDistinct: Bool,
    filters: (inout Translation, String) throws(SourceError) -> [SQL]
  ) throws(SourceError) -> (value: SQL, tail: SQL) {
    let alias = newAlias()
    let from = try from(relation, alias: alias, outer: outer)
    let columns = try values(arguments, in: Scope(root: alias))
    let conditions =
      conditions(correlation, inner: alias, outer: outer) + (try filters(&self, alias))
    let tail: SQL = " FROM \(from)\(whereClause(conditions))"
    var call = AggregateCall(
      function: function,
      arguments: columns,
      types: arguments.map(\.type),
      isDistinct: isDistinct
    )
    guard dialect.needsMean(function), let column = columns.first else {
      return (try dialect.aggregate(call), tail)
    }
    let subselect = newAlias("r")
    call.arguments = ["\(raw: subselect).\"c0\""]
    call.mean = "\(raw: subselect).\"m0\""
    let rows: SQL = "SELECT \(column) AS \"c0\", avg(\(column)) OVER () AS \"m0\"\(tail)"
    return (try dialect.aggregate(call), " FROM (\(rows)) AS \(raw: subselect)")
  }
}
