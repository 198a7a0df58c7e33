import FoundationEssentials
import Glibc

/// A copy of `Examples/blog` that vanishes with its last user, and a place for its database.
final class ProjectCopy: Sendable {
  let folder: String

  var path: String { folder + "/blog" }
  var database: String { folder + "/blog.db" }
  var environment: [String] { ["BLOG_DATABASE=\(database)"] }

  init() throws {
    folder = "/tmp/dovetail-blog-\(UInt64.random(in: 0...UInt64.max))"
    var repository = URL(filePath: #filePath)
    for _ in 0..<4 { repository.deleteLastPathComponent() }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: repository.appending(path: "Examples/blog").path(),
      toPath: folder + "/blog"
    )
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  func write(_ text: String, to name: String) throws {
    let file = URL(filePath: path + "/" + name)
    try FileManager.default.createDirectory(
      atPath: file.deletingLastPathComponent().path(),
      withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: file)
  }
}
