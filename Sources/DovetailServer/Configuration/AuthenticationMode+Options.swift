import DovetailAuth
import DovetailMetadata
import OrderedJSON

extension AuthenticationMode {
  /// Takes what concerns authentication from the options.
  init(_ options: ResolvedOptions) throws(ConfigurationError) {
    let secrets = try Self.adminSecrets(options)
    let hasHook = options.isSet(.authHook)
    let hasJWT = options.isSet(.jwtSecret) || options.isSet(.jwtSecrets)
    try Self.checkContradictions(
      options,
      hasSecret: secrets != nil,
      hasHook: hasHook,
      hasJWT: hasJWT
    )
    guard let secrets else {
      self = .open
      return
    }
    if options.text(.unauthorizedRole)?.isEmpty ?? false {
      throw .badValue(
        origin: options.origin(of: .unauthorizedRole),
        reason: "the role is empty; name one, or leave the option out"
      )
    }
    self = .adminSecret(
      secrets,
      unauthorizedRole: options.text(.unauthorizedRole).map { RoleName($0) }
    )
  }

  private static func adminSecrets(
    _ options: ResolvedOptions
  ) throws(ConfigurationError) -> AdminSecrets? {
    if let document = options.json(.adminSecrets) {
      let secrets = document.arrayValue?.map(\.stringValue) ?? [nil]
      guard let secrets = AdminSecrets(secrets.compactMap { $0 }), !secretsAreMixed(document) else {
        throw .badValue(
          origin: options.origin(of: .adminSecrets),
          reason: "expected a JSON array of texts that are not empty"
        )
      }
      return secrets
    }
    let name = options.isSet(.adminSecret) ? OptionName.adminSecret : .accessKey
    guard let text = options.text(name) else { return nil }
    guard let secrets = AdminSecrets([text]) else {
      throw .badValue(
        origin: options.origin(of: name),
        reason: "the secret is empty; set one, or unset the variable to let everybody in"
      )
    }
    return secrets
  }

  /// Whether something in the array is no secret.
  private static func secretsAreMixed(_ document: JSONValue) -> Bool {
    document.arrayValue?.contains { ($0.stringValue ?? "").isEmpty } ?? true
  }

  /// Ends the start for combinations that would not mean what they seem to mean.
  private static func checkContradictions(
    _ options: ResolvedOptions,
    hasSecret: Bool,
    hasHook: Bool,
    hasJWT: Bool
  ) throws(ConfigurationError) {
    let secret =
      "--admin-secret (HASURA_GRAPHQL_ADMIN_SECRET) or --access-key "
      + "(HASURA_GRAPHQL_ACCESS_KEY)"
    if hasHook, !hasSecret {
      throw .contradiction(
        "Fatal Error : --auth-hook (HASURA_GRAPHQL_AUTH_HOOK) requires \(secret) to be set"
      )
    }
    if hasJWT, !hasSecret {
      throw .contradiction(
        "Fatal Error : --jwt-secret (HASURA_GRAPHQL_JWT_SECRET) requires \(secret) to be set"
      )
    }
    if hasHook, hasJWT {
      throw .contradiction(
        "Fatal Error: Both webhook and JWT mode cannot be enabled at the same time"
      )
    }
    if options.isSet(.unauthorizedRole), !hasSecret || hasHook {
      throw .contradiction(
        """
        Fatal Error: --unauthorized-role (HASURA_GRAPHQL_UNAUTHORIZED_ROLE) requires \(secret) \
        and is not allowed when --auth-hook (HASURA_GRAPHQL_AUTH_HOOK) is set
        """
      )
    }
  }
}
