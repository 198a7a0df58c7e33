import OrderedCollections
package import OrderedJSON

/// Writes JSON values as YAML in block style, laid out as the reference's tool lays it out: two blanks
/// a level, also for sequences in mappings; keys in their order; quotes only where they are needed.
package struct YAMLWriter {
  private(set) var text = ""

  /// The text of a whole file.
  package static func text(of value: JSONValue) -> String {
    var writer = YAMLWriter()
    switch value {
    case .array(let elements) where !elements.isEmpty: writer.sequence(elements, indentation: 0)
    case .object(let members) where !members.isEmpty: writer.mapping(members, indentation: 0)
    default:
      writer.scalar(value, indentation: 2)
      writer.text += "\n"
    }
    return writer.text
  }

  /// Writes the elements, the writer standing at the start of a line.
  private mutating func sequence(_ elements: [JSONValue], indentation: Int, isInline: Bool = false)
  {
    for (index, element) in elements.enumerated() {
      if index > 0 || !isInline { indent(indentation) }
      text += "- "
      switch element {
      case .array(let inner) where !inner.isEmpty:
        sequence(inner, indentation: indentation + 2, isInline: true)
      case .object(let inner) where !inner.isEmpty:
        mapping(inner, indentation: indentation + 2, isInline: true)
      default:
        scalar(element, indentation: indentation + 2)
        text += "\n"
      }
    }
  }

  private mutating func mapping(_ members: JSONObject, indentation: Int, isInline: Bool = false) {
    var isFirst = true
    for (key, value) in members {
      if !isFirst || !isInline { indent(indentation) }
      isFirst = false
      text += key.contains("\n") ? doubleQuoted(key) : flowScalar(key)
      switch value {
      case .array(let inner) where !inner.isEmpty:
        text += ":\n"
        sequence(inner, indentation: indentation + 2)
      case .object(let inner) where !inner.isEmpty:
        text += ":\n"
        mapping(inner, indentation: indentation + 2)
      default:
        text += ": "
        scalar(value, indentation: indentation + 2)
        text += "\n"
      }
    }
  }

  private mutating func scalar(_ value: JSONValue, indentation: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .number(let number): text += number.text
    case .array: text += "[]"
    case .object: text += "{}"
    case .string(let string):
      if string.contains("\n") {
        literal(string, indentation: indentation)
      } else if string.hasPrefix("!include ") {
        text += doubleQuoted(string)
      } else {
        text += flowScalar(string)
      }
    }
  }

  private mutating func indent(_ count: Int) {
    for _ in 0..<count { text += " " }
  }

  /// Writes a text of several lines under `|`, if it can stand there.
  private mutating func literal(_ string: String, indentation: Int) {
    guard canBeLiteral(string) else {
      text += doubleQuoted(string)
      return
    }
    text += "|"
    if string.hasPrefix(" ") || string.hasPrefix("\n") { text += "2" }
    var body = Substring(string)
    if string.hasSuffix("\n\n") || string == "\n" {
      text += "+"
      body = body.dropLast()
    } else if string.hasSuffix("\n") {
      body = body.dropLast()
    } else {
      text += "-"
    }
    for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
      text += "\n"
      guard !line.isEmpty else { continue }
      indent(indentation)
      text += line
    }
  }
}

/// Whether a text may stand in a literal block: no control characters, no blanks at ends of lines.
private func canBeLiteral(_ string: String) -> Bool {
  guard !string.hasSuffix(" ") else { return false }
  var previous: Unicode.Scalar = "a"
  for scalar in string.unicodeScalars {
    guard scalar == "\n" || scalar == "\t" || isPrintable(scalar) else { return false }
    if scalar == "\n", previous == " " { return false }
    previous = scalar
  }
  return true
}
