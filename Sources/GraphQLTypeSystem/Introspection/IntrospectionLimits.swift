/// Bounds on the work of one introspection field: what a selection asks for can grow as a power of
/// its nesting.
package struct IntrospectionLimits: Sendable, Hashable {
  /// How deeply selections may be nested.
  package var depth: Int
  /// How many selections there may be, fragments expanded.
  package var selections: Int
  /// How many bytes the answer may have.
  package var bytes: Int

  /// Makes limits; what is not given is ample for tools.
  package init(depth: Int = 100, selections: Int = 20_000, bytes: Int = 256 << 20) {
    self.depth = depth
    self.selections = selections
    self.bytes = bytes
  }
}
