package import DovetailCatalog
package import DovetailPlan
package import DovetailSource

import DovetailSQL
import OrderedJSON

extension PostgresSource {
  /// Types as SQL spells them: `integer`, `varchar(20)`, `"public"."mood"[]`.
  package func types(named names: [String]) async throws(SourceError) -> [String: ColumnType] {
    guard !names.isEmpty else { return [:] }
    let results = try await pool.execute(
      [
        Statement(IntrospectionQueries.types), Statement(IntrospectionQueries.enumValues),
        Statement(IntrospectionQueries.jsonCasts), Statement(IntrospectionQueries.extremes),
      ],
      in: TransactionMode(isolation: .repeatableRead, isReadOnly: true)
    )
    guard results.count == 4 else { throw SourceError.unexpectedReply }
    var catalog = TypeCatalog(
      types: results[0],
      enumValues: results[1],
      jsonCasts: results[2],
      extremes: results[3],
      tableNames: [:]
    )
    var found: [String: ColumnType] = [:]
    for name in names {
      // A name that is not even one is an error to older servers.
      let statement = "SELECT \(quoted(name))::regtype::oid"
      guard try await objection(toStatement: statement) == nil,
        let id = try await pool.query(Statement(StatementText(statement))).integer(0, 0)
      else { continue }
      found[name] = catalog.type(id)
    }
    return found
  }

  package func objection(to fetch: Fetch) async throws(SourceError) -> StatementObjection? {
    let statement = try SQLTranslator(dialect: dialect).translate(fetch)
    return try await objection(toStatement: statement.text)
  }

  /// Lets the server prepare a statement, which it analyses and does not run.
  private func objection(
    toStatement sql: String
  ) async throws(SourceError) -> StatementObjection? {
    try await pool.withConnection { (session) async throws(SourceError) in
      let script = preparing(sql)
      return try await session.failure(of: script).map { StatementObjection($0, script) }
    }
  }
}

extension PostgresTransaction {
  /// Lets the server prepare a statement in the open transaction, which goes on whatever it says.
  func objection(
    toStatement sql: String
  ) async throws(SourceError) -> StatementObjection? {
    _ = try await run(script: "SAVEPOINT dovetail_check")
    let script = preparing(sql)
    let failure = try await failure(of: script)
    _ = try await run(
      script: "ROLLBACK TO SAVEPOINT dovetail_check; RELEASE SAVEPOINT dovetail_check"
    )
    return failure.map { StatementObjection($0, script) }
  }
}

extension StatementObjection {
  fileprivate init(_ failure: PostgresFailure, _ script: String) {
    self.init(
      message: failure.message,
      detail: [
        "statement": .string(script), "prepared": false, "error": failure.json, "arguments": [],
      ]
    )
  }
}

private func preparing(_ sql: String) -> String {
  "PREPARE dovetail_check AS \(sql)\n; DEALLOCATE dovetail_check"
}

/// The text as a literal with standard or other conforming strings: no backslash is special.
private func quoted(_ text: String) -> String {
  "E'"
    + text.reduce(into: "") { result, character in
      if character == "'" || character == "\\" { result.append("\\") }
      result.append(character)
    } + "'"
}
