/// A project directory: `config.yaml`, metadata and migrations.
package struct Project: Sendable {
  package let folder: ProjectFolder
  package let configuration: ProjectConfiguration
  /// The folder of the metadata.
  package let metadataFolder: RelativePath
  /// The folder of the migrations.
  package let migrationsFolder: RelativePath

  /// Opens a project; variables of the environment win over `config.yaml`.
  package init(
    at path: String,
    environment: [String: String] = [:]
  ) throws(ProjectError) {
    folder = try ProjectFolder(path)
    configuration = try ProjectConfiguration(in: folder)
    metadataFolder = try Self.subfolder(
      environment["HASURA_GRAPHQL_METADATA_DIRECTORY"] ?? configuration.metadataDirectory,
      "metadata_directory"
    )
    migrationsFolder = try Self.subfolder(
      environment["HASURA_GRAPHQL_MIGRATIONS_DIRECTORY"] ?? configuration.migrationsDirectory,
      "migrations_directory"
    )
  }

  private static func subfolder(
    _ text: String,
    _ key: String
  ) throws(ProjectError) -> RelativePath {
    guard let path = RelativePath(text), !path.parts.isEmpty else {
      throw ProjectError(
        "\(key): \"\(text)\" leads out of the project",
        file: ProjectConfiguration.fileName
      )
    }
    return path
  }

  /// The metadata as one document.
  package func metadata() throws(ProjectError) -> MetadataDocument {
    try MetadataReader.document(in: metadataFolder, of: folder)
  }

  /// The migrations of all databases.
  package func migrations() throws(ProjectError) -> [MigrationFolder] {
    try MigrationFolder.all(in: migrationsFolder, of: folder)
  }
}
