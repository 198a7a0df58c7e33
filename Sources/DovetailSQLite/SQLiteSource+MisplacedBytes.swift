import DovetailSQL
import DovetailSource

extension SQLiteSource {
  /// Runs a statement, and once more, made to expect bytes in columns of any type, if it met such.
  ///
  /// A column of SQLite may hold bytes whatever it is declared as, and JSON functions refuse them.
  func queryTolerant(
    _ statement: Statement,
    tolerant: (SQLiteDialect) throws(SourceError) -> Statement
  ) async throws(SourceError) -> RowSet {
    do throws(SourceError) {
      return try await pool.query(statement)
    } catch {
      guard error.message.hasSuffix("JSON cannot hold BLOB values") else { throw error }
      return try await pool.query(try tolerant(SQLiteDialect(expectsBytesAnywhere: true)))
    }
  }
}
