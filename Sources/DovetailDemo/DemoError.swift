/// Why the demo cannot go on, in words for whoever started it.
package struct DemoError: Error, Sendable, Hashable, CustomStringConvertible {
  package var description: String

  /// Says what is wrong and, where possible, what to do about it.
  package init(_ description: String) {
    self.description = description
  }
}
