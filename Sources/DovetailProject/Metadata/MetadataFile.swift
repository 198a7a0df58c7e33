/// The files of a metadata folder, each with the key of the document that it holds.
enum MetadataFile {
  /// The version of the document.
  static let version = "version.yaml"
  /// The sources.
  static let databases = "databases/databases.yaml"
  /// Handlers and permissions of actions, and what the types in ``actionTypes`` have beside them.
  static let actions = "actions.yaml"
  /// The fields of actions and their types, as a GraphQL schema.
  static let actionTypes = "actions.graphql"

  /// The files that hold one key, and what stands in them when there is nothing to say.
  static let single: [(name: String, key: String, empty: Emptiness)] = [
    ("remote_schemas.yaml", "remote_schemas", .list),
    ("query_collections.yaml", "query_collections", .list),
    ("allow_list.yaml", "allowlist", .list),
    ("cron_triggers.yaml", "cron_triggers", .list),
    ("rest_endpoints.yaml", "rest_endpoints", .list),
    ("api_limits.yaml", "api_limits", .object),
    ("metrics_config.yaml", "metrics_config", .object),
    ("inherited_roles.yaml", "inherited_roles", .list),
    ("graphql_schema_introspection.yaml", "graphql_schema_introspection", .introspection),
    ("network.yaml", "network", .object),
    ("backend_configs.yaml", "backend_configs", .object),
    ("opentelemetry.yaml", "opentelemetry", .object),
  ]

  /// How a file says that there is nothing.
  enum Emptiness {
    case list
    case object
    case introspection
  }

  /// The names at the top of a metadata folder that mean something.
  static let known: Set<String> = Set(
    single.map(\.name) + [version, "databases", actions, actionTypes]
  )

  /// The files of the layout before sources, config version 2.
  static let outdated: Set<String> = ["tables.yaml", "functions.yaml"]
}
