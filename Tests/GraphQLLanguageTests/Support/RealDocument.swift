import Glibc

/// A schema that a public service publishes, kept beside the repository on some machines only.
enum RealDocument: String, CaseIterable {
  case gitHub = "github.graphql"
  case gitHubInvalid = "github-2025-02-27-invalid.graphql.gz"
  case openCollective = "opencollective-v2.graphql"
  case starWars = "swapi.graphql"

  /// `../shared/real/graphql`, seen from the package.
  private static let folder: String = {
    let package = #filePath.split(separator: "/").dropLast(4)
    return "/" + package.dropLast().joined(separator: "/") + "/shared/real/graphql/"
  }()

  static var areAvailable: Bool { access(folder, R_OK) == 0 }

  /// The unpacked bytes; `nil` if they cannot be read.
  func read() -> [UInt8]? {
    let path = Self.folder + rawValue
    guard access(path, R_OK) == 0,
      let stream = rawValue.hasSuffix(".gz") ? popen("gzip -dc '\(path)'", "r") : fopen(path, "r")
    else { return nil }
    defer { _ = rawValue.hasSuffix(".gz") ? pclose(stream) : fclose(stream) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 {
      bytes += chunk.prefix(count)
    }
    return bytes
  }
}
