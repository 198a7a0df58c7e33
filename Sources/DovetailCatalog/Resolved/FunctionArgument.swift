/// An argument of a database function, with what fills it.
package struct FunctionArgument: Sendable, Hashable {
  /// The name; empty for arguments that have none.
  package var name: String
  package var type: ColumnType
  package var hasDefault: Bool
  package var role: Role

  /// What fills an argument.
  package enum Role: Sendable, Hashable {
    /// The row of the table (computed fields).
    case row
    /// The session variables as JSON.
    case session
    /// An argument of the client.
    case client
  }

  package init(name: String, type: ColumnType, hasDefault: Bool, role: Role) {
    self.name = name
    self.type = type
    self.hasDefault = hasDefault
    self.role = role
  }
}

/// The arguments that clients give, by their names in GraphQL: an argument without a name is called
/// after its place among them, `arg_1`.
package func clientArguments(
  of arguments: [FunctionArgument]
) -> [(fieldName: String, argument: FunctionArgument)] {
  arguments.filter { $0.role == .client }.enumerated().map { index, argument in
    (argument.name.isEmpty ? "arg_\(index + 1)" : argument.name, argument)
  }
}
