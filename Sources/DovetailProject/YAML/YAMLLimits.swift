/// Bounds on the YAML that is read.
package struct YAMLLimits: Sendable, Hashable {
  /// How many mappings and sequences may be open at once.
  package var depth: Int
  /// How many values a file may have, those of aliases counted where they are used.
  package var values: Int

  package init(depth: Int = 200, values: Int = 2_000_000) {
    self.depth = depth
    self.values = values
  }

  /// Depth 200, two million values.
  package static let `default` = YAMLLimits()
}
