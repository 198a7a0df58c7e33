import OrderedCollections
import OrderedJSON

extension Metadata {
  /// The document as JSON text; the texts of permissions are copied.
  package func serialized() -> [UInt8] {
    var writer = JSONWriter()
    write(members(sources: []), to: &writer) { writer in
      var separator = UInt8(ascii: "[")
      for source in sorted(sources) {
        writer.append(separator)
        separator = UInt8(ascii: ",")
        write(source, to: &writer)
      }
      if sources.isEmpty { writer.append(separator) }
      writer.append(UInt8(ascii: "]"))
    }
    return writer.bytes
  }

  /// The document as JSON text, each source without its tables.
  package func serializedWithoutTables() -> [UInt8] {
    let frames = sorted(sources).map { JSONValue.object($0.members(tables: [])) }
    return JSONValue.object(members(sources: .array(frames))).serialized()
  }

  private func write(_ source: SourceMetadata, to writer: inout JSONWriter) {
    write(source.members(tables: []), to: &writer) { writer in
      var separator = UInt8(ascii: "[")
      for table in sorted(source.tables) {
        writer.append(separator)
        separator = UInt8(ascii: ",")
        table.writeJSON(to: &writer)
      }
      if source.tables.isEmpty { writer.append(separator) }
      writer.append(UInt8(ascii: "]"))
    }
  }

  /// Writes an object, in which `large` writes the value of `sources` or `tables`.
  private func write(
    _ members: JSONObject,
    to writer: inout JSONWriter,
    large: (inout JSONWriter) -> Void
  ) {
    var separator = UInt8(ascii: "{")
    for (key, value) in members {
      writer.append(separator)
      separator = UInt8(ascii: ",")
      writer.appendKey(key)
      if key == "sources" || key == "tables" { large(&writer) } else { writer.append(value) }
    }
    writer.append(UInt8(ascii: "}"))
  }
}
