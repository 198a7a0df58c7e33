package import DovetailPlan
import DovetailSQL
package import DovetailSource

extension SQLiteMetadataStore {
  package func introspections() async throws(MetadataStoreError) -> [StoredIntrospection] {
    let rows = try await query("SELECT kind, name, format, identity, content FROM introspection")
    return rows.storedIntrospections
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
