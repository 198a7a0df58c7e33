/// Bounds on the JSON texts that are accepted.
package struct JSONLimits: Sendable, Hashable {
  /// How many arrays and objects may be open at once.
  package var depth: Int

  /// Makes limits; the depth is at most ``maximumDepth``, whatever is asked for.
  package init(depth: Int = 500) {
    self.depth = min(max(depth, 0), Self.maximumDepth)
  }

  /// The greatest depth: code that walks a `JSONValue` recursively must not exhaust its stack.
  package static let maximumDepth = 500

  /// A depth of 500.
  package static let `default` = JSONLimits()
}
