import DovetailProject
import FoundationEssentials
import Glibc
import Testing

/// A project directory that vanishes with its last user.
final class TemporaryProject: Sendable {
  let path: String

  /// Makes a directory with files, by their paths in it.
  init(_ files: [String: String] = [:]) throws {
    path = "/tmp/dovetail-project-\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ text: String, to name: String) throws {
    let file = URL(filePath: path + "/" + name)
    try FileManager.default.createDirectory(
      atPath: file.deletingLastPathComponent().path(),
      withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: file)
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/" + name)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path + "/" + name,
      withDestinationPath: target
    )
  }

  /// The project that the directory is.
  func project() throws -> Project { try Project(at: path) }
}

/// The message of the error that a body throws.
func complaint(of body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return "\(error)"
  }
}

/// A metadata folder with a source of one table.
let smallMetadata = [
  "config.yaml": "version: 3\nendpoint: http://127.0.0.1:1\n",
  "metadata/version.yaml": "version: 3\n",
  "metadata/databases/databases.yaml": """
  - name: default
    kind: postgres
    configuration:
      connection_info:
        database_url:
          from_env: PG_URL
    tables: "!include default/tables/tables.yaml"

  """,
  "metadata/databases/default/tables/tables.yaml": "- \"!include public_author.yaml\"\n",
  "metadata/databases/default/tables/public_author.yaml": """
  table:
    name: author
    schema: public
  select_permissions:
    - role: user
      permission:
        columns: '*'
        filter:
          id:
            _eq: X-Hasura-User-Id

  """,
]
