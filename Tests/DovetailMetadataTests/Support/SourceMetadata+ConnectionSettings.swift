import DovetailMetadata

extension SourceMetadata {
  /// The configuration of a source of the PostgreSQL family.
  func connectionSettings() throws(MetadataError) -> ConnectionSettings {
    try ConnectionSettings(ValueReader(configuration))
  }
}
