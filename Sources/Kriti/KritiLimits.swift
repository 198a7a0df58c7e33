/// Bounds on templates and on what they may cost.
package struct KritiLimits: Sendable, Hashable {
  /// The longest template, in bytes.
  package var templateSize: Int
  /// How deep expressions may be nested.
  package var depth: Int
  /// How many expressions one evaluation may visit.
  package var steps: Int
  /// How many bytes of text and how many values one evaluation may make, together.
  package var size: Int

  package init(
    templateSize: Int = 1 << 20,
    depth: Int = 64,
    steps: Int = 1_000_000,
    size: Int = 32 << 20
  ) {
    self.templateSize = templateSize
    self.depth = min(depth, 128)
    self.steps = steps
    self.size = size
  }

  package static let `default` = KritiLimits()
}
