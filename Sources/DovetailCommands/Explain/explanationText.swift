import OrderedCollections
package import OrderedJSON

/// The answer of the explain endpoint, laid out for people, whatever is in it: names and short texts on
/// a line, long texts and lists indented below their names.
package func explanationText(_ answer: JSONValue) -> String {
  if case .array(let parts) = answer {
    return parts.map { block($0, indentation: 0) }.joined(separator: "\n")
  }
  return block(answer, indentation: 0)
}

private func block(_ value: JSONValue, indentation: Int) -> String {
  let margin = String(repeating: " ", count: indentation)
  switch value {
  case .object(let members):
    return members.map { key, member in
      guard let text = oneLine(member) else {
        return "\(margin)\(key):\n" + block(member, indentation: indentation + 2)
      }
      return "\(margin)\(key): \(text)\n"
    }.joined()
  case .array(let elements):
    return elements.map { element in
      if let text = element.stringValue { return lines(text, margin) }
      guard let text = oneLine(element) else {
        return listItem(block(element, indentation: indentation + 2), margin)
      }
      return "\(margin)- \(text)\n"
    }.joined()
  case .string(let text):
    return lines(text, margin)
  default:
    return margin + (oneLine(value) ?? "") + "\n"
  }
}

/// A value that needs no lines of its own; nil for others.
private func oneLine(_ value: JSONValue) -> String? {
  switch value {
  case .null: "none"
  case .bool(let flag): flag ? "true" : "false"
  case .number(let number): number.text
  case .string(let text): text.count <= 60 && !text.contains("\n") ? text : nil
  case .array(let elements): elements.isEmpty ? "none" : nil
  case .object(let members): members.isEmpty ? "none" : nil
  }
}

private func lines(_ text: String, _ margin: String) -> String {
  text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    .map { $0.isEmpty ? "\n" : margin + $0 + "\n" }.joined()
}

/// A block of several lines with a dash before its first one.
private func listItem(_ block: String, _ margin: String) -> String {
  margin + "- " + block.dropFirst(margin.count + 2)
}
