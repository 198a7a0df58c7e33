extension Document {
  /// Parses a UTF-8 text by the September 2025 edition of the GraphQL specification.
  ///
  /// Accepts executable and type-system definitions alike; which of them are allowed is a matter of
  /// validation.
  package init(
    parsing bytes: [UInt8],
    limits: ParserLimits = .default
  ) throws(SyntaxError) {
    self = try bytes.withUnsafeBufferPointer { (buffer) throws(SyntaxError) -> Document in
      var parser = try Parser(buffer, limits: limits)
      return try parser.parseDocument()
    }
  }

  /// Parses a text.
  package init(
    parsing text: String,
    limits: ParserLimits = .default
  ) throws(SyntaxError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }

  /// Parses a source text.
  package init(
    parsing source: SourceText,
    limits: ParserLimits = .default
  ) throws(SyntaxError) {
    try self.init(parsing: source.bytes, limits: limits)
  }
}

extension Value {
  /// Parses a text that is a single value, such as a default value in an introspection result.
  package init(
    parsing text: String,
    limits: ParserLimits = .default
  ) throws(SyntaxError) {
    self = try Array(text.utf8).withUnsafeBufferPointer { (buffer) throws(SyntaxError) -> Value in
      var parser = try Parser(buffer, limits: limits)
      let value = try parser.parseValue(isConstant: false)
      try parser.expectEnd()
      return value
    }
  }
}

extension TypeReference {
  /// Parses a text that is a single type reference, such as `[Int!]!`.
  package init(
    parsing text: String,
    limits: ParserLimits = .default
  ) throws(SyntaxError) {
    self = try Array(text.utf8).withUnsafeBufferPointer {
      (buffer) throws(SyntaxError) -> TypeReference in
      var parser = try Parser(buffer, limits: limits)
      let type = try parser.parseType()
      try parser.expectEnd()
      return type
    }
  }
}

extension SelectionSet {
  /// Parses a text that is a single selection set, braces included.
  package init(
    parsing text: String,
    limits: ParserLimits = .default
  ) throws(SyntaxError) {
    self = try Array(text.utf8).withUnsafeBufferPointer {
      (buffer) throws(SyntaxError) -> SelectionSet in
      var parser = try Parser(buffer, limits: limits)
      let selectionSet = try parser.parseSelectionSet()
      try parser.expectEnd()
      return selectionSet
    }
  }
}
