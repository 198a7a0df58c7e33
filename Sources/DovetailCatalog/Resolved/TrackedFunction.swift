package import DovetailMetadata

/// A tracked function, resolved and checked: `search_articles(args: {word: "x"}) { title }`.
///
/// It gives rows of a tracked table, which is why a role that calls it sees of the result what it
/// may see of that table.
package struct TrackedFunction: Sendable, Hashable {
  package var name: FunctionName
  /// The table whose rows are given.
  package var table: TableName
  /// Whether any number of rows comes; otherwise one or none.
  package var isSet: Bool
  /// The root type that has the function's field.
  package var exposure: FunctionMetadata.Configuration.Exposure
  package var isVolatile: Bool
  /// The function's arguments in order, with what fills each.
  package var arguments: [FunctionArgument]
  /// The names that the function gives rise to, made as those of a table: `select` is its field,
  /// `select_aggregate` the one for aggregates.
  package var naming: TableNaming
  /// The roles that metadata lets call the function.
  package var roles: Set<RoleName>
  /// The comment in metadata, else that in the database.
  package var description: String?

  /// A root field of a function.
  package enum Field: Sendable, Hashable {
    case rows
    case aggregate
  }

  package init(
    name: FunctionName,
    table: TableName,
    isSet: Bool,
    exposure: FunctionMetadata.Configuration.Exposure,
    isVolatile: Bool,
    arguments: [FunctionArgument],
    naming: TableNaming,
    roles: Set<RoleName>,
    description: String?
  ) {
    self.name = name
    self.table = table
    self.isSet = isSet
    self.exposure = exposure
    self.isVolatile = isVolatile
    self.arguments = arguments
    self.naming = naming
    self.roles = roles
    self.description = description
  }

  /// The fields that the function has in its root type: only what is read can be aggregated.
  package var fields: [Field] {
    exposure == .query ? [.rows, .aggregate] : [.rows]
  }

  /// The name of a root field.
  package func rootField(_ field: Field) -> String {
    switch field {
    case .rows: naming.rootField(.select)
    case .aggregate: naming.rootField(.selectAggregate)
    }
  }
}
