package import DovetailCatalog
package import DovetailPlan
package import DovetailSource

import CSQLite
import DovetailSQL
import OrderedJSON

extension SQLiteSource {
  /// Types by the names that columns may be declared with, which SQLite lets be any.
  ///
  /// A list is JSON.
  package func types(named names: [String]) async throws(SourceError) -> [String: ColumnType] {
    var found: [String: ColumnType] = [:]
    for name in names {
      guard name.hasSuffix("[]") else {
        found[name] = columnType(declaredAs: name)
        continue
      }
      let element = columnType(declaredAs: String(name.dropLast(2)))
      found[name] = ColumnType(
        sqlName: "json",
        name: "_\(element.name)",
        graphQLName: element.graphQLName,
        category: .array,
        wireForm: .json,
        element: element
      )
    }
    return found
  }

  package func objection(to fetch: Fetch) async throws(SourceError) -> StatementObjection? {
    let statement = try SQLTranslator(dialect: dialect).translate(fetch)
    let probe = SQLProbe(sql: statement.text, valueCount: statement.bindings.count)
    do throws(SQLiteFailure) {
      return try await pool.read { (connection) throws(SQLiteFailure) in
        try connection.objection(to: probe)
      }
    } catch {
      throw SourceError(error)
    }
  }
}

/// A statement that is compiled and not run.
package struct SQLProbe: Sendable {
  package var sql: String
  /// How many values it is to take.
  package var valueCount: Int
}

extension SQLiteConnection {
  /// What SQLite objects to in a statement.
  func objection(to probe: SQLProbe) throws(SQLiteFailure) -> StatementObjection? {
    let handle: OpaquePointer
    do throws(SQLiteFailure) {
      handle = try prepare(probe.sql)
    } catch {
      guard error.kind == .statement else { throw error }
      return objection(error, probe)
    }
    defer { sqlite3_finalize(handle) }
    guard Int(sqlite3_bind_parameter_count(handle)) == probe.valueCount else {
      let failure = SQLiteFailure(
        .statement,
        "the query has parameters of its own: write '{{name}}' for a value of an argument",
        code: SQLITE_RANGE
      )
      return objection(failure, probe)
    }
    return nil
  }

  private func objection(_ failure: SQLiteFailure, _ probe: SQLProbe) -> StatementObjection {
    StatementObjection(
      message: failure.message,
      detail: [
        "statement": .string(probe.sql), "prepared": false,
        "error": ["message": .string(failure.message), "code": .int(Int(failure.code))],
        "arguments": [],
      ]
    )
  }
}
