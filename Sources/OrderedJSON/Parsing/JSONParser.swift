import OrderedCollections

/// A strict parser of RFC 8259 texts that builds a `JSONValue`.
///
/// Of equal keys in an object the last one counts, at the place of the first. An escape of a lone
/// surrogate (`\ud800`), which the grammar allows but no Unicode text can hold, becomes U+FFFD.
/// Everything else that RFC 8259 forbids is an error: byte order marks, comments, trailing commas,
/// text that isn't UTF-8.
struct JSONParser {
  private let bytes: [UInt8]
  private let limits: JSONLimits
  private var index = 0
  private var depth = 0

  /// Prepares to parse a text.
  init(_ bytes: [UInt8], limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  /// Parses the whole text as one value.
  mutating func parseDocument() throws(JSONError) -> JSONValue {
    skipWhitespace()
    let value = try parseValue()
    skipWhitespace()
    guard index == bytes.count else { throw unexpected(expected: "the end of the text") }
    return value
  }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipWhitespace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  private func unexpected(expected: String? = nil) -> JSONError {
    .unexpected(at: index, in: bytes, expected: expected)
  }

  private mutating func parseValue() throws(JSONError) -> JSONValue {
    guard let byte = current else { throw unexpected(expected: "a value") }
    switch byte {
    case UInt8(ascii: "{"): return .object(try parseObject())
    case UInt8(ascii: "["): return .array(try parseArray())
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    case UInt8(ascii: "t"): return try parseLiteral("true", as: .bool(true))
    case UInt8(ascii: "f"): return try parseLiteral("false", as: .bool(false))
    case UInt8(ascii: "n"): return try parseLiteral("null", as: .null)
    default: throw unexpected(expected: "a value")
    }
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= limits.depth else {
      throw JSONError("nesting deeper than \(limits.depth) levels", at: index, in: bytes)
    }
    index += 1
    skipWhitespace()
  }

  private mutating func parseObject() throws(JSONError) -> JSONObject {
    try enter()
    var object: JSONObject = [:]
    if current != UInt8(ascii: "}") {
      repeat {
        skipWhitespace()
        guard current == UInt8(ascii: "\"") else { throw unexpected(expected: "a key") }
        let key = try parseString()
        skipWhitespace()
        guard current == UInt8(ascii: ":") else { throw unexpected(expected: "':'") }
        index += 1
        skipWhitespace()
        object[key] = try parseValue()
        skipWhitespace()
      } while skipComma()
      guard current == UInt8(ascii: "}") else { throw unexpected(expected: "',' or '}'") }
    }
    index += 1
    depth -= 1
    return object
  }

  private mutating func parseArray() throws(JSONError) -> [JSONValue] {
    try enter()
    var array: [JSONValue] = []
    if current != UInt8(ascii: "]") {
      repeat {
        skipWhitespace()
        array.append(try parseValue())
        skipWhitespace()
      } while skipComma()
      guard current == UInt8(ascii: "]") else { throw unexpected(expected: "',' or ']'") }
    }
    index += 1
    depth -= 1
    return array
  }

  private mutating func skipComma() -> Bool {
    guard current == UInt8(ascii: ",") else { return false }
    index += 1
    return true
  }

  private mutating func parseLiteral(
    _ text: StaticString,
    as value: JSONValue
  ) throws(JSONError) -> JSONValue {
    for byte in UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount) {
      guard current == byte else { throw unexpected(expected: "'\(text)'") }
      index += 1
    }
    return value
  }
}

// MARK: - Numbers

extension JSONParser {
  private mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = index
    if current == UInt8(ascii: "-") { index += 1 }
    if current == UInt8(ascii: "0") {
      index += 1
    } else {
      try skipDigits()
    }
    if current == UInt8(ascii: ".") {
      index += 1
      try skipDigits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      index += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
      try skipDigits()
    }
    return .number(JSONNumber(unchecked: String(decoding: bytes[start..<index], as: UTF8.self)))
  }

  private mutating func skipDigits() throws(JSONError) {
    let start = index
    while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { index += 1 }
    guard index > start else { throw unexpected(expected: "a digit") }
  }
}

// MARK: - Strings

extension JSONParser {
  private mutating func parseString() throws(JSONError) -> String {
    index += 1
    let start = index
    while let byte = current {
      if byte == UInt8(ascii: "\"") {
        let text = try validated(bytes[start..<index], startingAt: start)
        index += 1
        return text
      }
      if byte == UInt8(ascii: "\\") { return try parseEscapedString(from: start) }
      try requireNoControl(byte)
      index += 1
    }
    throw unexpected(expected: "'\"'")
  }

  private func requireNoControl(_ byte: UInt8) throws(JSONError) {
    guard byte >= 0x20 else {
      throw JSONError(
        "unescaped \(JSONError.describe(byte)) in a string",
        at: index,
        in: bytes
      )
    }
  }

  /// Continues at the first backslash of the string that began at `start`.
  private mutating func parseEscapedString(from start: Int) throws(JSONError) -> String {
    var text: [UInt8] = []
    var runStart = start
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        _ = try validated(bytes[runStart..<index], startingAt: runStart)
        text += bytes[runStart..<index]
        index += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        _ = try validated(bytes[runStart..<index], startingAt: runStart)
        text += bytes[runStart..<index]
        try parseEscape(into: &text)
        runStart = index
      default:
        try requireNoControl(byte)
        index += 1
      }
    }
    throw unexpected(expected: "'\"'")
  }

  private func validated(
    _ run: ArraySlice<UInt8>,
    startingAt start: Int
  ) throws(JSONError) -> String {
    if let text = String(validating: run, as: UTF8.self) { return text }
    let offset = bytes.withUnsafeBytes { buffer in
      let scanner = JSONScanner(buffer)
      var offset = start
      while case let length = scanner.scalarLength(at: offset), length > 0 { offset += length }
      return offset
    }
    throw JSONError("invalid UTF-8", at: offset, in: bytes)
  }

  /// Parses an escape sequence, the backslash being the current byte.
  private mutating func parseEscape(into text: inout [UInt8]) throws(JSONError) {
    index += 1
    switch current {
    case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      index += 1
      text += UTF8.encode(try parseUnicodeEscape()) ?? UTF8.encodedReplacementCharacter
      return
    default: throw unexpected(expected: "an escape sequence")
    }
    index += 1
  }

  /// Parses what follows `\u`, with the low half of a surrogate pair if that comes next.
  private mutating func parseUnicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let unit = try parseHexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let mark = index
    if unit < 0xDC00, current == UInt8(ascii: "\\") {
      index += 1
      if current == UInt8(ascii: "u") {
        index += 1
        let low = try parseHexadecimal()
        if (0xDC00...0xDFFF).contains(low),
          let scalar = Unicode.Scalar(
            0x10000 + (UInt32(unit) - 0xD800) << 10 + UInt32(low) - 0xDC00
          )
        {
          return scalar
        }
      }
      // The second escape stands on its own.
      index = mark
    }
    return "\u{FFFD}"
  }

  private mutating func parseHexadecimal() throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = hexadecimalDigit(byte) else {
        throw unexpected(expected: "a hexadecimal digit")
      }
      unit = unit << 4 | UInt16(digit)
      index += 1
    }
    return unit
  }
}
