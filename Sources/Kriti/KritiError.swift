package import OrderedJSON

/// What is wrong with a template, or with its evaluation, and where.
package struct KritiError: Error, Sendable, Hashable, CustomStringConvertible {
  package var kind: Kind
  package var message: String
  package var span: SourceSpan

  /// The sorts of errors; the raw value is what clients see as `error_code`.
  package enum Kind: String, Sendable, Hashable {
    case parse = "Parse Error"
    case invalidPath = "Invalid Path"
    case type = "Type Error"
    case range = "Range Error"
    case function = "Function Error"
    case limit = "Limit Error"
  }

  package init(_ kind: Kind, _ message: String, at span: SourceSpan) {
    self.kind = kind
    self.message = message
    self.span = span
  }

  package var description: String {
    "\(kind.rawValue): \(message) (line \(span.start.line + 1), column \(span.start.column + 1))"
  }

  /// `{"error_code", "message", "source_position"}`, lines and columns counted from 0.
  package var json: JSONValue {
    [
      "error_code": .string(kind.rawValue), "message": .string(message),
      "source_position": [
        "start_line": .int(span.start.line), "start_column": .int(span.start.column),
        "end_line": .int(span.end.line), "end_column": .int(span.end.column),
      ],
    ]
  }
}

/// A stretch of a template's text.
package struct SourceSpan: Sendable, Hashable {
  package var start: Position
  package var end: Position

  /// A place in a text, line and column counted from 0.
  package struct Position: Sendable, Hashable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  package init(start: Position, end: Position) {
    self.start = start
    self.end = end
  }
}
