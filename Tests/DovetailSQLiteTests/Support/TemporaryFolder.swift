import DovetailSQLite
import DovetailSource
import FoundationEssentials

/// A folder that is removed with this object.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = "/tmp/dovetail-sqlite-\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(
      atPath: path,
      withIntermediateDirectories: true
    )
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file into the folder.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: file(name)))
  }

  /// A pool on a database in this folder.
  func pool(
    _ name: String = "test.db",
    script: String = "",
    change: (inout SQLiteSettings) -> Void = { _ in }
  ) async throws -> SQLitePool {
    var settings = SQLiteSettings(location: .file(path: file(name)))
    change(&settings)
    let pool = SQLitePool(settings)
    if !script.isEmpty { _ = try await pool.run(SQLScript(sql: script)) }
    return pool
  }
}
