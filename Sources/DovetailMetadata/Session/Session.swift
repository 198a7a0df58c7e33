/// Who makes a request: a role and the session variables that authentication found.
package struct Session: Sendable, Hashable {
  package var role: RoleName
  /// The texts of the session variables by lower-case name, `x-hasura-role` among them.
  package var variables: [String: String]
  /// Whether `backend_only` permissions count for this request.
  package var usesBackendOnlyPermissions: Bool

  package init(
    role: RoleName,
    variables: [String: String] = [:],
    usesBackendOnlyPermissions: Bool = false
  ) {
    self.role = role
    self.variables = Dictionary(
      variables.map { ($0.key.lowercased(), $0.value) },
      uniquingKeysWith: { _, last in last }
    )
    self.variables["x-hasura-role"] = role.value
    self.usesBackendOnlyPermissions = usesBackendOnlyPermissions
  }

  /// The session of the administrator without further variables.
  package static let admin = Session(role: .admin)

  /// Whether the role is the one without restrictions.
  package var isAdmin: Bool { role == .admin }

  /// The text of a session variable.
  package subscript(name: SessionVariableName) -> String? { variables[name.value] }
}
