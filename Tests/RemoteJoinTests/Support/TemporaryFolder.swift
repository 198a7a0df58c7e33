import FoundationEssentials
import OrderedCollections
import OrderedJSON

/// A folder that is removed with this object.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = "/tmp/dovetail-engine-\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }
}
