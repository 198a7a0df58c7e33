/// A GraphQL text with the name under which messages speak of it.
package struct SourceText: Sendable, Hashable {
  /// The name of the text: a file, a schema, or what it is.
  package let name: String
  /// The text in UTF-8.
  package let bytes: [UInt8]

  /// Wraps UTF-8 bytes.
  package init(_ bytes: [UInt8], name: String = "GraphQL request") {
    self.name = name
    self.bytes = bytes
  }

  /// Wraps a string.
  package init(_ text: String, name: String = "GraphQL request") {
    self.init(Array(text.utf8), name: name)
  }

  /// The line and column of a byte offset, which is clamped to the text.
  package func lineAndColumn(at offset: Int) -> SourcePosition {
    SourcePosition(offset: offset, in: bytes)
  }

  /// The line and column of a node that was parsed from this text; `nil` for any other node.
  package func lineAndColumn(of location: Location) -> SourcePosition? {
    location.offset < 0 ? nil : lineAndColumn(at: Int(location.offset))
  }
}
