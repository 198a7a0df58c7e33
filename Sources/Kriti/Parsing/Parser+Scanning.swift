extension Parser {
  func peek(_ offset: Int = 0) -> UInt8? {
    bytes.indices.contains(index + offset) ? bytes[index + offset] : nil
  }

  func starts(with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard index + count <= bytes.count else { return false }
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: count)
    return bytes[index..<(index + count)].elementsEqual(wanted)
  }

  /// Goes past the text if it stands here.
  mutating func consume(_ text: StaticString) -> Bool {
    guard starts(with: text) else { return false }
    index += text.utf8CodeUnitCount
    return true
  }

  mutating func skipBlanks() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      index += 1
    }
  }

  /// A name: letters, digits, `_` and `$`, not beginning with a digit; empty if there is none.
  mutating func parseWord() -> String {
    let start = index
    while let byte = peek(), Self.isNameByte(byte, isFirst: index == start) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// The word that stands here, without going past it.
  var nextWord: String {
    var copy = self
    return copy.parseWord()
  }

  static func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"), UInt8(ascii: "$"):
      true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): !isFirst
    default: false
    }
  }

  // MARK: Places

  func span(from start: Int, to end: Int? = nil) -> SourceSpan {
    SourceSpan(start: places.position(of: start), end: places.position(of: end ?? index))
  }

  func unexpected(expected: String) -> KritiError {
    guard let byte = peek() else {
      return KritiError(
        .parse,
        "Unexpected end of the template, expected \(expected)",
        at: span(from: index, to: index)
      )
    }
    let found =
      byte >= 0x21 && byte < 0x7F ? "'\(Character(Unicode.Scalar(byte)))'" : "a character"
    return KritiError(
      .parse,
      "Unexpected \(found), expected \(expected)",
      at: span(from: index, to: index + 1)
    )
  }
}
