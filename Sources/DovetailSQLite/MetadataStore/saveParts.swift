import DovetailSQL
import DovetailSource

/// Writes the tables that a new version of the document has apart, inside of the transaction that
/// writes the document.
///
/// If the version that is stored has all its tables apart (`hasParts`), only what changed is written.
func saveParts(
  _ parts: MetadataRevision.Parts?,
  on connection: SQLiteConnection,
  hasParts: Bool
) throws(SQLiteFailure) {
  guard let parts, hasParts else {
    _ = try connection.query(Statement("DELETE FROM metadata_part"))
    for part in parts?.all() ?? [] { try save(part, on: connection) }
    return
  }
  for key in parts.removed {
    _ = try connection.query(
      Statement(
        "DELETE FROM metadata_part WHERE source = ?1 AND name = ?2",
        [.text(key.source), .text(key.table)]
      )
    )
  }
  for part in parts.changed { try save(part, on: connection) }
}

private func save(
  _ part: MetadataPart,
  on connection: SQLiteConnection
) throws(SQLiteFailure) {
  _ = try connection.query(
    Statement(
      """
      INSERT INTO metadata_part (source, name, content) VALUES (?1, ?2, ?3)
      ON CONFLICT (source, name) DO UPDATE SET content = excluded.content
      """,
      [.text(part.key.source), .text(part.key.table), .text(part.content)]
    )
  )
}
