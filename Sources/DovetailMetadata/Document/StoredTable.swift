package import OrderedJSON

/// A tracked table as a store keeps it apart from the rest of the document.
package struct StoredTable: Sendable {
  package var source: SourceName
  /// The JSON text of the table's metadata.
  package var content: JSONSlice

  package init(source: SourceName, content: JSONSlice) {
    self.source = source
    self.content = content
  }
}
