/// What `pg_dump` wrote without blank lines, comments and settings, and without what every database has
/// or the engine makes again itself.
///
/// Strings, function bodies and the data of `COPY` stay as they are.
package func cleanDump(_ text: String) -> String {
  var kept = ""
  kept.reserveCapacity(text.utf8.count)
  var quote: Quote?
  var isData = false
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if isData {
      isData = line != "\\."
    } else if quote == nil {
      if isNoise(line) { continue }
      isData = line.hasPrefix("COPY ") && line.hasSuffix(" FROM stdin;")
    }
    if !isData { quote = quoteAtEnd(of: line, begunIn: quote) }
    kept += line
    kept += "\n"
  }
  return kept
}

/// What a line is inside of.
private enum Quote: Equatable {
  case string
  case identifier
  /// `$tag$`.
  case dollar(Substring)
}

private let settings: Set<Substring> = [
  "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout",
  "transaction_timeout", "client_encoding", "standard_conforming_strings",
  "check_function_bodies", "xmloption", "client_min_messages", "row_security",
  "default_tablespace", "default_with_oids", "default_table_access_method",
]

/// Whether a line that begins a statement says nothing about the content.
private func isNoise(_ line: Substring) -> Bool {
  if line.allSatisfy(\.isWhitespace) || line.hasPrefix("--") { return true }
  if line.hasPrefix("\\restrict ") || line.hasPrefix("\\unrestrict ") { return true }
  if line.hasPrefix("SET ") {
    let name = line.dropFirst(4).prefix { $0.isLetter || $0 == "_" }
    return settings.contains(name) && line.hasSuffix(";")
  }
  if line.hasPrefix("SELECT pg_catalog.set_config('search_path'") { return true }
  if line == "CREATE SCHEMA public;" || line.hasPrefix("COMMENT ON SCHEMA public IS ") {
    return true
  }
  return line.hasPrefix("CREATE TRIGGER notify_hasura_")
    || line.hasPrefix("CREATE TRIGGER \"notify_hasura_")
}

/// What the next line is inside of.
private func quoteAtEnd(of line: Substring, begunIn quote: Quote?) -> Quote? {
  var quote = quote
  var rest = line
  while let character = rest.first {
    switch quote {
    case .string: if character == "'" { quote = nil }
    case .identifier: if character == "\"" { quote = nil }
    case .dollar(let tag):
      if rest.hasPrefix(tag) {
        rest = rest.dropFirst(tag.count)
        quote = nil
        continue
      }
    case nil:
      if rest.hasPrefix("--") { return nil }
      if character == "'" { quote = .string }
      if character == "\"" { quote = .identifier }
      if character == "$", let tag = dollarTag(rest) {
        rest = rest.dropFirst(tag.count)
        quote = .dollar(tag)
        continue
      }
    }
    rest = rest.dropFirst()
  }
  return quote
}

/// `$tag$` at the beginning of a text.
private func dollarTag(_ text: Substring) -> Substring? {
  let name = text.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
  guard text.dropFirst(1 + name.count).first == "$", name.first?.isNumber != true else {
    return nil
  }
  return text.prefix(name.count + 2)
}
