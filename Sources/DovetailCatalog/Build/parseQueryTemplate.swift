import DovetailMetadata

/// Cuts the SQL of a native query at its placeholders.
///
/// The text will stand in parentheses after `FROM`, so it must be one statement with balanced
/// parentheses. A placeholder is where a value may be: not in a quoted text or name, where SQL knows
/// no parameters; in a comment it means nothing and is left out.
package func parseQueryTemplate(_ code: String) throws(ResolutionError) -> QueryTemplate {
  var parser = QueryTemplateParser(Array(code.utf8))
  return try parser.run()
}

private struct QueryTemplateParser {
  private let bytes: [UInt8]
  private var position = 0
  private var text: [UInt8] = []
  private var parts: [QueryTemplate.Part] = []
  private var parentheses = 0
  private var hasContent = false
  /// Whether the end of the statement was met.
  private var isEnded = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func run() throws(ResolutionError) -> QueryTemplate {
    while let byte = current {
      switch byte {
      case UInt8(ascii: "-") where next == byte:
        skipLine()
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
        skipComment()
      case _ where byte.isWhiteSpace:
        take(1)
      case UInt8(ascii: ";"):
        // The last semicolon is left out: the text becomes a part of a statement.
        isEnded = hasContent
        position += 1
      case _ where isEnded:
        throw error("the query must be a single SELECT statement")
      case UInt8(ascii: "{") where next == byte:
        try takePlaceholder()
      default:
        hasContent = true
        try takeContent(byte)
      }
    }
    guard hasContent else { throw error("the query is empty") }
    guard parentheses == 0 else { throw error("the query has an opening parenthesis too many") }
    finishText()
    return QueryTemplate(parts: parts)
  }

  private mutating func takeContent(_ byte: UInt8) throws(ResolutionError) {
    switch byte {
    case UInt8(ascii: "'"):
      try takeQuoted(by: byte, allowsEscapes: false)
    case UInt8(ascii: "\""):
      try takeQuoted(by: byte, allowsEscapes: false)
    case UInt8(ascii: "$"):
      try takeDollar()
    case UInt8(ascii: "("):
      parentheses += 1
      take(1)
    case UInt8(ascii: ")"):
      parentheses -= 1
      guard parentheses >= 0 else {
        throw error("the query has a closing parenthesis too many")
      }
      take(1)
    case _ where byte.startsWord:
      try takeWord()
    default:
      take(1)
    }
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }
  private var next: UInt8? { position + 1 < bytes.count ? bytes[position + 1] : nil }

  private func error(_ message: String) -> ResolutionError {
    ResolutionError(MetadataError.Code("validation-failed"), message)
  }

  private mutating func take(_ count: Int) {
    let end = min(position + count, bytes.count)
    text.append(contentsOf: bytes[position..<end])
    position = end
  }

  private mutating func finishText() {
    guard !text.isEmpty else { return }
    parts.append(.text(String(decoding: text, as: UTF8.self)))
    text = []
  }

  // MARK: Placeholders

  private mutating func takePlaceholder() throws(ResolutionError) {
    hasContent = true
    var end = position + 2
    while end < bytes.count, bytes[end] != UInt8(ascii: "}"), bytes[end] != UInt8(ascii: "{") {
      end += 1
    }
    guard end + 1 < bytes.count, bytes[end] == UInt8(ascii: "}"),
      bytes[end + 1] == UInt8(ascii: "}")
    else {
      throw error("found '{{' without a matching closing '}}'")
    }
    let inside = bytes[(position + 2)..<end].split(whereSeparator: \.isWhiteSpace)
    guard inside.count == 1, let bytes = inside.first else {
      throw error("a placeholder must hold the name of an argument: '{{name}}'")
    }
    finishText()
    parts.append(.argument(String(decoding: bytes, as: UTF8.self)))
    position = end + 2
  }

  // MARK: What SQL does not read as SQL

  /// A comment stands for a space.
  private mutating func skipLine() {
    while let byte = current, byte != UInt8(ascii: "\n") { position += 1 }
    text.append(UInt8(ascii: " "))
  }

  private mutating func skipComment() {
    var depth = 0
    text.append(UInt8(ascii: " "))
    while let byte = current {
      if byte == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
        depth += 1
        position += 2
      } else if byte == UInt8(ascii: "*"), next == UInt8(ascii: "/") {
        depth -= 1
        position += 2
        if depth == 0 { return }
      } else {
        position += 1
      }
    }
  }

  private mutating func takeQuoted(
    by quote: UInt8,
    allowsEscapes: Bool
  ) throws(ResolutionError) {
    let opening = position
    take(1)
    while let byte = current {
      if byte == UInt8(ascii: "\\") && allowsEscapes {
        take(2)
        continue
      }
      take(1)
      guard byte == quote else { continue }
      // A doubled quote stands for itself.
      guard current == quote else {
        return try refusePlaceholder(in: opening..<position)
      }
      take(1)
    }
    throw error("the query ends inside of a quoted text or name")
  }

  /// A text between dollar quotes (`$tag$…$tag$`); parameters of the user's own are refused.
  private mutating func takeDollar() throws(ResolutionError) {
    let opening = position
    var end = position + 1
    while end < bytes.count, bytes[end].continuesWord { end += 1 }
    let tag = bytes[(opening + 1)..<end]
    if tag.first?.isDigit == true {
      throw error(
        "the query has the parameter '$\(String(decoding: tag, as: UTF8.self))': write '{{name}}' "
          + "for a value of an argument"
      )
    }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return take(1) }
    let mark = bytes[opening...end]
    take(mark.count)
    while position + mark.count <= bytes.count {
      if bytes[position..<(position + mark.count)].elementsEqual(mark) {
        take(mark.count)
        return try refusePlaceholder(in: opening..<position)
      }
      take(1)
    }
    throw error("the query ends inside of a dollar-quoted text")
  }

  private mutating func takeWord() throws(ResolutionError) {
    let opening = position
    while let byte = current, byte.continuesWord || byte == UInt8(ascii: "$") { take(1) }
    let word = bytes[opening..<position]
    if word.count == 1, word.first.map({ $0 | 0x20 }) == UInt8(ascii: "e"),
      current == UInt8(ascii: "'")
    {
      try takeQuoted(by: UInt8(ascii: "'"), allowsEscapes: true)
    }
  }

  private func refusePlaceholder(in range: Range<Int>) throws(ResolutionError) {
    var inside = bytes[range]
    while let start = inside.firstIndex(of: UInt8(ascii: "{")) {
      guard start + 1 < inside.endIndex else { return }
      if inside[start + 1] == UInt8(ascii: "{") {
        throw error(
          "the placeholder in \(String(decoding: bytes[range], as: UTF8.self)) is inside of quotes, "
            + "where no value can be: write '{{name}}' without them"
        )
      }
      inside = inside[(start + 1)...]
    }
  }
}

extension UInt8 {
  fileprivate var isWhiteSpace: Bool { self == 32 || (self >= 9 && self <= 13) }

  fileprivate var isDigit: Bool { self >= 48 && self <= 57 }

  fileprivate var startsWord: Bool {
    (self | 0x20 >= 97 && self | 0x20 <= 122) || self == UInt8(ascii: "_") || self >= 128
  }

  fileprivate var continuesWord: Bool { startsWord || isDigit }
}
