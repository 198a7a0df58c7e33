/// A finished statement: its text, and the values for its placeholders in the order of their numbers.
package struct RenderedSQL<Binding: Sendable & Hashable>: Sendable, Hashable {
  package var text: String
  package var bindings: [Binding]

  package init(text: String, bindings: [Binding]) {
    self.text = text
    self.bindings = bindings
  }
}

/// How a database spells its numbered placeholders.
package enum PlaceholderStyle: Sendable, Hashable {
  /// `$1`
  case dollar
  /// `?1`
  case questionMark

  var prefix: UInt8 {
    switch self {
    case .dollar: UInt8(ascii: "$")
    case .questionMark: UInt8(ascii: "?")
    }
  }
}

/// What makes a fragment unfit to be a statement.
package enum SQLTextError: Error, Sendable, Hashable {
  /// A name or literal contains U+0000, which SQL text can't hold.
  case containsNUL
}

extension SQLFragment {
  /// The fragment as a statement; equal values share a number, numbers rise with first use.
  package func render(_ style: PlaceholderStyle) throws(SQLTextError) -> RenderedSQL<Binding> {
    guard !bytes.contains(0) else { throw .containsNUL }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + slots.count * 3)
    var bindings: [Binding] = []
    var numbers: [Binding: Int] = [:]
    var copied = 0
    for slot in slots {
      text.append(contentsOf: bytes[copied..<slot.offset])
      copied = slot.offset
      let number: Int
      if let known = numbers[slot.binding] {
        number = known
      } else {
        bindings.append(slot.binding)
        number = bindings.count
        numbers[slot.binding] = number
      }
      text.append(style.prefix)
      text.append(contentsOf: String(number).utf8)
    }
    text.append(contentsOf: bytes[copied...])
    return RenderedSQL(text: String(decoding: text, as: UTF8.self), bindings: bindings)
  }
}
