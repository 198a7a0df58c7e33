/// The names of headers and settings whose values never reach the log.
enum SecretNames {
  private static let names: Set<String> = [
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-hasura-admin-secret",
    "x-hasura-access-key", "admin_secret", "password", "database_url", "metadata_database_url",
  ]

  /// Whether the value under that name, in any case, is secret.
  static func contains(_ name: String) -> Bool {
    names.contains(name.lowercased())
  }
}
