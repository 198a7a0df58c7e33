import OrderedCollections

extension JSONWriter {
  /// Appends a value over several lines, each level indented by two blanks.
  ///
  /// Empty arrays and objects stay on their line.
  package mutating func appendPretty(_ value: JSONValue, indentation: Int = 0) {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      var separator = UInt8(ascii: "[")
      for element in elements {
        bytes.append(separator)
        appendLineBreak(indentation + 2)
        appendPretty(element, indentation: indentation + 2)
        separator = UInt8(ascii: ",")
      }
      appendLineBreak(indentation)
      bytes.append(UInt8(ascii: "]"))
    case .object(let members) where !members.isEmpty:
      var separator = UInt8(ascii: "{")
      for (key, value) in members {
        bytes.append(separator)
        appendLineBreak(indentation + 2)
        appendKey(key)
        bytes.append(UInt8(ascii: " "))
        appendPretty(value, indentation: indentation + 2)
        separator = UInt8(ascii: ",")
      }
      appendLineBreak(indentation)
      bytes.append(UInt8(ascii: "}"))
    default:
      append(value)
    }
  }

  private mutating func appendLineBreak(_ indentation: Int) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation))
  }
}
