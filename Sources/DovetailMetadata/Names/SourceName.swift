/// The name of a source.
package struct SourceName: MetadataName {
  package let value: String

  package init(_ value: String) {
    self.value = value
  }

  /// The source that commands and definitions mean when they name none.
  package static let `default` = SourceName("default")
}
