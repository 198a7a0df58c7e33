package import DovetailCatalog
import DovetailPlan
package import DovetailSource
import SQLText

extension SQLiteDialect {
  package func needsMean(_ function: AggregateFunction) -> Bool {
    switch function {
    case .stddev, .stddevPop, .stddevSamp, .varPop, .varSamp, .variance: true
    default: false
    }
  }

  package func aggregate(_ call: AggregateCall) throws(SourceError) -> SQL {
    guard let column = call.arguments.first else { return "count(*)" }
    let distinct: SQL = call.isDistinct ? "DISTINCT " : ""
    switch call.function {
    case .count:
      return count(call, column, distinct)
    case .sum, .avg, .max, .min:
      return "\(raw: call.function.rawValue)(\(distinct)\(column))"
    case .boolAnd:
      return "min(\(column))"
    case .boolOr:
      return "max(\(column))"
    case .varPop:
      return "avg(\(distinct)\(squareOfDeviation(call, column)))"
    case .stddevPop:
      return "sqrt(avg(\(distinct)\(squareOfDeviation(call, column))))"
    case .varSamp, .variance:
      return sampleVariance(call, column)
    case .stddev, .stddevSamp:
      return "sqrt(\(sampleVariance(call, column)))"
    case .corr, .covarSamp:
      throw SourceError(
        code: .notSupported,
        message: "SQLite does not have the aggregate \(call.function.rawValue)"
      )
    }
  }

  private func count(_ call: AggregateCall, _ column: SQL, _ distinct: SQL) -> SQL {
    guard call.arguments.count > 1 else { return "count(\(distinct)\(column))" }
    let tests = call.arguments.map { column -> SQL in "\(column) IS NOT NULL" }
    // SQLite counts distinct values of one expression only.
    let tuple = call.arguments.map { column -> SQL in "quote(\(column))" }
    let counted: SQL = call.isDistinct ? "DISTINCT \(tuple.joined(separator: " || ',' || "))" : "*"
    return "count(\(counted)) FILTER (WHERE \(tests.joined(separator: " AND ")))"
  }

  private func sampleVariance(_ call: AggregateCall, _ column: SQL) -> SQL {
    """
    CASE WHEN count(\(column)) > 1 \
    THEN sum(\(squareOfDeviation(call, column))) / (count(\(column)) - 1) END
    """
  }

  private func squareOfDeviation(_ call: AggregateCall, _ column: SQL) -> SQL {
    let mean = call.mean ?? "NULL"
    return "(\(column) - \(mean)) * (\(column) - \(mean))"
  }
}
