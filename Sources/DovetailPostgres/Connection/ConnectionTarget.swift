import Glibc

/// Where a database is, as `database_url` of a source's configuration says.
package enum ConnectionTarget: Sendable, Hashable {
  /// A connection URI or a `keyword=value` string, with environment templates replaced.
  case string(String)
  case parts(username: String, password: String?, database: String, host: String, port: Int)
  /// A file that holds the connection string, read anew for each connection.
  case file(path: String)

  /// The parameters as libpq takes them, in order; a later keyword counts more than an earlier one.
  func parameters() throws(PostgresFailure) -> [(keyword: String, value: String)] {
    // A peer that vanished without a word is noticed within two minutes.
    var parameters = [
      (keyword: "keepalives_idle", value: "60"), (keyword: "keepalives_interval", value: "15"),
      (keyword: "keepalives_count", value: "4"),
    ]
    switch self {
    case .string(let text):
      try checkConnectionString(text)
      parameters.append(("dbname", text))
    case .file(let path):
      let text = try Self.contents(ofFile: path)
      try checkConnectionString(text)
      parameters.append(("dbname", text))
    case .parts(let username, let password, let database, let host, let port):
      parameters += [
        ("user", username), ("host", host), ("port", String(port)),
        // libpq would take a name with `=` or `://` for a connection string.
        ("dbname", Self.conninfo(database: database)),
      ]
      if let password { parameters.append(("password", password)) }
    }
    parameters += [("fallback_application_name", "dovetail"), ("client_encoding", "UTF8")]
    return parameters
  }

  private static func conninfo(database: String) -> String {
    var quoted = "dbname='"
    for character in database {
      if character == "'" || character == "\\" { quoted.append("\\") }
      quoted.append(character)
    }
    return quoted + "'"
  }

  private static func contents(ofFile path: String) throws(PostgresFailure) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw PostgresFailure(
        .configuration,
        "cannot read the connection string from \"\(path)\": \(reason)"
      )
    }
    defer { _ = Glibc.close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    var count = 0
    while count < bytes.count {
      let read = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
      }
      if read <= 0 { break }
      count += read
    }
    return String(decoding: bytes.prefix(count), as: UTF8.self).trimmed
  }
}
