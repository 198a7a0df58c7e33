/// The name as a quoted SQL identifier in UTF-8, safe for any name.
///
/// A NUL, which no database allows in a name, is kept here and refused when the statement is rendered.
func quoteIdentifier(_ name: String) -> [UInt8] {
  quote(name, with: UInt8(ascii: "\""))
}

/// The text as an SQL literal in UTF-8, as standard SQL (and PostgreSQL with its default
/// `standard_conforming_strings`, and SQLite) reads it.
func quoteLiteral(_ text: String) -> [UInt8] {
  quote(text, with: UInt8(ascii: "'"))
}

private func quote(_ text: String, with mark: UInt8) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.utf8.count + 2)
  bytes.append(mark)
  for byte in text.utf8 {
    if byte == mark { bytes.append(mark) }
    bytes.append(byte)
  }
  bytes.append(mark)
  return bytes
}
