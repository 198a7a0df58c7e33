package import DovetailPlan
import DovetailSQL
package import DovetailSource

extension SQLiteMetadataStore {
  package func introspections() async throws(MetadataStoreError) -> [StoredIntrospection] {
    let rows = try await query("SELECT kind, name, format, identity, content FROM introspection")
    return (0..<rows.rowCount).compactMap { row in
      guard let kind = rows.text(row, 0), let name = rows.text(row, 1),
        let upstream = FetchTarget(storedKind: kind, name: name),
        let format = rows.integer(row, 2), let identity = rows.text(row, 3),
        let content = rows.slice(row, 4)
      else { return nil }
      return StoredIntrospection(
        upstream: upstream,
        format: format,
        identity: identity,
        content: Array(content)
      )
    }
  }

  package func keep(_ introspection: StoredIntrospection) async throws(MetadataStoreError) {
    let key = introspection.upstream.storedKey
    try await write(
      """
      INSERT INTO introspection (kind, name, format, identity, content)
      VALUES (?1, ?2, ?3, ?4, ?5)
      ON CONFLICT (kind, name) DO UPDATE SET format = excluded.format,
        identity = excluded.identity, content = excluded.content,
        stored_at = CURRENT_TIMESTAMP
      """,
      [
        .text(key.kind), .text(key.name), .integer(Int64(introspection.format)),
        .text(introspection.identity), .text(introspection.content),
      ]
    )
  }

  package func forgetIntrospection(
    of upstream: FetchTarget
  ) async throws(MetadataStoreError) {
    let key = upstream.storedKey
    try await write(
      "DELETE FROM introspection WHERE kind = ?1 AND name = ?2",
      [.text(key.kind), .text(key.name)]
    )
  }
}
