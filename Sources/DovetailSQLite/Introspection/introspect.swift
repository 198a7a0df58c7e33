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
    builder.addIdentities(try query(Statement(IntrospectionQueries.schemaRows)))
    builder.addTriggers(try query(Statement(IntrospectionQueries.viewTriggers)))
    do throws(SQLiteFailure) {
      builder.addColumns(try query(Statement(IntrospectionQueries.columns)))
    } catch {
      guard error.isAboutStatement else { throw error }
      // A view of a table that is gone, or a module that is not there, spoils the whole query.
      try readSoundColumns(into: &builder)
    }
    builder.addKeys(try query(Statement(IntrospectionQueries.uniqueIndexes)))
    builder.addForeignKeys(try query(Statement(IntrospectionQueries.foreignKeys)))
    return builder.facts
  }

  /// Reads the columns of all but the views and virtual tables that don't work: those are left out.
  private func readSoundColumns(into builder: inout FactsBuilder) throws(SQLiteFailure) {
    builder.addColumns(try query(Statement(IntrospectionQueries.columnsOfTables)))
    for name in builder.namesWithoutColumns {
      do throws(SQLiteFailure) {
        builder.addColumns(
          try query(Statement(IntrospectionQueries.columnsOfOne, [.text(name)]))
        )
      } catch {
        guard error.isAboutStatement else { throw error }
      }
    }
  }
}

extension SQLiteFailure {
  /// Whether the statement doesn't fit the database.
  fileprivate var isAboutStatement: Bool {
    kind == .statement && primaryCode == SQLiteFailure.generalError
  }
}
