import CPostgres

/// Refuses a connection string that libpq cannot read, or would read otherwise than it is meant.
///
/// libpq quotes what it cannot read, and that is often a piece of a password with characters that
/// should have been escaped. So its words are passed on only up to the first quotation.
func checkConnectionString(_ text: String) throws(PostgresFailure) {
  // Other texts are the name of a database.
  guard text.contains("=") || text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
  else { return }
  var message: UnsafeMutablePointer<CChar>?
  guard let options = PQconninfoParse(text, &message) else {
    defer { PQfreemem(message) }
    let words = message.map { String(cString: $0) }?.prefix { $0 != "\"" } ?? ""
    throw unreadable("it is not valid: \(String(words).trimmed) …")
  }
  defer { PQconninfoFree(options) }
  var option = options
  while let keyword = option.pointee.keyword.map({ String(cString: $0) }) {
    let value = option.pointee.val.map { String(cString: $0) } ?? ""
    if keyword == "host", value.contains("@") { throw unreadable("its host has an \"@\"") }
    if keyword == "port", value.contains(where: { !$0.isNumber && $0 != "," }) {
      throw unreadable("its port is not a number")
    }
    option += 1
  }
}

private func unreadable(_ reason: String) -> PostgresFailure {
  PostgresFailure(
    .configuration,
    "the connection string cannot be used: \(reason) (in a URL, special characters of the user and "
      + "the password are written as %40 for \"@\", %2F for \"/\", %25 for \"%\")"
  )
}
