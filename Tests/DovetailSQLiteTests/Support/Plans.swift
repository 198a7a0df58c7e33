import DovetailCatalog
import DovetailMetadata
import DovetailPlan
import DovetailSQLite
import DovetailSource
import OrderedJSON
import Testing

/// A database with what it told about its tables, to make plans of.
struct PlannedDatabase: Sendable {
  let source: SQLiteSource
  let facts: RelationalFacts

  init(_ source: SQLiteSource) async throws {
    self.source = source
    guard case .relational(let facts) = try await source.introspect() else {
      throw SourceError(code: .unexpected, message: "no relational facts")
    }
    self.facts = facts
  }

  /// A column as plans refer to it.
  func column(_ table: TableName, _ name: ColumnName) throws -> ColumnReference {
    let column = try #require(facts.tables[table]?.columns.first { $0.name == name })
    return ColumnReference(name, type: column.type, isNullable: column.isNullable)
  }

  /// A column in the output under its own name.
  func field(_ table: TableName, _ name: ColumnName) throws -> OutputField {
    OutputField(key: name.value, value: .column(ColumnOutput(try column(table, name))))
  }

  /// A comparison of a column with a constant.
  func compare(
    _ table: TableName,
    _ name: ColumnName,
    _ comparison: ComparisonOperator,
    _ value: JSONValue
  ) throws -> Predicate {
    let column = try column(table, name)
    return .compare(
      column,
      comparison,
      Parameter(.constant(value), type: column.type, path: "$")
    )
  }

  /// The rows of a request.
  func rows(_ request: Fetch.Request) async throws -> [[String?]] {
    let prepared = try source.prepare(Fetch(target: .source("db"), request: request))
    let result = try await prepared.run(.test)
    guard case .rows(let rows) = result else {
      throw SourceError(code: .unexpected, message: "no rows")
    }
    return rows.texts
  }

  /// The one JSON text of a request for aggregates.
  func json(_ request: Fetch.Request) async throws -> JSONValue {
    let rows = try await rows(request)
    let text = try #require(rows.first?.first.flatMap { $0 })
    return try JSONValue(parsing: Array(text.utf8))
  }
}

extension ExecutionContext {
  /// A request of an administrator without variables.
  static let test = ExecutionContext(session: Session(role: .admin))
}
