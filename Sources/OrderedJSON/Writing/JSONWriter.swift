import OrderedCollections

/// Appends JSON to a byte array.
///
/// The caller writes brackets, commas and colons; the writer takes care of what is inside.
package struct JSONWriter: Sendable {
  /// What has been written.
  package var bytes: [UInt8]

  /// Starts with nothing, or after bytes that have been written before.
  package init(_ bytes: [UInt8] = []) {
    self.bytes = bytes
  }

  /// Makes room for so many bytes in total.
  package mutating func reserveCapacity(_ count: Int) {
    bytes.reserveCapacity(count)
  }

  /// Appends a byte as it is: a bracket, comma or colon.
  package mutating func append(_ byte: UInt8) {
    bytes.append(byte)
  }

  /// Appends text as it is, which must be JSON already.
  package mutating func appendRaw(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    )
  }

  /// Appends bytes as they are, which must be JSON already.
  package mutating func appendRaw(_ raw: some Sequence<UInt8>) {
    bytes.append(contentsOf: raw)
  }

  /// Appends an integer.
  package mutating func append(_ number: some BinaryInteger) {
    bytes.append(contentsOf: String(number).utf8)
  }

  /// Appends a string, quoted and escaped.
  package mutating func appendString(_ text: String) {
    var text = text
    text.withUTF8 { appendEscaped($0) }
  }

  /// Appends a key, quoted and escaped, and a colon.
  package mutating func appendKey(_ key: String) {
    appendString(key)
    bytes.append(UInt8(ascii: ":"))
  }

  /// Appends a value without blanks.
  package mutating func append(_ value: JSONValue) {
    switch value {
    case .null: appendRaw("null")
    case .bool(let value): value ? appendRaw("true") : appendRaw("false")
    case .number(let number): bytes.append(contentsOf: number.text.utf8)
    case .string(let text): appendString(text)
    case .array(let elements):
      var separator = UInt8(ascii: "[")
      for element in elements {
        bytes.append(separator)
        append(element)
        separator = UInt8(ascii: ",")
      }
      if elements.isEmpty { bytes.append(separator) }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      var separator = UInt8(ascii: "{")
      for (key, value) in members {
        bytes.append(separator)
        appendKey(key)
        append(value)
        separator = UInt8(ascii: ",")
      }
      if members.isEmpty { bytes.append(separator) }
      bytes.append(UInt8(ascii: "}"))
    }
  }
}
