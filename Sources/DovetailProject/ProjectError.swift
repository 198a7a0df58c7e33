package import DovetailMetadata

/// Why a project cannot be read, written or applied, in words for its authors.
package struct ProjectError: Error, Sendable, Hashable, CustomStringConvertible {
  package var message: String
  /// The file that is wrong, relative to the project's folder; nil if it is not about one file.
  package var file: String?
  package var place: Place?

  /// Where in a file.
  package enum Place: Sendable, Hashable {
    /// Line and column, counted from 1.
    case position(line: Int, column: Int)
    /// The path of a value.
    case path(JSONPath)
  }

  package init(_ message: String, file: String? = nil, place: Place? = nil) {
    self.message = message
    self.file = file
    self.place = place
  }

  /// `metadata/actions.yaml:3:5: message`, or `metadata/actions.yaml: $.actions[0]: message`.
  package var description: String {
    var text = file ?? ""
    switch place {
    case .position(let line, let column): text += ":\(line):\(column)"
    case .path(let path): text += "\(text.isEmpty ? "" : ": ")\(path)"
    case nil: break
    }
    return text.isEmpty ? message : "\(text): \(message)"
  }
}
