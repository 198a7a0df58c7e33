import DovetailSQL
package import DovetailSource
import Glibc

/// Metadata in a SQLite file of the data directory: the store that needs nothing installed.
///
/// Several engines on one machine may share the file.
package final class SQLiteMetadataStore: MetadataStore {
  /// The name of the file in the data directory.
  package static let fileName = "metadata.db"

  package let instanceID: String
  private let path: String
  private let directory: String
  private let pool: SQLitePool

  /// Names the store; `prepare()` creates it.
  package init(dataDirectory: String) {
    directory = dataDirectory.isEmpty ? "." : dataDirectory
    path = directory.hasSuffix("/") ? directory + Self.fileName : "\(directory)/\(Self.fileName)"
    pool = SQLitePool(
      SQLiteSettings(location: .file(path: path), readerCount: 1, busyTimeout: .seconds(10))
    )
    instanceID = randomUUID()
  }

  package func prepare() async throws(MetadataStoreError) {
    do throws(SourceError) {
      try createDirectory(directory)
    } catch {
      throw .failed(error)
    }
    let id = randomUUID()
    try await failing { () async throws(SQLiteFailure) in
      try await pool.write { [path] (connection) throws(SQLiteFailure) in
        try connection.inTransaction { () throws(SQLiteFailure) in
          try prepareStore(connection, path: path, id: id)
        }
      }
    }
  }

  package func load() async throws(MetadataStoreError) -> StoredMetadata? {
    // One statement, so that all it gives is of one version.
    let rows = try await query(
      """
      SELECT NULL, NULL, document, resource_version FROM metadata
      UNION ALL SELECT source, name, content, NULL FROM metadata_part
      """
    )
    var stored: StoredMetadata?
    var parts: [MetadataPart] = []
    for row in 0..<rows.rowCount {
      let content = Array(rows.slice(row, 2) ?? [])
      if let source = rows.text(row, 0), let name = rows.text(row, 1) {
        parts.append(MetadataPart(key: .init(source: source, table: name), content: content))
      } else {
        stored = StoredMetadata(document: content, resourceVersion: rows.integer(row, 3) ?? 0)
      }
    }
    stored?.parts = parts
    return stored
  }

  package func save(
    _ revision: MetadataRevision,
    expectedVersion: Int,
    invalidations: [UInt8]
  ) async throws(MetadataStoreError) -> Int {
    let values: [ParameterValue] = [
      .text(revision.parts?.frame ?? revision.whole()), .integer(Int64(expectedVersion)),
      .text(invalidations), .text(instanceID), .integer(revision.parts == nil ? 0 : 1),
    ]
    let current = try await failing { () async throws(SQLiteFailure) in
      try await pool.write { (connection) throws(SQLiteFailure) in
        try connection.inTransaction { () throws(SQLiteFailure) -> Int? in
          let found = try connection.query(
            Statement("SELECT resource_version, is_parted FROM metadata")
          )
          let current = found.integer(0, 0) ?? 0
          guard current == expectedVersion else { return current }
          try saveParts(revision.parts, on: connection, hasParts: found.integer(0, 1) == 1)
          _ = try connection.query(Statement(saveStatement, values))
          return nil
        }
      }
    }
    if let current { throw .conflict(expected: expectedVersion, current: current) }
    return expectedVersion + 1
  }

  package func change(since version: Int) async throws(MetadataStoreError) -> MetadataChange? {
    let rows = try await query(
      """
      SELECT resource_version, instance_id, invalidations FROM metadata
      WHERE resource_version > ?1
      """,
      [.integer(Int64(version))]
    )
    guard let changed = rows.integer(0, 0) else { return nil }
    return MetadataChange(
      resourceVersion: changed,
      instanceID: rows.text(0, 1) ?? "",
      invalidations: Array(rows.slice(0, 2) ?? [])
    )
  }

  package func catalogState() async throws(MetadataStoreError) -> CatalogState {
    let rows = try await query("SELECT id, cli_state, console_state FROM catalog")
    guard let state = rows.catalogState else {
      throw .failed(
        SourceError(code: .unexpected, message: "the metadata store \"\(path)\" is damaged")
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
      case .cli: "UPDATE catalog SET cli_state = ?1"
      case .console: "UPDATE catalog SET console_state = ?1"
      }
    try await write(text, [.text(state)])
  }

  package func exclusively(_ body: () async -> Void) async throws(MetadataStoreError) {
    let lock: FileLock
    do throws(SourceError) {
      try createDirectory(directory)
      lock = try await FileLock(path + ".lock")
    } catch {
      throw .failed(error)
    }
    await body()
    lock.release()
  }

  package func remove() async throws(MetadataStoreError) {
    guard access(path, F_OK) == 0 else { return }
    // Only a store is removed, not whatever else has its name.
    try await prepare()
    await pool.close()
    for suffix in ["-wal", "-shm", ""] {
      guard unlink(path + suffix) != 0, errno != ENOENT else { continue }
      throw .failed(
        SourceError(
          code: .unexpected,
          message: "\"\(path + suffix)\" cannot be removed: \(String(cString: strerror(errno)))"
        )
      )
    }
  }

  package func ping() async throws(MetadataStoreError) {
    _ = try await query("SELECT 1 FROM catalog")
  }

  package func close() async {
    await pool.close()
  }

  /// The rows of a statement that reads.
  func query(
    _ text: StatementText,
    _ values: [ParameterValue] = []
  ) async throws(MetadataStoreError) -> RowSet {
    try await failing { () async throws(SQLiteFailure) in
      try await pool.read { (connection) throws(SQLiteFailure) in
        try connection.query(Statement(text, values))
      }
    }
  }

  /// Runs a statement that changes something.
  @discardableResult
  func write(
    _ text: StatementText,
    _ values: [ParameterValue]
  ) async throws(MetadataStoreError) -> RowSet {
    try await failing { () async throws(SQLiteFailure) in
      try await pool.write { (connection) throws(SQLiteFailure) in
        try connection.query(Statement(text, values))
      }
    }
  }

  /// Says which file fails and what to do about it.
  private func failing<Value>(
    _ body: () async throws(SQLiteFailure) -> Value
  ) async throws(MetadataStoreError) -> Value {
    do throws(SQLiteFailure) {
      return try await body()
    } catch {
      var failure = SourceError(error)
      switch error.kind {
      case .connection:
        failure.message =
          "the metadata store does not work: \(error.message). Make the data directory writable, "
          + "or choose another one"
      case .statement:
        failure.message = "the metadata store \"\(path)\" does not work: \(error.message)"
      case .busy, .timeLimit, .queueFull, .cancelled, .closed:
        break
      }
      throw .failed(failure)
    }
  }
}

/// Creates a directory, and those above it, unless it exists.
private func createDirectory(_ path: String) throws(SourceError) {
  var parts = path.split(separator: "/", omittingEmptySubsequences: true)[...]
  var current = path.hasPrefix("/") ? "/" : ""
  while let part = parts.popFirst() {
    current += part
    // An existing one is checked when the file in it is opened.
    if mkdir(current, 0o700) != 0 && errno != EEXIST {
      let reason = String(cString: strerror(errno))
      throw SourceError(
        code: .connectionNotEstablished,
        message: "the data directory \"\(path)\" cannot be created: \"\(current)\": \(reason). "
          + "Make the folder above it writable, or choose another data directory"
      )
    }
    current += "/"
  }
}

func randomUUID() -> String {
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
