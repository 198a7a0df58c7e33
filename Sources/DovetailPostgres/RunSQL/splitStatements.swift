/// The statements of a SQL script, without the semicolons between them.
///
/// Finds the semicolons that end statements: not those in strings, quoted names, dollar quotes,
/// comments, parentheses (`CREATE RULE … DO (…; …)`), and bodies of functions (`BEGIN ATOMIC …
/// END`). Statements that consist of white space and comments only are left out.
package func splitStatements(_ script: String) -> [String] {
  var splitter = StatementSplitter(Array(script.utf8))
  return splitter.run()
}

private struct StatementSplitter {
  private let bytes: [UInt8]
  private var position = 0
  private var start = 0
  /// Whether the current statement has anything besides white space and comments.
  private var hasContent = false
  private var parentheses = 0
  /// The first words of the statement, in lower case, as far as `CREATE OR REPLACE FUNCTION` goes.
  private var words: [String] = []
  /// How many `BEGIN ATOMIC` and `CASE` are open in the body of a function.
  private var blocks = 0
  private var statements: [String] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func run() -> [String] {
    while let byte = current {
      switch byte {
      case UInt8(ascii: ";") where parentheses <= 0 && blocks == 0:
        endStatement()
      case UInt8(ascii: "-") where next == byte:
        skipLine()
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
        skipComment()
      case UInt8(ascii: "'"):
        skipQuoted(by: byte, allowsEscapes: false)
      case UInt8(ascii: "\""):
        skipQuoted(by: byte, allowsEscapes: false)
      case UInt8(ascii: "$"):
        skipDollarQuoted()
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"), 12, 11:
        position += 1
      case _ where byte.startsWord:
        takeWord()
      default:
        if byte == UInt8(ascii: "(") { parentheses += 1 }
        if byte == UInt8(ascii: ")") { parentheses -= 1 }
        hasContent = true
        position += 1
      }
    }
    endStatement()
    return statements
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }
  private var next: UInt8? { position + 1 < bytes.count ? bytes[position + 1] : nil }

  private mutating func endStatement() {
    if hasContent {
      let text = String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
      statements.append(text.trimmed)
    }
    position += 1
    start = min(position, bytes.count)
    hasContent = false
    parentheses = 0
    words = []
    blocks = 0
  }

  private mutating func skipLine() {
    while let byte = current, byte != UInt8(ascii: "\n") { position += 1 }
  }

  /// Comments nest.
  private mutating func skipComment() {
    var depth = 0
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

  private mutating func skipQuoted(by quote: UInt8, allowsEscapes: Bool) {
    hasContent = true
    position += 1
    while let byte = current {
      position += 1
      if byte == UInt8(ascii: "\\") && allowsEscapes {
        position += 1
      } else if byte == quote {
        // A doubled quote stands for itself.
        guard current == quote else { return }
        position += 1
      }
    }
  }

  private mutating func skipDollarQuoted() {
    hasContent = true
    let opening = position
    position += 1
    while let byte = current, byte.continuesWord, byte != UInt8(ascii: "$") { position += 1 }
    let tagStartsWithDigit = bytes[(opening + 1)..<position].first?.isDigit ?? false
    guard current == UInt8(ascii: "$"), !tagStartsWithDigit else { return }
    position += 1
    let tag = bytes[opening..<position]
    while position + tag.count <= bytes.count {
      if bytes[position..<position + tag.count] == tag {
        position += tag.count
        return
      }
      position += 1
    }
    position = bytes.count
  }

  private mutating func takeWord() {
    hasContent = true
    let opening = position
    while let byte = current, byte.continuesWord { position += 1 }
    let word = String(decoding: bytes[opening..<position], as: UTF8.self).lowercased()
    if word == "e" && current == UInt8(ascii: "'") {
      skipQuoted(by: UInt8(ascii: "'"), allowsEscapes: true)
      return
    }
    if words.count < 4 { words.append(word) }
    if isRoutine { countBlock(word) }
  }

  private var isRoutine: Bool {
    guard words.first == "create" else { return false }
    return words.contains("function") || words.contains("procedure")
  }

  private mutating func countBlock(_ word: String) {
    switch word {
    case "begin": blocks += 1
    case "case" where blocks > 0: blocks += 1
    case "end" where blocks > 0: blocks -= 1
    default: break
    }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self >= 48 && self <= 57 }

  fileprivate var startsWord: Bool {
    (self | 0x20 >= 97 && self | 0x20 <= 122) || self == UInt8(ascii: "_") || self >= 128
  }

  fileprivate var continuesWord: Bool {
    startsWord || isDigit || self == UInt8(ascii: "$")
  }
}
