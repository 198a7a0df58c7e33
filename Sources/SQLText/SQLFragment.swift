/// A piece of SQL: text, and values that are bound to it.
///
/// Pieces are put together by interpolation, which has no way to put foreign text in:
/// `"SELECT \(identifier: name) FROM \(table) WHERE id = \(binding: value)"`. Values are numbered when
/// the finished statement is rendered; equal values share a number.
package struct SQLFragment<Binding: Sendable & Hashable>: Sendable, Hashable {
  /// The text in UTF-8, without the placeholders.
  private(set) var bytes: [UInt8]
  /// The values, in the order of their places.
  private(set) var slots: [Slot]

  /// A value and its place in the text.
  struct Slot: Sendable, Hashable {
    var offset: Int
    var binding: Binding
  }

  /// A fragment without text.
  package init() {
    bytes = []
    slots = []
  }

  /// A fragment that is a placeholder for the value.
  package init(binding: Binding) {
    bytes = []
    slots = [Slot(offset: 0, binding: binding)]
  }

  /// A fragment of text that is known to be SQL, such as a type name reported by a database.
  package init(raw text: String) {
    bytes = Array(text.utf8)
    slots = []
  }

  /// A quoted identifier.
  package init(identifier name: String) {
    bytes = quoteIdentifier(name)
    slots = []
  }

  /// A text literal, for constants that the engine makes itself.
  package init(literal text: String) {
    bytes = quoteLiteral(text)
    slots = []
  }

  /// Whether the fragment has neither text nor values.
  package var isEmpty: Bool { bytes.isEmpty && slots.isEmpty }

  /// Puts the other fragment at the end of this one.
  package mutating func append(_ other: SQLFragment) {
    for slot in other.slots {
      slots.append(Slot(offset: bytes.count + slot.offset, binding: slot.binding))
    }
    bytes.append(contentsOf: other.bytes)
  }

  package static func + (left: SQLFragment, right: SQLFragment) -> SQLFragment {
    var sum = left
    sum.append(right)
    return sum
  }

  package static func += (left: inout SQLFragment, right: SQLFragment) {
    left.append(right)
  }

  /// Puts UTF-8 text at the end.
  mutating func append(bytes other: some Sequence<UInt8>) {
    bytes.append(contentsOf: other)
  }
}

extension Sequence {
  /// The fragments one after another with the separator between them.
  package func joined<Binding>(
    separator: SQLFragment<Binding>
  ) -> SQLFragment<Binding> where Element == SQLFragment<Binding> {
    var result = SQLFragment<Binding>()
    var isFirst = true
    for fragment in self {
      if !isFirst { result.append(separator) }
      result.append(fragment)
      isFirst = false
    }
    return result
  }
}
