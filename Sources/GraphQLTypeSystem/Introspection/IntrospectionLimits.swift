/// Bounds on the work of one introspection field: what a selection asks for can grow as a power of
/// its nesting.
package struct IntrospectionLimits: Sendable, Hashable {
  /// How deeply selections may be nested.
  package var depth: Int
  /// How deeply lists of fields, interfaces, possible types and input fields may be nested: each
  /// nesting multiplies the answer by the members of a type.
  package var lists: Int
  /// How many selections there may be, fragments expanded.
  package var selections: Int
  /// How many bytes the answer may have.
  package var bytes: Int

  /// Makes limits; what is not given is ample for tools, whose queries have some 300 selections.
  package init(
    depth: Int = 100,
    lists: Int = 2,
    selections: Int = 4_000,
    bytes: Int = 256 << 20
  ) {
    self.depth = depth
    self.lists = lists
    self.selections = selections
    self.bytes = bytes
  }
}
