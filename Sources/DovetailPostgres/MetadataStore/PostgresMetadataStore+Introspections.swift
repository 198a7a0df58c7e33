package import DovetailPlan
package import DovetailSource

extension PostgresMetadataStore {
  package func introspections() async throws(MetadataStoreError) -> [StoredIntrospection] {
    let rows = try await query(
      "SELECT kind, name, format, identity, content FROM hdb_catalog.dovetail_introspection"
    )
    return rows.storedIntrospections
  }

  package func keep(_ introspection: StoredIntrospection) async throws(MetadataStoreError) {
    let key = introspection.upstream.storedKey
    _ = try await execute(
      Statement(
        """
        INSERT INTO hdb_catalog.dovetail_introspection (kind, name, format, identity, content)
        VALUES ($1, $2, $3::integer, $4, $5)
        ON CONFLICT (kind, name) DO UPDATE SET format = EXCLUDED.format,
          identity = EXCLUDED.identity, content = EXCLUDED.content, stored_at = now()
        """,
        [
          key.kind, key.name, "\(introspection.format)", introspection.identity,
          String(decoding: introspection.content, as: UTF8.self),
        ]
      )
    )
  }

  package func forgetIntrospection(
    of upstream: FetchTarget
  ) async throws(MetadataStoreError) {
    let key = upstream.storedKey
    _ = try await execute(
      Statement(
        "DELETE FROM hdb_catalog.dovetail_introspection WHERE kind = $1 AND name = $2",
        [key.kind, key.name]
      )
    )
  }
}
