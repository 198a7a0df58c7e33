extension JSONScanner {
  /// Checks that the whole text is one value (RFC 8259) in valid UTF-8.
  ///
  /// Escapes of lone surrogates are allowed, as the grammar allows them. Needs no recursion, and no
  /// memory but one byte for each open array or object.
  ///
  /// - Returns: the range of the value, without the blanks around it.
  @discardableResult
  package func validate(limits: JSONLimits = .default) throws(JSONError) -> Range<Int> {
    let start = skipWhitespace(at: 0)
    var index = start
    // The closing bracket of each container that is open.
    var open: [UInt8] = []
    while true {
      switch byte(at: index) {
      case UInt8(ascii: "{"):
        try push(UInt8(ascii: "}"), onto: &open, at: index, limits: limits)
        index = skipWhitespace(at: index &+ 1)
        if byte(at: index) != UInt8(ascii: "}") {
          index = try validateKey(at: index)
          continue
        }
      case UInt8(ascii: "["):
        try push(UInt8(ascii: "]"), onto: &open, at: index, limits: limits)
        index = skipWhitespace(at: index &+ 1)
        if byte(at: index) != UInt8(ascii: "]") { continue }
      default:
        index = try validateScalar(at: index)
      }
      guard try advance(&index, open: &open) else { break }
    }
    let end = index
    index = skipWhitespace(at: index)
    guard index == count else { throw unexpected(at: index, expected: "the end of the text") }
    return start..<end
  }

  /// Passes what follows a value, or the closing bracket of an empty container.
  ///
  /// - Returns: whether another value starts at the index; if not, the outermost value has ended.
  @inline(__always)
  private func advance(_ index: inout Int, open: inout [UInt8]) throws(JSONError) -> Bool {
    while let bracket = open.last {
      index = skipWhitespace(at: index)
      switch byte(at: index) {
      case bracket:
        index &+= 1
        open.removeLast()
      case UInt8(ascii: ","):
        index = skipWhitespace(at: index &+ 1)
        if bracket == UInt8(ascii: "}") { index = try validateKey(at: index) }
        return true
      default:
        let character = Character(Unicode.Scalar(bracket))
        throw unexpected(at: index, expected: "',' or '\(character)'")
      }
    }
    return false
  }

  @inline(__always)
  private func push(
    _ bracket: UInt8,
    onto open: inout [UInt8],
    at index: Int,
    limits: JSONLimits
  ) throws(JSONError) {
    guard open.count < limits.depth else {
      throw JSONError("nesting deeper than \(limits.depth) levels", at: index, in: buffer)
    }
    open.append(bracket)
  }

  /// Checks a key and its colon, and returns the offset of the value.
  @inline(__always)
  private func validateKey(at offset: Int) throws(JSONError) -> Int {
    guard byte(at: offset) == UInt8(ascii: "\"") else {
      throw unexpected(at: offset, expected: "a key")
    }
    let end = skipWhitespace(at: try validateString(at: offset))
    guard byte(at: end) == UInt8(ascii: ":") else { throw unexpected(at: end, expected: "':'") }
    return skipWhitespace(at: end &+ 1)
  }

  /// Checks a string, number or literal name, and returns the offset after it.
  @inline(__always)
  private func validateScalar(at offset: Int) throws(JSONError) -> Int {
    switch byte(at: offset) {
    case UInt8(ascii: "\""): try validateString(at: offset)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try validateNumber(at: offset)
    case UInt8(ascii: "t"): try validateLiteral("true", at: offset)
    case UInt8(ascii: "f"): try validateLiteral("false", at: offset)
    case UInt8(ascii: "n"): try validateLiteral("null", at: offset)
    default: throw unexpected(at: offset, expected: "a value")
    }
  }

  private func validateLiteral(
    _ text: StaticString,
    at offset: Int
  ) throws(JSONError) -> Int {
    var index = offset
    for byte in UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount) {
      guard self.byte(at: index) == byte else {
        throw unexpected(at: index, expected: "'\(text)'")
      }
      index &+= 1
    }
    return index
  }

  @inline(__always)
  private func validateNumber(at offset: Int) throws(JSONError) -> Int {
    var index = offset
    if byte(at: index) == UInt8(ascii: "-") { index &+= 1 }
    index =
      byte(at: index) == UInt8(ascii: "0") ? index &+ 1 : try validateDigits(at: index)
    if byte(at: index) == UInt8(ascii: ".") { index = try validateDigits(at: index &+ 1) }
    if byte(at: index) | 0x20 == UInt8(ascii: "e") {
      index &+= 1
      if byte(at: index) == UInt8(ascii: "+") || byte(at: index) == UInt8(ascii: "-") {
        index &+= 1
      }
      index = try validateDigits(at: index)
    }
    return index
  }

  @inline(__always)
  private func validateDigits(at offset: Int) throws(JSONError) -> Int {
    var index = offset
    while byte(at: index) &- UInt8(ascii: "0") < 10 { index &+= 1 }
    guard index > offset else { throw unexpected(at: offset, expected: "a digit") }
    return index
  }

  /// The error for the byte at an offset.
  func unexpected(at offset: Int, expected: String? = nil) -> JSONError {
    .unexpected(at: offset, in: buffer, expected: expected)
  }
}
