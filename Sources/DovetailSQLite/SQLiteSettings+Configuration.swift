package import DovetailSource
package import OrderedJSON

extension SQLiteSettings {
  /// Reads the `configuration` of a source in metadata, with the environment put in.
  ///
  /// `{"connection_info": {"database": "shop.db", "create": false, "pool_settings": {…}}}`, or the
  /// same without `connection_info`.
  /// Relative paths start at `directory`; nil means the working directory.
  package init(
    _ configuration: JSONValue,
    environment: [String: String],
    directory: String? = nil
  ) throws(SourceError) {
    var object = configuration
    if let information = configuration["connection_info"] {
      try Self.checkKeys(of: configuration, allowed: ["connection_info"])
      object = information
    }
    try Self.checkKeys(of: object, allowed: ["database", "create", "pool_settings"])
    guard let database = object["database"] else {
      throw invalid("the configuration of a SQLite source needs \"database\", the path of its file")
    }
    let path = try Self.path(database, environment: environment)
    self.init(location: try Self.location(path, directory: directory))
    if let value = object["create"], !value.isNull {
      guard let creates = value.boolValue else { throw invalid("\"create\" must be true or false") }
      createsFile = creates
    }
    if let settings = object["pool_settings"], !settings.isNull { try read(settings) }
  }

  private mutating func read(_ settings: JSONValue) throws(SourceError) {
    try Self.checkKeys(
      of: settings,
      allowed: [
        "max_connections", "queue_limit", "busy_timeout", "statement_timeout", "idle_timeout",
      ]
    )
    for (key, value) in settings.members where !value.isNull {
      guard case .number(let number) = value, number.double >= 0 else {
        throw invalid("\"\(key)\" in \"pool_settings\" must be a number that is not negative")
      }
      // Times are in seconds; a century is as good as forever.
      let duration = Duration.milliseconds(Int(min(number.double, 3_155_760_000) * 1000))
      let count = Int(min(number.double, 1_000_000))
      switch key {
      case "max_connections": readerCount = min(max(1, count), 64)
      case "queue_limit": queueLimit = max(1, count)
      case "busy_timeout": busyTimeout = duration
      case "statement_timeout": statementTimeout = duration > .zero ? duration : nil
      default: idleTimeout = duration
      }
    }
  }

  private static func checkKeys(
    of value: JSONValue,
    allowed: Set<String>
  ) throws(SourceError) {
    guard case .object = value else {
      throw invalid("the configuration of a SQLite source must be an object")
    }
    if let unknown = value.members.first(where: { !allowed.contains($0.key) }) {
      let names = allowed.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
      throw invalid(
        "unexpected \"\(unknown.key)\" in the configuration of a SQLite source; known are \(names)"
      )
    }
  }

  /// A path as it stands, with `{{NAME}}` for variables of the environment, or `{"from_env": NAME}`.
  private static func path(
    _ value: JSONValue,
    environment: [String: String]
  ) throws(SourceError) -> String {
    func variable(_ name: String) throws(SourceError) -> String {
      guard let value = environment[name] else {
        throw invalid("environment variable \"\(name)\" not set")
      }
      return value
    }
    if let name = value["from_env"]?.stringValue { return try variable(name) }
    guard let template = value.stringValue, !template.isEmpty else {
      throw invalid("\"database\" must be a path or {\"from_env\": \"NAME\"}")
    }
    var text = ""
    var rest = template[...]
    while let opening = rest.firstRange(of: "{{"),
      let closing = rest[opening.upperBound...].firstRange(of: "}}")
    {
      let name = rest[opening.upperBound..<closing.lowerBound].split(separator: " ")
      text += rest[..<opening.lowerBound]
      text += try variable(name.joined(separator: " "))
      rest = rest[closing.upperBound...]
    }
    return text + rest
  }

  private static func location(
    _ path: String,
    directory: String?
  ) throws(SourceError) -> Location {
    if path == ":memory:" { return .memory }
    guard !path.isEmpty else { throw invalid("the path of the database file is empty") }
    // SQLite would read parameters out of it.
    guard !path.hasPrefix("file:"), !path.utf8.contains(0) else {
      throw invalid("\"\(path)\" is no path of a database file: give a path, not a URI")
    }
    guard let directory, !directory.isEmpty, !path.hasPrefix("/") else {
      // `./` keeps SQLite from taking a name such as `:x` for one of its own.
      return .file(path: path.hasPrefix(":") ? "./\(path)" : path)
    }
    return .file(path: directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)")
  }
}

private func invalid(_ message: String) -> SourceError {
  SourceError(code: .invalidConfiguration, message: message)
}
