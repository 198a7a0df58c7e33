import OrderedCollections
import OrderedJSON

/// What `config.yaml` says.
package struct ProjectConfiguration: Sendable {
  package var endpoint: String?
  package var adminSecret: String?
  package var metadataDirectory = "metadata"
  package var migrationsDirectory = "migrations"
  package var skipsTLSVerification = false
  package var certificateAuthority: String?
  /// Where the engine's endpoints are, where they are not in their usual places.
  package var paths: [EngineEndpoint: String] = [:]
  /// What has no effect.
  package var notices: [String] = []

  /// The name of the file.
  package static let fileName = "config.yaml"

  /// What holds without a file.
  package init() {}

  /// Reads the file of a project; without one, the defaults hold.
  package init(in folder: ProjectFolder) throws(ProjectError) {
    let file = RelativePath.root.appending(Self.fileName)
    guard folder.kind(of: file) != nil else { return }
    let value = try YAMLReader.read(folder.text(of: file), file: Self.fileName)
    guard let json = value.json else {
      throw ProjectError("!include has no meaning here", file: Self.fileName)
    }
    guard !json.isNull else { return }
    guard case .object(let members) = json else {
      throw ProjectError("expected keys and values", file: Self.fileName)
    }
    for (key, value) in members { try read(key, value) }
  }

  /// The keys that concern other tools or parts of the reference's tool.
  private static let withoutEffect: Set<String> = [
    "seeds_directory", "actions", "enable_telemetry", "disable_interactive",
  ]

  private mutating func read(_ key: String, _ value: JSONValue) throws(ProjectError) {
    switch key {
    case "version":
      guard value == 3 else {
        throw Self.error(
          "config version \(value) is not supported; the version is 3",
          key
        )
      }
    case "endpoint": endpoint = try Self.text(value, key)
    case "admin_secret", "access_key": adminSecret = try Self.text(value, key)
    case "metadata_directory":
      metadataDirectory = try Self.text(value, key) ?? metadataDirectory
    case "migrations_directory":
      migrationsDirectory = try Self.text(value, key) ?? migrationsDirectory
    case "insecure_skip_tls_verify":
      guard let flag = value.boolValue else { throw Self.error("expected true or false", key) }
      skipsTLSVerification = flag
    case "certificate_authority": certificateAuthority = try Self.text(value, key)
    case "api_paths": try readPaths(value)
    case "metadata_file":
      throw Self.error("metadata in a single file is not supported; use metadata_directory", key)
    case _ where Self.withoutEffect.contains(key): break
    default: notices.append("\(Self.fileName): the key \"\(key)\" is not known")
    }
  }

  private mutating func readPaths(_ value: JSONValue) throws(ProjectError) {
    guard case .object(let members) = value else {
      throw Self.error("expected keys and values", "api_paths")
    }
    for (key, value) in members {
      let path = try Self.text(value, key)
      switch key {
      case "v1_metadata": paths[.metadata] = path
      case "v2_query": paths[.query] = path
      case "query", "v1_query", "graphql", "config", "pg_dump", "version": break
      default: notices.append("\(Self.fileName): the key \"api_paths.\(key)\" is not known")
      }
    }
  }

  /// A text; numbers count as their digits, since secrets may look like numbers.
  private static func text(
    _ value: JSONValue,
    _ key: String
  ) throws(ProjectError) -> String? {
    switch value {
    case .null: return nil
    case .string(let text): return text.isEmpty ? nil : text
    case .number(let number): return number.text
    default: throw error("expected text", key)
    }
  }

  private static func error(_ message: String, _ key: String) -> ProjectError {
    ProjectError("\(key): \(message)", file: fileName)
  }
}
