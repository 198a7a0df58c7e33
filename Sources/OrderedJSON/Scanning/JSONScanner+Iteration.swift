extension JSONScanner {
  /// A member of an object, as ranges of the text.
  package struct Member: Sendable, Hashable {
    /// The key as written, between its quotes; it may contain escape sequences.
    package let key: Range<Int>
    /// The value.
    package let value: Range<Int>
  }

  /// The members of an object in valid text, one after the other, without allocation.
  package struct Members {
    private let scanner: JSONScanner
    /// The offset where the next member may start; after the last one, that of the closing brace.
    package private(set) var offset: Int

    /// Starts before the first member of the object that is opened at `offset`.
    init(_ scanner: JSONScanner, openedAt offset: Int) {
      self.scanner = scanner
      let isObject = scanner.byte(at: offset) == UInt8(ascii: "{")
      self.offset = isObject ? offset &+ 1 : scanner.count
    }

    /// Continues at an `offset` that an earlier iteration of the same text has left.
    init(_ scanner: JSONScanner, continuingAt offset: Int) {
      self.scanner = scanner
      self.offset = max(offset, 0)
    }

    /// The next member; `nil` after the last one.
    package mutating func next() -> Member? {
      var index = scanner.skipWhitespace(at: offset)
      if scanner.byte(at: index) == UInt8(ascii: ",") {
        index = scanner.skipWhitespace(at: index &+ 1)
      }
      offset = index
      guard scanner.byte(at: index) == UInt8(ascii: "\"") else { return nil }
      let keyEnd = scanner.skipString(at: index)
      var valueStart = scanner.skipWhitespace(at: keyEnd)
      // A string that isn't closed ends with the text, so that the key has no closing quote.
      guard keyEnd &- index >= 2, scanner.byte(at: valueStart) == UInt8(ascii: ":") else {
        return nil
      }
      valueStart = scanner.skipWhitespace(at: valueStart &+ 1)
      let valueEnd = scanner.skipValue(at: valueStart)
      guard valueEnd > valueStart else { return nil }
      offset = valueEnd
      return Member(key: (index &+ 1)..<(keyEnd &- 1), value: valueStart..<valueEnd)
    }
  }

  /// The elements of an array in valid text, one after the other, without allocation.
  package struct Elements {
    private let scanner: JSONScanner
    /// The offset where the next element may start; after the last one, that of the closing bracket.
    package private(set) var offset: Int

    /// Starts before the first element of the array that is opened at `offset`.
    init(_ scanner: JSONScanner, openedAt offset: Int) {
      self.scanner = scanner
      let isArray = scanner.byte(at: offset) == UInt8(ascii: "[")
      self.offset = isArray ? offset &+ 1 : scanner.count
    }

    /// Continues at an `offset` that an earlier iteration of the same text has left.
    init(_ scanner: JSONScanner, continuingAt offset: Int) {
      self.scanner = scanner
      self.offset = max(offset, 0)
    }

    /// The range of the next element; `nil` after the last one.
    package mutating func next() -> Range<Int>? {
      var index = scanner.skipWhitespace(at: offset)
      if scanner.byte(at: index) == UInt8(ascii: ",") {
        index = scanner.skipWhitespace(at: index &+ 1)
      }
      offset = index
      guard JSONKind(firstByte: scanner.byte(at: index)) != nil else { return nil }
      let end = scanner.skipValue(at: index)
      guard end > index else { return nil }
      offset = end
      return index..<end
    }
  }

  /// The members of the object that is opened at `offset`; none if there is no object.
  package func members(at offset: Int) -> Members {
    Members(self, openedAt: offset)
  }

  /// The elements of the array that is opened at `offset`; none if there is no array.
  package func elements(at offset: Int) -> Elements {
    Elements(self, openedAt: offset)
  }

  /// The rest of the members, from the `offset` at which an earlier iteration stood.
  package func members(continuingAt offset: Int) -> Members {
    Members(self, continuingAt: offset)
  }

  /// The rest of the elements, from the `offset` at which an earlier iteration stood.
  package func elements(continuingAt offset: Int) -> Elements {
    Elements(self, continuingAt: offset)
  }

  /// Whether the bytes in a range are those of a text, and contain no escape that could hide it.
  ///
  /// For keys: `scanner.matches(member.key, "data")`. A key spelt with escapes doesn't match.
  @inline(__always)
  package func matches(_ range: Range<Int>, _ text: StaticString) -> Bool {
    matches(range, UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Whether the bytes in a range are these.
  @inline(__always)
  package func matches(_ range: Range<Int>, _ bytes: some Collection<UInt8>) -> Bool {
    guard range.count == bytes.count else { return false }
    var index = range.lowerBound
    for byte in bytes {
      guard self.byte(at: index) == byte else { return false }
      index &+= 1
    }
    return true
  }
}
