import Glibc

/// A schema that a public service publishes, kept beside the repository on some machines only.
enum RealSchema: String, CaseIterable {
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

  /// The text; `nil` if it cannot be read.
  func read() -> [UInt8]? { readFile(Self.folder + rawValue) }
}
