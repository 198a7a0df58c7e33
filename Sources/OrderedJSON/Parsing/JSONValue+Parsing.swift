extension JSONValue {
  /// Parses a UTF-8 text that is one JSON value (RFC 8259), with blanks around it.
  ///
  /// Of equal keys the last one counts; an escaped lone surrogate becomes U+FFFD.
  package init(
    parsing bytes: some Sequence<UInt8>,
    limits: JSONLimits = .default
  ) throws(JSONError) {
    var parser = JSONParser(Array(bytes), limits: limits)
    self = try parser.parseDocument()
  }

  /// Parses a text that is one JSON value.
  package init(parsing text: String, limits: JSONLimits = .default) throws(JSONError) {
    try self.init(parsing: text.utf8, limits: limits)
  }
}

extension JSONNumber {
  /// Makes a number from text; `nil` if it is not spelt as RFC 8259 requires.
  package init?(_ text: String) {
    guard case .number(let number)? = try? JSONValue(parsing: text), number.text == text else {
      return nil
    }
    self = number
  }

  /// Makes a number from a floating-point value; `nil` for infinities and NaN, which JSON lacks.
  package init?(_ value: Double) {
    guard value.isFinite else { return nil }
    self.init(unchecked: "\(value)")
  }
}
