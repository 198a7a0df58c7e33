import DovetailCatalog
import DovetailPlan
import DovetailSource
import SQLText

extension Translation {
  /// Whether a row comes after (or before) a cursor, in an order of several keys.
  ///
  /// `(k1 > v1 OR (k1 = v1 AND (k2 > v2 …)))`; a bound of the first key that an index can take stands
  /// before it.
  mutating func position(_ position: Position, in scope: Scope) throws(SourceError) -> SQL {
    var steps: [KeyStep] = []
    for (term, value) in zip(position.order, position.bound.values) {
      steps.append(try step(term, value, position.bound.side, in: scope))
    }
    guard let last = steps.popLast() else { return "true" }
    var condition =
      position.isInclusive ? "(\(last.beyond) OR \(last.equal))" : last.beyond
    for step in steps.reversed() {
      condition = "(\(step.beyond) OR (\(step.equal) AND \(condition)))"
    }
    guard let bound = steps.first?.bound else { return condition }
    return "(\(bound) AND \(condition))"
  }

  /// What can be said of one key of a row and its value at the cursor.
  private struct KeyStep {
    /// The row's value lies on the wanted side.
    var beyond: SQL
    /// Both are the same.
    var equal: SQL
    /// The row's value lies on the wanted side or is the same; nil if that would be complicated.
    var bound: SQL?
  }

  private mutating func step(
    _ term: OrderTerm,
    _ value: Parameter,
    _ side: PageBound.Side,
    in scope: Scope
  ) throws(SourceError) -> KeyStep {
    let key = try orderKey(term.key, in: scope)
    let isUpward = term.isDescending == (side == .before)
    let beyond = try dialect.comparison(of: key, isUpward ? .greater : .less, with: value)
    let equal = try dialect.comparison(of: key, .equal, with: value)
    guard isNullable(term.key) else {
      let bound = try dialect.comparison(
        of: key,
        isUpward ? .greaterOrEqual : .lessOrEqual,
        with: value
      )
      return KeyStep(beyond: beyond, equal: equal, bound: bound)
    }
    let given = dialect.parameter(SQLBinding(value))
    // Nulls come after all values, seen in the direction that is wanted, or before all.
    let nullsAreBeyond = term.nullsFirst == (side == .before)
    let acrossNulls: SQL =
      nullsAreBeyond
      ? "(\(key) IS NULL AND \(given) IS NOT NULL)" : "(\(key) IS NOT NULL AND \(given) IS NULL)"
    return KeyStep(
      beyond: "(\(beyond) OR \(acrossNulls))",
      equal: "(\(equal) OR (\(key) IS NULL AND \(given) IS NULL))"
    )
  }
}
