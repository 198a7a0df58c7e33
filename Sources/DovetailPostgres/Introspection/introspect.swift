package import DovetailCatalog
package import DovetailSource

extension PostgresPool {
  /// Reads all that could be tracked, in one snapshot and one round trip.
  package func introspect() async throws(SourceError) -> RelationalFacts {
    let mode = TransactionMode(isolation: .repeatableRead, isReadOnly: true)
    let results = try await execute(IntrospectionQueries.all, in: mode)
    var reader = try IntrospectionReader(results)
    return reader.read()
  }
}

extension PostgresTransaction {
  /// Reads all that could be tracked, as it is in this transaction.
  package func introspect() async throws(SourceError) -> RelationalFacts {
    var results: [RowSet] = []
    for query in IntrospectionQueries.all { results.append(try await self.query(query)) }
    var reader = try IntrospectionReader(results)
    return reader.read()
  }
}
