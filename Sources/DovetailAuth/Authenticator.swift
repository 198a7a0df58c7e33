package import DovetailMetadata

/// Turns the headers of a request into the session it runs in.
package struct Authenticator: Sendable {
  private let mode: AuthenticationMode

  /// Makes an authenticator for a mode.
  package init(mode: AuthenticationMode) {
    self.mode = mode
  }

  /// Finds out in which session a request with these headers, names in lower case, runs.
  package func authenticate(_ headers: [HeaderField]) throws(AuthError) -> Session {
    switch mode {
    case .open:
      return try trustedSession(headers)
    case .adminSecret(let secrets, let unauthorizedRole):
      if let candidate = presentedSecret(headers) {
        guard secrets.match(candidate) else { throw .wrongAdminSecret }
        return try trustedSession(headers)
      }
      guard let unauthorizedRole else { throw .missingAdminSecret }
      return session(of: headers, role: unauthorizedRole)
    }
  }

  private func presentedSecret(_ headers: [HeaderField]) -> String? {
    headers.first(named: HeaderName.adminSecret) ?? headers.first(named: HeaderName.accessKey)
  }

  /// The session of a client whose every header is believed.
  private func trustedSession(_ headers: [HeaderField]) throws(AuthError) -> Session {
    let named = headers.first(named: HeaderName.role) ?? ""
    let role = named.isEmpty ? RoleName.admin : RoleName(named)
    var session = session(of: headers, role: role)
    if let flag = headers.first(named: HeaderName.useBackendOnlyPermissions) {
      guard let value = BooleanText.parse(flag) else { throw .invalidBackendOnlyFlag(flag) }
      session.usesBackendOnlyPermissions = value && !session.isAdmin
    }
    return session
  }

  private func session(of headers: [HeaderField], role: RoleName) -> Session {
    var session = Session(role: role)
    // Set afterwards, because the initializer would lower the case of all names once more.
    session.variables = sessionVariables(of: headers, role: role)
    return session
  }
}
