import DovetailMetadata

/// The names of headers that authentication looks at, in lower case.
enum HeaderName {
  static let adminSecret = "x-hasura-admin-secret"
  static let accessKey = "x-hasura-access-key"
  static let role = "x-hasura-role"
  static let useBackendOnlyPermissions = "x-hasura-use-backend-only-permissions"
}

/// The session variables among the headers: all `x-hasura-` ones except the secrets, with the
/// role that the request really runs as.
///
/// Of equal names the first one counts.
func sessionVariables(of headers: [HeaderField], role: RoleName) -> [String: String] {
  var variables = [HeaderName.role: role.value]
  for header in headers where header.name.hasPrefix("x-hasura-") {
    switch header.name {
    case HeaderName.role, HeaderName.adminSecret, HeaderName.accessKey: continue
    default: if variables[header.name] == nil { variables[header.name] = header.value }
    }
  }
  return variables
}
