/// The names that occur more than once, each named once, in order.
func repeatedNames(_ names: [String]) -> [String] {
  var seen: Set<String> = []
  var repeated: [String] = []
  for name in names where !seen.insert(name).inserted && !repeated.contains(name) {
    repeated.append(name)
  }
  return repeated
}

/// `"a", "b"`.
func quotedList(_ names: [String]) -> String {
  names.map { "\"\($0)\"" }.joined(separator: ", ")
}

/// `"a", "b" and "c"`, with another word than “and” if wanted.
func quotedList(_ names: [String], _ conjunction: String) -> String {
  guard let last = names.last, names.count > 1 else { return quotedList(names) }
  return "\(quotedList(names.dropLast())) \(conjunction) \"\(last)\""
}
