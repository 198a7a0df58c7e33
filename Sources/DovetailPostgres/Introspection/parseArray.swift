/// The elements of a one-dimensional array in PostgreSQL's text form: `{1,"a b",NULL}`.
///
/// Text that is no array yields what can be read of it.
package func parseArray(_ text: String) -> [String?] {
  var elements: [String?] = []
  var element: [UInt8] = []
  var isQuoted = false
  var wasQuoted = false
  var isEscaped = false

  func finished() -> String? {
    let text = String(decoding: element, as: UTF8.self)
    return !wasQuoted && text == "NULL" ? nil : text
  }

  for byte in text.utf8.dropFirst().dropLast() {
    if isEscaped {
      element.append(byte)
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isQuoted.toggle()
      wasQuoted = true
    } else if byte == UInt8(ascii: ",") && !isQuoted {
      elements.append(finished())
      element = []
      wasQuoted = false
    } else {
      element.append(byte)
    }
  }
  if !element.isEmpty || wasQuoted { elements.append(finished()) }
  return elements
}
