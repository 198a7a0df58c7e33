extension JSONSlice {
  /// A member of an object.
  package struct Member: Sendable {
    /// The key, a string in its quotes.
    package let rawKey: JSONSlice
    /// The value.
    package let value: JSONSlice

    /// The decoded key.
    package var key: String { rawKey.string ?? "" }
  }

  /// The members of an object in their order.
  package struct Members: Sequence, IteratorProtocol, Sendable {
    private let slice: JSONSlice
    private var offset: Int?

    /// Starts before the first member.
    init(_ slice: JSONSlice) {
      self.slice = slice
    }

    /// The next member; `nil` after the last one.
    package mutating func next() -> Member? {
      let step = slice.withScanner { scanner in
        var members = scanner.members(at: slice.start(of: scanner))
        if let offset { members = scanner.members(continuingAt: offset) }
        return (members.next(), members.offset)
      }
      offset = step.1
      guard let member = step.0, member.value.upperBound <= slice.range.upperBound else {
        return nil
      }
      let key = (member.key.lowerBound - 1)..<(member.key.upperBound + 1)
      return Member(
        rawKey: JSONSlice(trusting: slice.bytes, range: key),
        value: JSONSlice(trusting: slice.bytes, range: member.value)
      )
    }
  }

  /// The elements of an array in their order.
  package struct Elements: Sequence, IteratorProtocol, Sendable {
    private let slice: JSONSlice
    private var offset: Int?

    /// Starts before the first element.
    init(_ slice: JSONSlice) {
      self.slice = slice
    }

    /// The next element; `nil` after the last one.
    package mutating func next() -> JSONSlice? {
      let step = slice.withScanner { scanner in
        var elements = scanner.elements(at: slice.start(of: scanner))
        if let offset { elements = scanner.elements(continuingAt: offset) }
        return (elements.next(), elements.offset)
      }
      offset = step.1
      guard let element = step.0, element.upperBound <= slice.range.upperBound else { return nil }
      return JSONSlice(trusting: slice.bytes, range: element)
    }
  }

  /// The members if this is an object; none for other values.
  package var members: Members { Members(self) }

  /// The elements if this is an array; none for other values.
  package var elements: Elements { Elements(self) }

  /// The value of a key if this is an object that has it; of equal keys, the last one counts.
  package subscript(_ key: String) -> JSONSlice? {
    let plain = Array(key.utf8)
    var found: JSONSlice?
    for member in members where member.rawKey.isString(plain, decoded: key) {
      found = member.value
    }
    return found
  }

  /// Whether this is a string of that text; compares bytes unless the string has escapes.
  private func isString(_ plain: [UInt8], decoded: String) -> Bool {
    let content = rawBytes.dropFirst().dropLast()
    return content.contains(UInt8(ascii: "\\"))
      ? string == decoded : content.elementsEqual(plain)
  }
}
