/// Where the metadata is, and how the engine reaches it.
package struct StoreConfiguration: Sendable, Hashable {
  /// The places that may hold metadata.
  package enum Location: Sendable, Hashable {
    /// The PostgreSQL database at that URL.
    case postgres(url: String)
    /// A file in that directory.
    case directory(String)
  }

  /// How transactions are isolated.
  package enum Isolation: String, Sendable, Hashable {
    case readCommitted = "read-committed"
    case repeatableRead = "repeatable-read"
    case serializable
  }

  /// The database that becomes the source `default`.
  package struct DefaultSource: Sendable, Hashable {
    /// The URL of the database.
    package let url: String
    /// The variable that holds the URL; `nil` if it was given by flags.
    package let variable: String?
  }

  /// Where the metadata is.
  package var location: Location
  /// The database that becomes the source `default`, if there is one.
  package var defaultSource: DefaultSource?
  /// How often connecting to PostgreSQL is tried again.
  package var retries: Int
  /// How many connections to PostgreSQL there may be.
  package var connections = 50
  /// After what time an idle connection ends.
  package var idleTimeout = Duration.seconds(180)
  /// After what time a connection is replaced.
  package var connectionLifetime = Duration.seconds(600)
  /// How long to wait for a connection; `nil` for ever.
  package var poolTimeout: Duration?
  /// Whether statements are prepared.
  package var preparesStatements = true
  /// How transactions are isolated.
  package var isolation = Isolation.readCommitted

  /// Takes what concerns the metadata store from the options.
  init(_ options: ResolvedOptions) throws(ConfigurationError) {
    let database = try DatabaseAddress(options)
    defaultSource = database.map { DefaultSource(url: $0.url, variable: $0.variable) }
    if let url = options.url(.metadataDatabaseURL) ?? database?.url {
      location = .postgres(url: url)
    } else {
      location = .directory(options.text(.dataDirectory) ?? ".")
    }
    retries = options.integer(.retries) ?? 1
    let stripes = options.integer(.pgStripes) ?? 1
    connections = (options.integer(.pgConnections) ?? connections) * stripes
    idleTimeout = options.seconds(.pgTimeout) ?? idleTimeout
    connectionLifetime = options.seconds(.pgConnLifetime) ?? connectionLifetime
    poolTimeout = options.seconds(.pgPoolTimeout)
    if options.isSet(.usePreparedStatements) {
      preparesStatements = options.boolean(.usePreparedStatements)
    }
    isolation = options.text(.txIsolation).flatMap(Isolation.init) ?? isolation
  }
}

/// The database that the user named by a URL or by its parts.
private struct DatabaseAddress {
  let url: String
  let variable: String?

  /// - Returns: `nil` if no database was named.
  init?(_ options: ResolvedOptions) throws(ConfigurationError) {
    let parts: [OptionName] = [
      .host, .port, .user, .password, .databaseName, .connectionOptions,
    ]
    let hasParts = parts.contains { options.isSet($0) }
    if let url = options.url(.databaseURL) {
      let origin = options.origin(of: .databaseURL)
      if hasParts, case .flag = origin {
        throw .usage("give either --database-url or --host, --user, --dbname, not both")
      }
      if !hasParts {
        self.url = url
        if case .variable(let name) = origin { variable = name } else { variable = nil }
        return
      }
    }
    guard hasParts else { return nil }
    guard let host = options.text(.host), let user = options.text(.user),
      let database = options.text(.databaseName)
    else { throw .usage("a database without a URL needs at least --host, --user and --dbname") }
    var url = "postgresql://\(percentEncoded(user))"
    if let password = options.text(.password) { url += ":\(percentEncoded(password))" }
    url += "@\(host.contains(":") ? "[\(host)]" : percentEncoded(host))"
    url += ":\(options.integer(.port) ?? 5_432)/\(percentEncoded(database))"
    if let more = options.text(.connectionOptions) { url += "?options=\(percentEncoded(more))" }
    self.url = url
    self.variable = nil
  }
}

extension ResolvedOptions {
  /// The URL of an option; `nil` if it is empty or not set.
  fileprivate func url(_ name: OptionName) -> String? {
    text(name).flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Replaces what has a meaning in URLs by escapes.
private func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var encoded: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      encoded.append(byte)
    default:
      encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}
