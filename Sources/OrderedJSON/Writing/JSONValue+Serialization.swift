extension JSONValue: CustomStringConvertible {
  /// The value as JSON without blanks, in UTF-8.
  package func serialized() -> [UInt8] {
    var writer = JSONWriter()
    writer.append(self)
    return writer.bytes
  }

  /// The value as JSON over several lines, indented by two blanks a level.
  package func prettySerialized() -> [UInt8] {
    var writer = JSONWriter()
    writer.appendPretty(self)
    return writer.bytes
  }

  /// The value as JSON without blanks.
  package var description: String { String(decoding: serialized(), as: UTF8.self) }
}
