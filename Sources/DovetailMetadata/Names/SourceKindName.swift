/// The kind of a source as metadata spells it: `postgres`, `sqlite`, or the name of a connector.
package struct SourceKindName: MetadataName {
  package let value: String

  package init(_ value: String) {
    self.value = value
  }

  package static let postgres = SourceKindName("postgres")
  package static let citus = SourceKindName("citus")
  package static let cockroach = SourceKindName("cockroach")
  package static let sqlite = SourceKindName("sqlite")

  /// The kind of a source that is not known here, which assumes no schema.
  static let unknown = SourceKindName("")

  /// Whether the kind speaks PostgreSQL.
  package var isPostgresFamily: Bool {
    self == .postgres || self == .citus || self == .cockroach
  }

  /// The schema of a bare table name.
  package var defaultSchema: String? {
    if isPostgresFamily { return publicSchema }
    return value == "mssql" ? "dbo" : nil
  }
}
