/// A new version of the metadata document: as a whole, and by what is different from the version
/// that it replaces, so that a store which keeps parts writes only those.
package struct MetadataRevision: Sendable {
  /// Makes the whole document as JSON.
  package var whole: @Sendable () -> [UInt8]
  /// The same in parts; nil if only the whole is known.
  package var parts: Parts?

  /// A document in parts: its tables, and what remains.
  package struct Parts: Sendable {
    /// The document as JSON, each source without its tables.
    package var frame: [UInt8]
    /// The tables that are new or differ.
    package var changed: [MetadataPart]
    /// The tables that are gone.
    package var removed: [MetadataPart.Key]
    /// Makes all tables.
    package var all: @Sendable () -> [MetadataPart]

    package init(
      frame: [UInt8],
      changed: [MetadataPart],
      removed: [MetadataPart.Key],
      all: @escaping @Sendable () -> [MetadataPart]
    ) {
      self.frame = frame
      self.changed = changed
      self.removed = removed
      self.all = all
    }
  }

  package init(whole: @escaping @Sendable () -> [UInt8], parts: Parts? = nil) {
    self.whole = whole
    self.parts = parts
  }
}

/// A table of a source, as a store keeps it apart from the rest of the document.
package struct MetadataPart: Sendable, Equatable {
  package var key: Key
  /// The table's metadata as JSON.
  package var content: [UInt8]

  /// Which table it is.
  package struct Key: Sendable, Hashable {
    package var source: String
    /// The table's name as JSON.
    package var table: String

    package init(source: String, table: String) {
      self.source = source
      self.table = table
    }
  }

  package init(key: Key, content: [UInt8]) {
    self.key = key
    self.content = content
  }
}
