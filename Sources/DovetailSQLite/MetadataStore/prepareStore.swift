import DovetailSource
import DovetailSQL

/// Marks a file as a metadata store: `Dvtl`.
private let applicationID = 0x4476_746C
/// The layout of the tables below.
private let layoutVersion = 3

/// Creates the tables of a metadata store in an empty file, or checks that those in it can be used.
func prepareStore(
  _ connection: SQLiteConnection,
  path: String,
  id: String
) throws(SQLiteFailure) {
  let found = try connection.query(
    Statement(
      """
      SELECT (SELECT application_id FROM pragma_application_id),
        (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)
      """
    )
  )
  if found.integer(0, 2) == 0 {
    try connection.execute(storeDefinition)
    try connection.execute(actionLogDefinition)
    try connection.execute(introspectionTableDefinition)
    try connection.execute(partDefinition)
    try connection.execute("PRAGMA application_id = \(applicationID)")
    try connection.execute("PRAGMA user_version = \(layoutVersion)")
    _ = try connection.query(
      Statement("INSERT INTO catalog (id) VALUES (?1)", [.text(id)])
    )
    return
  }
  guard found.integer(0, 0) == applicationID else {
    throw SQLiteFailure(
      .connection,
      "\"\(path)\" is a SQLite database, but no metadata store of Dovetail"
    )
  }
  guard let version = found.integer(0, 1), version <= layoutVersion else {
    throw SQLiteFailure(
      .connection,
      "\"\(path)\" was written by a later version of Dovetail, whose layout this one does not know"
    )
  }
  if version < 2 { try connection.execute(actionLogDefinition) }
  if version < 3 { try connection.execute(partDefinition) }
  if version < layoutVersion {
    try connection.execute("PRAGMA user_version = \(layoutVersion)")
  }
  // A table more does not disturb engines that do not know it, so the layout keeps its number.
  try connection.execute(introspectionTableDefinition)
}

private let storeDefinition = """
  CREATE TABLE metadata (
    row INTEGER PRIMARY KEY CHECK (row = 1),
    document TEXT NOT NULL,
    resource_version INTEGER NOT NULL,
    instance_id TEXT NOT NULL,
    invalidations TEXT NOT NULL
  ) STRICT;
  CREATE TABLE catalog (
    row INTEGER PRIMARY KEY DEFAULT 1 CHECK (row = 1),
    id TEXT NOT NULL,
    cli_state TEXT NOT NULL DEFAULT '{}',
    console_state TEXT NOT NULL DEFAULT '{}'
  ) STRICT;
  """

/// Since layout 2.
private let actionLogDefinition = """
  CREATE TABLE action_log (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    action_name TEXT NOT NULL,
    input_payload TEXT NOT NULL,
    request_headers TEXT NOT NULL,
    session_variables TEXT NOT NULL,
    response_payload TEXT,
    errors TEXT,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    status TEXT NOT NULL DEFAULT 'created'
      CHECK (status IN ('created', 'processing', 'completed', 'error'))
  ) STRICT;
  CREATE INDEX action_log_status ON action_log (status) WHERE status IN ('created', 'processing');
  """

/// Since layout 3: the tables of sources apart from the document, which has them inside as long as it
/// is not parted.
private let partDefinition = """
  CREATE TABLE metadata_part (
    row INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (source, name)
  ) STRICT;
  ALTER TABLE metadata ADD COLUMN is_parted INTEGER NOT NULL DEFAULT 0;
  """

private let introspectionTableDefinition = """
  CREATE TABLE IF NOT EXISTS introspection (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    format INTEGER NOT NULL,
    identity TEXT NOT NULL,
    content TEXT NOT NULL,
    stored_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (kind, name)
  ) STRICT;
  """

/// Replaces the document together with the news of it: document, replaced version, invalidations,
/// engine, whether tables are kept apart.
let saveStatement: StatementText = """
  INSERT INTO metadata (row, document, resource_version, invalidations, instance_id, is_parted)
  VALUES (1, ?1, ?2 + 1, ?3, ?4, ?5)
  ON CONFLICT (row) DO UPDATE SET document = excluded.document,
    resource_version = excluded.resource_version, invalidations = excluded.invalidations,
    instance_id = excluded.instance_id, is_parted = excluded.is_parted
  """
