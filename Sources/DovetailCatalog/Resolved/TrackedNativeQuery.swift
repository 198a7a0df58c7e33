/// A native query, resolved and checked: `articles_since(args: {year: 2024}) { title }`.
///
/// It gives rows of a logical model, which is why a role that asks for it sees of the result what it
/// may see of that model.
package struct TrackedNativeQuery: Sendable, Hashable {
  /// The root field's name in metadata.
  package var name: String
  package var template: QueryTemplate
  package var arguments: [Argument]
  /// The name of the logical model of a row.
  package var model: String
  /// The names that the query gives rise to, made as those of a table.
  package var naming: TableNaming
  package var description: String?

  /// A value that the client gives.
  package struct Argument: Sendable, Hashable {
    package var name: String
    package var type: ColumnType
    package var isNullable: Bool
    package var description: String?

    package init(name: String, type: ColumnType, isNullable: Bool, description: String?) {
      self.name = name
      self.type = type
      self.isNullable = isNullable
      self.description = description
    }
  }

  package init(
    name: String,
    template: QueryTemplate,
    arguments: [Argument],
    model: String,
    naming: TableNaming,
    description: String?
  ) {
    self.name = name
    self.template = template
    self.arguments = arguments
    self.model = model
    self.naming = naming
    self.description = description
  }

  /// The name of the root field.
  package var rootField: String { naming.rootField(.select) }
}
