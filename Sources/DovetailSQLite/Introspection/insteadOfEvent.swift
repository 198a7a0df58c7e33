/// What a trigger on a view stands in for.
enum TriggerEvent: String, Sendable {
  case insert
  case update
  case delete
}

/// The event of an `INSTEAD OF` trigger, of its text; nil for other triggers.
func insteadOfEvent(of sql: String) -> TriggerEvent? {
  var rest = Substring(sql)
  var words: [String] = []
  while let word = nextWord(of: &rest) {
    words = words.suffix(2) + [word]
    guard words.count == 3, words.starts(with: ["instead", "of"]) else { continue }
    if let event = TriggerEvent(rawValue: word) { return event }
  }
  return nil
}

/// Takes the next word in lower case, past comments, quoted names and signs.
private func nextWord(of text: inout Substring) -> String? {
  func skip(past end: String) {
    text = text.firstRange(of: end).map { text[$0.upperBound...] } ?? ""
  }
  while let first = text.first {
    if first.isLetter || first == "_" {
      let word = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
      text = text[word.endIndex...]
      return word.lowercased()
    }
    text.removeFirst()
    switch first {
    case "\"", "'", "`": skip(past: String(first))
    case "[": skip(past: "]")
    case "-" where text.first == "-": skip(past: "\n")
    case "/" where text.first == "*": skip(past: "*/")
    default: break
    }
  }
  return nil
}
