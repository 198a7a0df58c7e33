extension Printer {
  /// Appends a string literal, as a block string if it was one and can be one.
  mutating func string(_ string: StringValue) {
    let lines = string.value.utf8.split(
      separator: UInt8(ascii: "\n"),
      omittingEmptySubsequences: false
    )
    if string.isBlock, isPrintableAsBlock(string.value, lines: lines) {
      blockString(string.value, lines: lines)
    } else {
      quotedString(string.value)
    }
  }

  private mutating func quotedString(_ text: String) {
    write("\"")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): write("\\\"")
      case UInt8(ascii: "\\"): write("\\\\")
      case 0x08: write("\\b")
      case 0x09: write("\\t")
      case 0x0A: write("\\n")
      case 0x0C: write("\\f")
      case 0x0D: write("\\r")
      case 0x00..<0x20, 0x7F:
        write(byte < 16 ? "\\u000" : "\\u00")
        write(String(byte, radix: 16, uppercase: true))
      default: output.append(byte)
      }
    }
    write("\"")
  }

  /// Whether a parser would read the text back unchanged from a block string.
  ///
  /// It wouldn't where the removal of indentation and blank lines changes the text.
  private func isPrintableAsBlock(_ text: String, lines: [Substring.UTF8View]) -> Bool {
    guard let first = lines.first, let last = lines.last, !text.isEmpty else { return true }
    guard !text.utf8.contains(UInt8(ascii: "\r")), !isBlank(first), !isBlank(last) else {
      return false
    }
    return lines.count == 1 || lines.contains { !isBlank($0) && !startsWithBlank($0) }
  }

  private func isBlank(_ line: Substring.UTF8View) -> Bool {
    line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  private func startsWithBlank(_ line: Substring.UTF8View) -> Bool {
    line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t")
  }

  /// Short texts of one line stay on the line; others start and end with a line break.
  private mutating func blockString(_ text: String, lines: [Substring.UTF8View]) {
    let last = text.utf8.last
    let wouldJoinQuotes = last == UInt8(ascii: "\"") || last == UInt8(ascii: "\\")
    let isOneLine = lines.count == 1
    // The indentation of the first line is kept only right after the quotes, if it is the only one.
    let startsOnNewLine =
      !text.isEmpty
      && (!isOneLine
        || ((text.utf8.count > 70 || wouldJoinQuotes)
          && !startsWithBlank(Substring(text).utf8)))
    write("\"\"\"")
    for (index, line) in lines.enumerated() {
      if index > 0 || startsOnNewLine { write("\n") }
      if !line.isEmpty, index > 0 || startsOnNewLine { indent() }
      blockStringLine(line)
    }
    if startsOnNewLine || wouldJoinQuotes { newline() }
    write("\"\"\"")
  }

  private mutating func blockStringLine(_ line: Substring.UTF8View) {
    var quotes = 0
    for byte in line {
      output.append(byte)
      quotes = byte == UInt8(ascii: "\"") ? quotes + 1 : 0
      if quotes == 3 {
        output.removeLast(3)
        write("\\\"\"\"")
        quotes = 0
      }
    }
  }
}
