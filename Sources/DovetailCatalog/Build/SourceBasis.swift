import DovetailMetadata

/// What the tables of a source were made of besides their own metadata.
struct SourceBasis: Sendable {
  let facts: SourceFacts.Identity
  let kind: SourceKindName
  let customization: SourceCustomization
  let options: CatalogOptions

  /// Whether equal metadata of a table makes an equal table.
  func isSame(as other: SourceBasis) -> Bool {
    facts === other.facts && kind == other.kind && customization == other.customization
      && options == other.options
  }
}
