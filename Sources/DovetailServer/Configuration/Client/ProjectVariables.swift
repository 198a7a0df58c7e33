/// Environment variables that say where things are in a project, beside those of options.
package enum ProjectVariables {
  package static let metadataDirectory = "HASURA_GRAPHQL_METADATA_DIRECTORY"
  package static let migrationsDirectory = "HASURA_GRAPHQL_MIGRATIONS_DIRECTORY"

  /// All of them.
  static let names: Set<String> = [metadataDirectory, migrationsDirectory]
}
