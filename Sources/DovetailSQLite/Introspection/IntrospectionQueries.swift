/// What is asked of a database about its tables, by the `PRAGMA`s as tables.
enum IntrospectionQueries {
  /// Of each table and view: name, type, whether without row number, whether strict.
  static let tables: StatementText = """
    SELECT name, type, wr, strict FROM pragma_table_list
    WHERE schema = 'main' AND type IN ('table', 'view', 'virtual')
      AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> ''
    ORDER BY name
    """

  /// Of each table: name and number in the schema, which stays when the table is renamed.
  static let schemaRows: StatementText = """
    SELECT name, rowid FROM sqlite_schema WHERE type = 'table'
    """

  /// Of each trigger on a view: the view's name and the trigger's text.
  static let viewTriggers: StatementText = """
    SELECT t.tbl_name, t.sql FROM sqlite_schema AS t
    WHERE t.type = 'trigger' AND t.sql LIKE '%instead%'
    """

  /// Of each column: table, position, name, declared type, not null, has a default, position in the
  /// primary key, hidden.
  static let columns = columns(of: "('table', 'view', 'virtual')")
  /// The same of ordinary tables only.
  static let columnsOfTables = columns(of: "('table')")
  /// The same of the one table or view that the parameter names.
  static let columnsOfOne: StatementText = """
    SELECT ?1, x.cid, x.name, x.type, x."notnull", x.dflt_value IS NOT NULL, x.pk, x.hidden
    FROM pragma_table_xinfo(?1, 'main') AS x ORDER BY x.cid
    """

  /// Of each column of a foreign key: table, number of the key, referenced table, own column,
  /// referenced column if it is named.
  ///
  /// The key declared first has the highest number.
  static let foreignKeys: StatementText = """
    SELECT l.name, f.id, f."table", f."from", f."to"
    FROM pragma_table_list AS l JOIN pragma_foreign_key_list(l.name, 'main') AS f
    WHERE l.schema = 'main' AND l.type = 'table'
    ORDER BY l.name, f.id DESC, f.seq
    """

  /// Of each column of a unique index that holds for all rows: table, index, origin, column (null for
  /// an expression).
  static let uniqueIndexes: StatementText = """
    SELECT l.name, i.name, i.origin, c.name
    FROM pragma_table_list AS l JOIN pragma_index_list(l.name, 'main') AS i
      JOIN pragma_index_info(i.name, 'main') AS c
    WHERE l.schema = 'main' AND l.type = 'table' AND i."unique" AND NOT i.partial
    ORDER BY l.name, i.seq DESC, c.seqno
    """

  private static func columns(of types: String) -> StatementText {
    StatementText(
      """
      SELECT l.name, x.cid, x.name, x.type, x."notnull", x.dflt_value IS NOT NULL, x.pk, x.hidden
      FROM pragma_table_list AS l JOIN pragma_table_xinfo(l.name, 'main') AS x
      WHERE l.schema = 'main' AND l.type IN \(types)
      ORDER BY l.name, x.cid
      """
    )
  }
}
