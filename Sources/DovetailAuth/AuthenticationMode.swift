package import DovetailMetadata

/// How the engine finds out who sends a request.
package enum AuthenticationMode: Sendable {
  /// Nothing is configured: everybody is trusted, and is `admin` unless they name another role.
  case open
  /// One of the secrets makes a request trusted; without one it runs as the unauthorized role.
  case adminSecret(AdminSecrets, unauthorizedRole: RoleName?)
}
