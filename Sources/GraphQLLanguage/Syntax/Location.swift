/// The byte offset of a syntax node in its source text.
///
/// All locations are equal and hash alike: a location says where a node stood, not what it is.
package struct Location: Sendable, Hashable {
  /// The offset of the node's first byte in the UTF-8 text; −1 for a node that was not parsed.
  package var offset: Int32

  package init(offset: Int) {
    self.offset = Int32(clamping: offset)
  }

  /// The location of a node that no text contains.
  package static let none = Location(offset: -1)

  package static func == (_: Location, _: Location) -> Bool { true }

  package func hash(into _: inout Hasher) {}
}

/// A name with its place in the text.
package struct Name: Sendable, Hashable, CustomStringConvertible {
  package var value: String
  package var location: Location

  package init(_ value: String, location: Location = .none) {
    self.value = value
    self.location = location
  }

  package var description: String { value }
}
