package import GraphQLTypeSystem

/// Bounds of one operation, which keep a hostile one from costing more than it should.
package struct OperationLimits: Sendable, Hashable {
  /// How many fields may be selected in all, fragments expanded.
  package var fields: Int
  /// How many selections there may be in all, fragments expanded: fields, included or not, and
  /// fragments.
  package var selections: Int
  /// How deep fields, and fragments within one object, may be nested.
  package var depth: Int
  /// How deep input values may be nested.
  package var inputDepth: Int
  /// What introspection may take, all its fields together.
  package var introspection: IntrospectionLimits

  package init(
    fields: Int = 5_000,
    selections: Int = 50_000,
    depth: Int = 100,
    inputDepth: Int = 64,
    introspection: IntrospectionLimits = IntrospectionLimits()
  ) {
    self.fields = fields
    self.selections = selections
    self.depth = depth
    self.inputDepth = inputDepth
    self.introspection = introspection
  }
}
