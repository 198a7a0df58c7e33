import OrderedJSON

/// The items of a PostgreSQL array literal (`{1,"a b",NULL}`) of one dimension; nil if the text is
/// none.
///
/// Session variables hold lists in this form, whatever the source.
func parseArrayLiteral(_ text: String) -> [JSONValue]? {
  let scalars = Array(text.unicodeScalars)
  guard let first = scalars.first, let last = scalars.last, scalars.count >= 2,
    first == "{", last == "}"
  else { return nil }
  let content = scalars[1..<(scalars.count - 1)]
  if content.allSatisfy({ $0.properties.isWhitespace }) { return [] }
  var items: [JSONValue] = []
  var item = ItemReader()
  for scalar in content {
    if scalar == "," && !item.isInside {
      guard let value = item.value else { return nil }
      items.append(value)
      item = ItemReader()
    } else if !item.read(scalar) {
      return nil
    }
  }
  guard !item.isInside, let value = item.value else { return nil }
  items.append(value)
  return items
}

/// One item of an array literal, as it is read.
private struct ItemReader {
  private var text = ""
  private var wasQuoted = false
  private var isQuoted = false
  private var isEscaped = false

  /// Whether a comma would belong to the item.
  var isInside: Bool { isQuoted || isEscaped }

  /// Nil for an item without text, which is no item.
  var value: JSONValue? {
    if wasQuoted { return .string(text) }
    var bare = text
    while bare.last?.isWhitespace == true { bare.removeLast() }
    if bare.isEmpty { return nil }
    return bare.uppercased() == "NULL" ? .null : .string(bare)
  }

  /// Takes the next character; false if none may stand there.
  mutating func read(_ scalar: Unicode.Scalar) -> Bool {
    if isEscaped {
      text.unicodeScalars.append(scalar)
      isEscaped = false
      return true
    }
    switch scalar {
    case "\\":
      isEscaped = true
    case "\"":
      guard isQuoted || (text.isEmpty && !wasQuoted) else { return false }
      isQuoted.toggle()
      wasQuoted = true
    case "{" where !isQuoted, "}" where !isQuoted:
      return false
    default:
      if !isQuoted && scalar.properties.isWhitespace && text.isEmpty { return true }
      if wasQuoted && !isQuoted { return scalar.properties.isWhitespace }
      text.unicodeScalars.append(scalar)
    }
    return true
  }
}
