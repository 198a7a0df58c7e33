import GraphQLLanguage

/// Calls with each name that occurred before, and with the first occurrence.
func forEachDuplicate(in names: [Name], _ body: (_ first: Name, _ second: Name) -> Void) {
  guard names.count > 1 else { return }
  var known: [String: Name] = [:]
  for name in names {
    if let first = known[name.value] {
      body(first, name)
    } else {
      known[name.value] = name
    }
  }
}
