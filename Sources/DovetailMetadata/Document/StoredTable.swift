/// A tracked table as a store keeps it apart from the rest of the document.
package struct StoredTable: Sendable, Equatable {
  package var source: SourceName
  /// The JSON text of the table's metadata.
  package var content: [UInt8]

  package init(source: SourceName, content: [UInt8]) {
    self.source = source
    self.content = content
  }
}
