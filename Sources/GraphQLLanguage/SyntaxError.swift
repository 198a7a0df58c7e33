/// Why a text is no GraphQL document, and where.
package struct SyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The two sorts of refusal.
  package enum Reason: Sendable, Hashable {
    /// The grammar does not allow the text.
    case syntax
    /// The text is larger or deeper than `ParserLimits` allow.
    case limit
  }

  /// The sort of refusal.
  package let reason: Reason
  /// What is wrong, a sentence without the place.
  package let message: String
  /// The byte offset of the offending token or character.
  package let offset: Int
  /// The place as line and column.
  package let position: SourcePosition

  /// The line, counted from 1.
  package var line: Int { position.line }
  /// The column, counted from 1 in Unicode scalars.
  package var column: Int { position.column }

  /// The message with line and column.
  package var description: String { "\(message) (line \(line), column \(column))" }

  /// Makes an error for a byte offset, from which line and column follow.
  init(
    _ message: String,
    reason: Reason = .syntax,
    at offset: Int,
    in bytes: UnsafeBufferPointer<UInt8>
  ) {
    self.reason = reason
    self.message = message
    self.offset = offset
    self.position = SourcePosition(offset: offset, in: bytes)
  }
}
