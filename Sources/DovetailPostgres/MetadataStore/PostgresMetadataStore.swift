package import DovetailSource

/// Metadata in the schema `hdb_catalog` of a PostgreSQL database, where the reference engine keeps
/// it.
package final class PostgresMetadataStore: MetadataStore {
  /// The version of the catalog's layout that this store writes; earlier ones of the v2 line differ
  /// only in tables that it does not need.
  static let catalogVersion = 48
  /// The first version that keeps metadata as one document.
  static let firstReadableVersion = 43

  package let instanceID: String
  private let pool: PostgresPool
  private let target: ConnectionTarget
  private let settings: PoolSettings

  package init(_ target: ConnectionTarget, settings: PoolSettings = PoolSettings()) {
    self.target = target
    self.settings = settings
    pool = PostgresPool(target, settings: settings)
    instanceID = Self.randomUUID()
  }

  package func prepare() async throws(MetadataStoreError) {
    if try await checkVersion() {
      // The catalog may be one of the reference's. An engine that may not add to it works without
      // kept introspections, and logs that it cannot keep them.
      _ = try? await pool.run(SQLScript(sql: introspectionTableDefinition))
      return
    }
    try await failing { () async throws(SourceError) in
      try await pool.withTransaction(TransactionMode()) {
        (transaction) async throws(SourceError) in
        // Several engines may start at once: only one creates. The number is arbitrary.
        _ = try await transaction.query(
          Statement("SELECT pg_advisory_xact_lock(7032480421)")
        )
        _ = try await transaction.run(script: catalogDefinition + introspectionTableDefinition)
        _ = try await transaction.query(
          Statement(
            """
            INSERT INTO hdb_catalog.hdb_version (version, upgraded_on)
            SELECT $1, now() WHERE NOT EXISTS (SELECT FROM hdb_catalog.hdb_version)
            """,
            ["\(Self.catalogVersion)"]
          )
        )
      }
    }
  }

  package func load() async throws(MetadataStoreError) -> StoredMetadata? {
    let rows = try await query(
      "SELECT metadata, resource_version FROM hdb_catalog.hdb_metadata WHERE id = 1"
    )
    guard rows.rowCount > 0 else { return nil }
    return StoredMetadata(
      document: Array(rows.slice(0, 0) ?? []),
      resourceVersion: rows.integer(0, 1) ?? 0
    )
  }

  package func save(
    _ revision: MetadataRevision,
    expectedVersion: Int,
    invalidations: [UInt8]
  ) async throws(MetadataStoreError) -> Int {
    let parameters = [
      String(decoding: revision.whole(), as: UTF8.self), "\(expectedVersion)",
      String(decoding: invalidations, as: UTF8.self), instanceID,
    ]
    let statement = Statement(
      expectedVersion == 0 ? Self.insertStatement : Self.updateStatement,
      parameters
    )
    let rows = try await execute(statement)
    if let version = rows.integer(0, 0) { return version }
    let current = try await load()?.resourceVersion ?? 0
    throw .conflict(expected: expectedVersion, current: current)
  }

  package func change(since version: Int) async throws(MetadataStoreError) -> MetadataChange? {
    let rows = try await query(
      """
      SELECT resource_version, instance_id, notification
      FROM hdb_catalog.hdb_schema_notifications WHERE resource_version > $1::integer
      """,
      ["\(version)"]
    )
    guard let changed = rows.integer(0, 0) else { return nil }
    return MetadataChange(
      resourceVersion: changed,
      instanceID: rows.text(0, 1) ?? "",
      invalidations: Array(rows.slice(0, 2) ?? [])
    )
  }

  package func catalogState() async throws(MetadataStoreError) -> CatalogState {
    let rows = try await query(
      "SELECT hasura_uuid, cli_state, console_state FROM hdb_catalog.hdb_version"
    )
    guard let state = rows.catalogState else {
      throw .failed(
        SourceError(
          code: .unexpected,
          message: "hdb_catalog.hdb_version is empty; the store is damaged"
        )
      )
    }
    return state
  }

  package func setCatalogState(
    _ state: [UInt8],
    of client: CatalogState.Client
  ) async throws(MetadataStoreError) {
    let text: StatementText =
      switch client {
      case .cli: "UPDATE hdb_catalog.hdb_version SET cli_state = $1::jsonb"
      case .console: "UPDATE hdb_catalog.hdb_version SET console_state = $1::jsonb"
      }
    _ = try await execute(Statement(text, [String(decoding: state, as: UTF8.self)]))
  }

  package func exclusively(_ body: () async -> Void) async throws(MetadataStoreError) {
    // A connection of its own, since the body may need all of the pool.
    var settings = settings
    settings.maxConnections = 1
    settings.connectionLifetime = nil
    let lock = PostgresPool(target, settings: settings)
    defer { lock.close() }
    try await failing { () async throws(SourceError) in
      try await lock.withTransaction(TransactionMode(), keepsConnection: false) {
        (transaction) async throws(SourceError) in
        _ = try await transaction.run(
          script: """
            SET LOCAL statement_timeout = 0;
            SET LOCAL lock_timeout = 0;
            SET LOCAL idle_in_transaction_session_timeout = 0
            """
        )
        // The number is arbitrary.
        _ = try await transaction.query(Statement("SELECT pg_advisory_xact_lock(7032480422)"))
        await body()
      }
    }
  }

  package func remove() async throws(MetadataStoreError) {
    _ = try await failing { () async throws(SourceError) in
      try await pool.run(SQLScript(sql: "DROP SCHEMA IF EXISTS hdb_catalog CASCADE"))
    }
  }

  package func ping() async throws(MetadataStoreError) {
    _ = try await query("SELECT 1")
  }

  package func close() async {
    pool.close()
  }

  /// Whether the catalog is there and complete.
  ///
  /// - Throws: If it is there in a layout that cannot be used.
  private func checkVersion() async throws(MetadataStoreError) -> Bool {
    let found = try await query(
      """
      SELECT to_regclass('hdb_catalog.hdb_version') IS NOT NULL,
        to_regclass('hdb_catalog.hdb_metadata') IS NOT NULL
          AND to_regclass('hdb_catalog.hdb_schema_notifications') IS NOT NULL
      """
    )
    guard found.text(0, 0) == "t" else { return false }
    let rows = try await query("SELECT version FROM hdb_catalog.hdb_version")
    guard let version = rows.text(0, 0) else { return false }
    // Versions such as 43.2 were published in between.
    let major = version.split(separator: ".").first.flatMap { Int($0) } ?? 0
    guard major >= Self.firstReadableVersion else {
      throw .failed(
        SourceError(
          code: .notSupported,
          message: "the metadata catalog has version \(version), but only version "
            + "\(Self.firstReadableVersion) and later keep metadata as one document: upgrade it "
            + "with a v2 release of Hasura GraphQL Engine first"
        )
      )
    }
    return found.text(0, 1) == "t"
  }

  // The metadata counts as saved only together with the news of it, so one statement does both.
  private static let updateStatement: StatementText = """
    WITH saved AS (
      UPDATE hdb_catalog.hdb_metadata
      SET metadata = $1::json, resource_version = resource_version + 1
      WHERE id = 1 AND resource_version = $2::integer
      RETURNING resource_version
    ), told AS (
      INSERT INTO hdb_catalog.hdb_schema_notifications
        (id, notification, resource_version, instance_id)
      SELECT 1, $3::json, resource_version, $4::uuid FROM saved
      ON CONFLICT (id) DO UPDATE SET notification = EXCLUDED.notification,
        resource_version = EXCLUDED.resource_version, instance_id = EXCLUDED.instance_id,
        updated_at = now()
    )
    SELECT resource_version FROM saved
    """

  private static let insertStatement: StatementText = """
    WITH saved AS (
      INSERT INTO hdb_catalog.hdb_metadata (id, metadata, resource_version)
      SELECT 1, $1::json, $2::integer + 1
      ON CONFLICT (id) DO NOTHING
      RETURNING resource_version
    ), told AS (
      INSERT INTO hdb_catalog.hdb_schema_notifications
        (id, notification, resource_version, instance_id)
      SELECT 1, $3::json, resource_version, $4::uuid FROM saved
      ON CONFLICT (id) DO UPDATE SET notification = EXCLUDED.notification,
        resource_version = EXCLUDED.resource_version, instance_id = EXCLUDED.instance_id,
        updated_at = now()
    )
    SELECT resource_version FROM saved
    """

  /// The rows of a statement that reads.
  func query(
    _ text: StatementText,
    _ parameters: [String?] = []
  ) async throws(MetadataStoreError) -> RowSet {
    try await failing { () async throws(SourceError) in
      try await pool.query(Statement(text, parameters))
    }
  }

  /// Runs a statement in a transaction of its own.
  func execute(_ statement: Statement) async throws(MetadataStoreError) -> RowSet {
    let results = try await failing { () async throws(SourceError) in
      try await pool.execute([statement], in: TransactionMode())
    }
    return results.first ?? RowSet(columnCount: 0, rowCount: 0, bytes: [], cells: [])
  }

  private func failing<Value>(
    _ body: () async throws(SourceError) -> Value
  ) async throws(MetadataStoreError) -> Value {
    do {
      return try await body()
    } catch let error {
      throw .failed(error)
    }
  }

  private static func randomUUID() -> String {
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      text += byte < 16 ? "0" : ""
      text += String(byte, radix: 16)
    }
    return text
  }
}
