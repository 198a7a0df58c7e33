/// A path inside a project, with `/` between its parts and neither `.` nor `..` in it.
package struct RelativePath: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The names on the way; empty for the project's folder itself.
  package let parts: [String]

  /// The project's folder.
  package static let root = RelativePath(parts: [])

  private init(parts: [String]) {
    self.parts = parts
  }

  /// Follows a text such as `../tables/a.yaml` from a folder; nil if it leaves the project.
  package init?(_ text: String, from folder: RelativePath = .root) {
    guard !text.hasPrefix("/"), !text.utf8.contains(0) else { return nil }
    var parts = folder.parts
    for part in text.split(separator: "/") {
      switch part {
      case ".": break
      case "..":
        guard parts.popLast() != nil else { return nil }
      default: parts.append(String(part))
      }
    }
    self.parts = parts
  }

  /// The path of a file or folder in this one, whose name has no `/`.
  package func appending(_ name: String) -> RelativePath {
    RelativePath(parts: parts + [name])
  }

  /// The folder that holds it.
  package var parent: RelativePath { RelativePath(parts: Array(parts.dropLast())) }

  /// The last part; empty for the project's folder.
  package var name: String { parts.last ?? "" }

  /// Whether it is the folder or something in it.
  package func isInside(_ folder: RelativePath) -> Bool { parts.starts(with: folder.parts) }

  package var description: String { parts.isEmpty ? "." : parts.joined(separator: "/") }

  package static func < (left: RelativePath, right: RelativePath) -> Bool {
    left.parts.lexicographicallyPrecedes(right.parts)
  }
}
