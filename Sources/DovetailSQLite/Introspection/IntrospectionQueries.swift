/// What is asked of a database about its tables, by the `PRAGMA`s as tables.
///
/// Each query is one for all tables, restricted to one table only when a broken view spoils it.
struct IntrospectionQueries {
  /// The condition on `l.name`, with its parameter if it has one.
  private let condition: String

  static let allTables = IntrospectionQueries(condition: "")
  static let oneTable = IntrospectionQueries(condition: " AND l.name = ?1")

  private init(condition: String) {
    self.condition = condition
  }

  /// Of each table and view: name, type, whether without row number, whether strict.
  static let tables: StatementText = """
    SELECT name, type, wr, strict FROM pragma_table_list
    WHERE schema = 'main' AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    ORDER BY name
    """

  /// Of each trigger on a view: the view's name and the trigger's text.
  static let viewTriggers: StatementText = """
    SELECT t.tbl_name, t.sql FROM sqlite_schema AS t
    WHERE t.type = 'trigger' AND t.sql LIKE '%instead%'
    """

  /// Of each column: table, position, name, declared type, not null, has a default, position in the
  /// primary key, hidden.
  var columns: StatementText {
    StatementText(
      """
      SELECT l.name, x.cid, x.name, x.type, x."notnull", x.dflt_value IS NOT NULL, x.pk, x.hidden
      FROM pragma_table_list AS l JOIN pragma_table_xinfo(l.name, 'main') AS x
      WHERE l.schema = 'main' AND l.type IN ('table', 'view', 'virtual')\(condition)
      ORDER BY l.name, x.cid
      """
    )
  }

  /// Of each column of a foreign key: table, number of the key, referenced table, own column,
  /// referenced column if it is named. The key declared first has the highest number.
  var foreignKeys: StatementText {
    StatementText(
      """
      SELECT l.name, f.id, f."table", f."from", f."to"
      FROM pragma_table_list AS l JOIN pragma_foreign_key_list(l.name, 'main') AS f
      WHERE l.schema = 'main' AND l.type = 'table'\(condition)
      ORDER BY l.name, f.id DESC, f.seq
      """
    )
  }

  /// Of each column of a unique index that holds for all rows: table, index, origin, column (null for
  /// an expression).
  var uniqueIndexes: StatementText {
    StatementText(
      """
      SELECT l.name, i.name, i.origin, c.name
      FROM pragma_table_list AS l JOIN pragma_index_list(l.name, 'main') AS i
        JOIN pragma_index_info(i.name, 'main') AS c
      WHERE l.schema = 'main' AND l.type = 'table' AND i."unique" AND NOT i.partial\(condition)
      ORDER BY l.name, i.seq DESC, c.seqno
      """
    )
  }
}
