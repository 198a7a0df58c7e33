package import DovetailCatalog
import DovetailPlan
package import DovetailSource
import SQLText

extension PostgresDialect {
  package func needsMean(_ function: AggregateFunction) -> Bool { false }

  package func aggregate(_ call: AggregateCall) throws(SourceError) -> SQL {
    let distinct: SQL = call.isDistinct ? "DISTINCT " : ""
    switch (call.function, call.arguments.first) {
    case (.count, nil):
      return "count(*)"
    case (.count, let column?) where call.arguments.count == 1:
      return "count(\(distinct)\(column))"
    case (.count, _):
      let columns = call.arguments.joined(separator: ", ")
      let tests = call.arguments.map { column -> SQL in "\(column) IS NOT NULL" }
      let counted: SQL = call.isDistinct ? "DISTINCT (\(columns))" : "*"
      return "count(\(counted)) FILTER (WHERE \(tests.joined(separator: " AND ")))"
    case (.max, let column?) where call.types.first?.category == .uuid,
      (.min, let column?) where call.types.first?.category == .uuid:
      // PostgreSQL has no max(uuid); the order of the texts is that of the values.
      return "\(raw: call.function.rawValue)(\(distinct)\(column)::text)"
    case (.avg, let column?), (.stddev, let column?), (.stddevPop, let column?),
      (.stddevSamp, let column?), (.varPop, let column?), (.varSamp, let column?),
      (.variance, let column?):
      // Of money there are sums but no means.
      let isMoney = call.types.first?.category == .money
      let number: SQL = isMoney ? "\(column)::numeric" : column
      return "\(raw: call.function.rawValue)(\(distinct)\(number))"
    default:
      let arguments = call.arguments.joined(separator: ", ")
      return "\(raw: call.function.rawValue)(\(distinct)\(arguments))"
    }
  }
}
