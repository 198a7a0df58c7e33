import OrderedJSON

extension Parser {
  /// A string in quotation marks, in which expressions may stand.
  mutating func parseString() throws(KritiError) -> Expression {
    let start = index
    index += 1
    let parts = try parseTextParts(until: UInt8(ascii: "\""))
    return Expression(kind: .text(parts), span: span(from: start))
  }

  /// A string in single quotation marks, as it is.
  mutating func parseQuotedName() throws(KritiError) -> Expression {
    let start = index
    index += 1
    while let byte = peek(), byte != UInt8(ascii: "'") { index += 1 }
    guard peek() != nil else { throw unexpected(expected: "'''") }
    let text = String(decoding: bytes[(start + 1)..<index], as: UTF8.self)
    index += 1
    return Expression(kind: .literal(.string(text)), span: span(from: start))
  }

  /// The parts of a text up to and including the end mark; nil for the end of the template.
  mutating func parseTextParts(until end: UInt8?) throws(KritiError) -> [Expression.TextPart] {
    var parts: [Expression.TextPart] = []
    var plain: [UInt8] = []
    func flushed() -> [Expression.TextPart] {
      plain.isEmpty ? [] : [.plain(String(decoding: plain, as: UTF8.self))]
    }
    while let byte = peek() {
      if byte == end {
        index += 1
        return parts + flushed()
      }
      if starts(with: "{{") {
        parts += flushed()
        plain = []
        parts.append(.value(try parseBlock()))
        continue
      }
      if byte == UInt8(ascii: "\\"), end != nil {
        plain += try parseEscape()
        continue
      }
      plain.append(byte)
      index += 1
    }
    guard end == nil else { throw unexpected(expected: "'\"'") }
    return parts + flushed()
  }

  /// An escape sequence of JSON, as UTF-8.
  private mutating func parseEscape() throws(KritiError) -> [UInt8] {
    let start = index
    guard let byte = peek(1) else { throw unexpected(expected: "a character") }
    var length = 2
    if byte == UInt8(ascii: "u") {
      length = 6
      // A surrogate pair is two sequences that mean one character.
      let digits = bytes[min(start + 2, bytes.count)..<min(start + 6, bytes.count)]
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
      if let unit, unit & 0xFC00 == 0xD800, peek(6) == UInt8(ascii: "\\"),
        peek(7) == UInt8(ascii: "u")
      {
        length = 12
      }
    }
    let end = min(start + length, bytes.count)
    let text = [UInt8(ascii: "\"")] + bytes[start..<end] + [UInt8(ascii: "\"")]
    guard case .string(let decoded)? = try? JSONValue(parsing: text) else {
      throw KritiError(
        .parse,
        "Invalid escape sequence in a string",
        at: span(from: start, to: end)
      )
    }
    index = end
    return Array(decoded.utf8)
  }
}
