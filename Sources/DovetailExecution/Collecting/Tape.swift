/// How a scanned document is written: pieces to be copied, literals, and results of joins.
///
/// Made in one pass over the document, so that writing it is a sequence of copies.
struct TapeOperation: Sendable {
  /// The start of the piece in the document, that of the literal in the program's bytes, or the
  /// index of the join's slot.
  let start: Int
  /// The kind in the lowest two bits, the length above.
  private let lengthAndKind: Int

  enum Kind {
    case copy
    case literal
    case join
  }

  /// A piece of the document.
  @inline(__always)
  static func copy(_ range: Range<Int>) -> TapeOperation {
    TapeOperation(start: range.lowerBound, lengthAndKind: range.count &<< 2)
  }

  /// A text of the program.
  @inline(__always)
  static func literal(_ text: ShapeProgram.Text) -> TapeOperation {
    TapeOperation(start: Int(text.start), lengthAndKind: Int(max(text.length, 0)) &<< 2 | 1)
  }

  /// The result of a join.
  @inline(__always)
  static func join(slot: Int) -> TapeOperation {
    TapeOperation(start: slot, lengthAndKind: 2)
  }

  @inline(__always)
  var kind: Kind {
    switch lengthAndKind & 3 {
    case 0: .copy
    case 1: .literal
    default: .join
    }
  }

  /// What is copied.
  @inline(__always)
  var range: Range<Int> { start..<(start &+ lengthAndKind &>> 2) }
}

/// A position in a result where a join's result stands.
struct Slot: Sendable {
  /// The index of the lookup.
  var group: Int32
  /// The index of the key; -1 if a part of it is null.
  var key: Int32
  /// The row, root field or value that holds the position.
  var item: Int32
  /// The member of the row that is or holds the position; -1 if there are no rows.
  var rowMember: Int32
  /// The offset of the place holder's value in the document; -1 for a member of the row itself.
  var offset: Int
}

/// What the scan of a fetch's or lookup's results found.
struct Collected: Sendable {
  var tape: [TapeOperation] = []
  /// The operations of each document, in the order in which documents are written.
  var segments: [Range<Int>] = []
  /// The positions in the order in which they are written.
  var slots: [Slot] = []
}
