/// Why a path into a JSON column cannot be read.
struct JSONPathError: Error {
  var message: String
}

/// The steps of a path into a JSON column: `$.a.b[0]['c']`, `a.b` (contract 04 §5).
///
/// - Returns: keys and indices as texts; empty for the whole value.
func parseJSONPath(_ text: String) throws(JSONPathError) -> [String] {
  var rest = Substring(text)
  var steps: [String] = []
  if rest.first == "$" { rest.removeFirst() }
  var isFirst = rest.count == text.count
  while let next = rest.first {
    switch next {
    case ".":
      rest.removeFirst()
      // `a.["b"]` is as good as `a["b"]`.
      if rest.first == "[" { continue }
      steps.append(try takeName(&rest, of: text))
    case "[":
      rest.removeFirst()
      steps.append(try takeBracket(&rest, of: text))
    default:
      guard isFirst else { throw JSONPathError(message: "invalid property name:  \(text)") }
      steps.append(try takeName(&rest, of: text))
    }
    isFirst = false
  }
  return steps
}

private func takeName(_ rest: inout Substring, of text: String) throws(JSONPathError) -> String {
  let name = rest.prefix { $0 != "." && $0 != "[" }
  guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" })
  else {
    throw JSONPathError(message: "invalid property name:  \(text)")
  }
  rest.removeFirst(name.count)
  return String(name)
}

private func takeBracket(
  _ rest: inout Substring,
  of text: String
) throws(JSONPathError) -> String {
  guard let quote = rest.first, quote == "'" || quote == "\"" else {
    let digits = rest.prefix { $0 != "]" }
    guard !digits.isEmpty, digits.allSatisfy({ ("0"..."9").contains($0) }),
      rest.dropFirst(digits.count).first == "]"
    else {
      throw JSONPathError(message: "invalid array index: \(text)")
    }
    rest.removeFirst(digits.count + 1)
    return String(digits)
  }
  rest.removeFirst()
  var key = ""
  while let character = rest.popFirst() {
    if character == "\\", let escaped = rest.popFirst() {
      key.append(escaped)
    } else if character == quote {
      guard rest.popFirst() == "]" else { break }
      return key
    } else {
      key.append(character)
    }
  }
  throw JSONPathError(message: "invalid property name:  \(text)")
}
