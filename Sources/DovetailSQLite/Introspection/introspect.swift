package import DovetailCatalog
import DovetailSQL
package import DovetailSource

extension SQLitePool {
  /// All tables and views of the database.
  package func introspect() async throws(SourceError) -> RelationalFacts {
    do throws(SQLiteFailure) {
      return try await read { (connection) throws(SQLiteFailure) in
        try connection.inTransaction(isWriting: false) { () throws(SQLiteFailure) in
          try connection.introspect()
        }
      }
    } catch {
      throw SourceError(error)
    }
  }
}

extension SQLiteConnection {
  /// All tables and views, as the open transaction sees them.
  func introspect() throws(SQLiteFailure) -> RelationalFacts {
    var builder = FactsBuilder()
    builder.addTables(try query(Statement(IntrospectionQueries.tables)))
    builder.addTriggers(try query(Statement(IntrospectionQueries.viewTriggers)))
    do throws(SQLiteFailure) {
      let queries = IntrospectionQueries.allTables
      builder.addColumns(try query(Statement(queries.columns)))
      builder.addKeys(try query(Statement(queries.uniqueIndexes)))
      builder.addForeignKeys(try query(Statement(queries.foreignKeys)))
    } catch {
      guard error.kind == .statement && error.primaryCode == SQLiteFailure.generalError else {
        throw error
      }
      // A view of a table that is gone: it is left out, the others are asked one by one.
      try introspectEach(&builder)
    }
    return builder.facts
  }

  private func introspectEach(_ builder: inout FactsBuilder) throws(SQLiteFailure) {
    builder.removeColumns()
    let queries = IntrospectionQueries.oneTable
    for name in builder.tableNames {
      let values = [ParameterValue.text(name)]
      do throws(SQLiteFailure) {
        builder.addColumns(try query(Statement(queries.columns, values)))
        builder.addKeys(try query(Statement(queries.uniqueIndexes, values)))
        builder.addForeignKeys(try query(Statement(queries.foreignKeys, values)))
      } catch {
        guard error.kind == .statement && error.primaryCode == SQLiteFailure.generalError else {
          throw error
        }
        builder.removeTable(name)
      }
    }
  }
}
