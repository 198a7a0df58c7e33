/// The catalog queries of introspection, run together in one snapshot.
///
/// They read whole catalogs and leave joining to `IntrospectionReader`, which is faster for
/// thousands of tables than subqueries for each. Only what PostgreSQL-like servers commonly have is
/// used.
enum IntrospectionQueries {
  /// Schemas that belong to the system or to an engine; never shown.
  private static let userSchema = """
    n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN
      ('information_schema', 'hdb_catalog', 'hdb_views', 'crdb_internal')
    """

  /// What tables, views and foreign tables are updatable, by the bits of `CmdType`; tables always
  /// are.
  static let relations: StatementText = StatementText(
    """
    SELECT c.oid, n.nspname, c.relname, c.relkind,
      CASE WHEN c.relkind IN ('v', 'f') THEN pg_relation_is_updatable(c.oid, true) ELSE 28 END,
      d.description
    FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_description d
        ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass
    WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND \(userSchema)
    ORDER BY n.nspname, c.relname
    """
  )

  static let columns: StatementText = StatementText(
    """
    SELECT a.attrelid, a.attnum, a.attname, a.atttypid,
      NOT (a.attnotnull OR (t.typtype = 'd' AND t.typnotnull)),
      a.atthasdef OR a.attidentity <> '', a.attgenerated <> '' OR a.attidentity = 'a',
      d.description
    FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_description d
        ON d.objoid = c.oid AND d.objsubid = a.attnum AND d.classoid = 'pg_class'::regclass
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'm', 'f', 'p')
      AND \(userSchema)
    ORDER BY a.attrelid, a.attnum
    """
  )

  static let constraints: StatementText = StatementText(
    """
    SELECT k.oid, k.conparentid, k.conname, k.contype, k.conrelid, k.confrelid, k.conkey, k.confkey
    FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
    WHERE k.contype IN ('p', 'u', 'f') AND k.conrelid <> 0 AND \(userSchema)
    ORDER BY k.conname
    """
  )

  /// All types, since functions and columns of user schemas may use any.
  static let types: StatementText = """
    SELECT t.oid, n.nspname, t.typname, t.typtype, t.typcategory, t.typelem, t.typbasetype,
      t.typrelid,
      CASE WHEN n.nspname = 'pg_catalog' THEN format_type(t.oid, -1)
        ELSE quote_ident(n.nspname) || '.' || quote_ident(t.typname) END,
      t.typinput = 'array_in'::regproc
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    """

  static let enumValues: StatementText = """
    SELECT enumtypid, enumlabel FROM pg_enum ORDER BY enumtypid, enumsortorder
    """

  /// Types that a function converts to JSON, which `to_json` uses.
  static let jsonCasts: StatementText = """
    SELECT castsource FROM pg_cast WHERE casttarget = 'json'::regtype AND castfunc <> 0
    """

  /// The types of which `max` is defined; an array's stands for all arrays, an enum's for all enums.
  static let extremes: StatementText = """
    SELECT p.proargtypes[0] FROM pg_proc p WHERE p.prokind = 'a' AND p.proname = 'max' AND p.pronargs = 1
    """

  /// Functions that could be tracked or compute a field; not those of extensions and those that a
  /// type brings with it.
  static let functions: StatementText = StatementText(
    """
    SELECT p.oid, n.nspname, p.proname, p.provolatile, p.proretset, p.prorettype,
      p.provariadic <> 0, p.proargtypes, p.proargmodes, p.proargnames, p.pronargdefaults, d.description
    FROM pg_proc p
      JOIN pg_namespace n ON n.oid = p.pronamespace
      LEFT JOIN pg_description d
        ON d.objoid = p.oid AND d.objsubid = 0 AND d.classoid = 'pg_proc'::regclass
    WHERE p.prokind = 'f' AND \(userSchema)
      AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype, 'internal'::regtype)
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = p.oid AND e.deptype IN ('e', 'i')
        AND e.classid = 'pg_proc'::regclass)
    ORDER BY n.nspname, p.proname, p.oid
    """
  )

  /// All queries, in the order in which `IntrospectionReader` takes their results.
  static let all: [Statement] = [
    types, enumValues, jsonCasts, extremes, relations, columns, constraints, functions,
  ].map { Statement($0) }
}
