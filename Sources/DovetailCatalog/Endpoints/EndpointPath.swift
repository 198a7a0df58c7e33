/// The URL of a REST endpoint below `/api/rest/`, taken apart at its slashes.
package struct EndpointPath: Sendable, Hashable {
  /// What stands between two slashes.
  package enum Segment: Sendable, Hashable {
    case literal(String)
    /// Any text, which becomes the value of a variable.
    case variable(String)
  }

  package let segments: [Segment]

  /// Takes a URL template apart: `author/:id`.
  package init(_ template: String) {
    segments = template.split(separator: "/", omittingEmptySubsequences: false).map { part in
      part.first == ":" ? .variable(String(part.dropFirst())) : .literal(String(part))
    }
  }

  /// The names of the variables, in the order of the URL.
  package var variables: [String] {
    segments.compactMap { if case .variable(let name) = $0 { name } else { nil } }
  }

  /// Whether a segment is empty, or a variable has no name.
  var hasEmptySegment: Bool {
    segments.contains { segment in
      switch segment {
      case .literal(let text), .variable(let text): text.isEmpty
      }
    }
  }

  /// Whether two variables have the same name.
  var repeatsVariable: Bool {
    let variables = variables
    return Set(variables).count < variables.count
  }

  /// Whether there are requests that fit both paths.
  func overlaps(_ other: EndpointPath) -> Bool {
    guard segments.count == other.segments.count else { return false }
    return zip(segments, other.segments).allSatisfy { pair in
      guard case (.literal(let own), .literal(let others)) = pair else { return true }
      return own == others
    }
  }

  /// The values of the variables if the decoded segments of a request fit.
  package func match(_ path: [String]) -> [(name: String, value: String)]? {
    guard path.count == segments.count else { return nil }
    var values: [(name: String, value: String)] = []
    for (segment, text) in zip(segments, path) {
      switch segment {
      case .literal(let wanted): guard wanted == text else { return nil }
      case .variable(let name): values.append((name, text))
      }
    }
    return values
  }
}
