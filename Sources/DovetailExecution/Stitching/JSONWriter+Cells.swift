import DovetailCatalog
import OrderedJSON

extension JSONWriter {
  /// Appends a database's text of a value as JSON.
  @inline(__always)
  mutating func append(
    _ text: UnsafeRawBufferPointer,
    form: ColumnType.WireForm,
    isQuoted: Bool
  ) {
    switch form {
    case .number:
      if isQuoted || !isNumber(text) {
        appendText(text)
      } else {
        bytes.append(contentsOf: text)
      }
    case .text:
      appendText(text)
    case .boolean:
      isTrue(text) ? appendRaw("true") : appendRaw("false")
    case .json, .convertedToJSON:
      bytes.append(contentsOf: text)
    }
  }

  private mutating func appendText(_ text: UnsafeRawBufferPointer) {
    bytes.append(UInt8(ascii: "\""))
    appendEscapedContent(text)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether this is a number and not a text such as `NaN` or `-Infinity`.
  private func isNumber(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let first = text.first else { return false }
    let digit = first == UInt8(ascii: "-") && text.count > 1 ? text[1] : first
    return digit >= UInt8(ascii: "0") && digit <= UInt8(ascii: "9")
  }

  private func isTrue(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let first = text.first else { return false }
    return first == UInt8(ascii: "t") || first == UInt8(ascii: "1") || first == UInt8(ascii: "T")
  }
}
