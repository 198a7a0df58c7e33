import DovetailMetadata
import DovetailSource
import OrderedJSON

/// The `configuration` of a source in metadata, with the environment put in.
struct PostgresConfiguration: Sendable {
  /// A database and how to connect to it.
  struct Endpoint: Sendable, Equatable {
    var target: ConnectionTarget
    var settings: PoolSettings
  }

  var primary: Endpoint
  var replicas: [Endpoint]

  init(_ configuration: JSONValue, environment: [String: String]) throws(SourceError) {
    if configuration["connection_template"].map({ !$0.isNull }) ?? false {
      throw SourceError(
        code: .notSupported,
        message: "\"connection_template\" cannot be used: name the databases in "
          + "\"connection_info\" and \"read_replicas\""
      )
    }
    let set = configuration["connection_set"]
    guard set.map({ $0.isNull || $0.arrayValue?.isEmpty == true }) ?? true else {
      throw SourceError(
        code: .notSupported,
        message: "\"connection_set\" cannot be used: name the databases in \"connection_info\" and "
          + "\"read_replicas\""
      )
    }
    primary = try Self.endpoint(configuration, environment: environment)
    replicas = []
    for replica in configuration["read_replicas"]?.arrayValue ?? [] {
      // A replica looks like the connection information of a source of its own.
      replicas.append(
        try Self.endpoint(["connection_info": replica], environment: environment)
      )
    }
  }

  private static func endpoint(
    _ configuration: JSONValue,
    environment: [String: String]
  ) throws(SourceError) -> Endpoint {
    let settings: ConnectionSettings
    do {
      settings = try ConnectionSettings(ValueReader(configuration))
    } catch let error {
      throw SourceError(
        code: SourceError.Code(rawValue: error.code.value),
        message: error.message
      )
    }
    let information = configuration["connection_info"]
    if information?["ssl_configuration"].map({ !$0.isNull }) ?? false {
      throw SourceError(
        code: .notSupported,
        message: "\"ssl_configuration\" cannot be used: give sslmode, sslrootcert, sslcert and "
          + "sslkey as parameters of \"database_url\""
      )
    }
    let target = try ConnectionTarget(settings.database, environment: environment)
    let isPrepared = information?["use_prepared_statements"]?.boolValue
    return Endpoint(
      target: target,
      settings: PoolSettings(
        settings,
        // Behind a pooler the state of a session would become that of others.
        preparation: isPrepared == false ? .never : .automatic
      )
    )
  }
}

extension ConnectionTarget {
  /// A connection string as flags and environment variables have it: a URL, or
  /// `dynamic-from-file:///path` for a file that holds one.
  package init(databaseURL text: String) {
    let scheme = "dynamic-from-file://"
    if text.hasPrefix(scheme) {
      self = .file(path: String(text.dropFirst(scheme.count)))
    } else {
      self = .string(text)
    }
  }

  /// An address in metadata, with the environment put in.
  init(_ address: DatabaseAddress, environment: [String: String]) throws(SourceError) {
    switch address {
    case .template(let text):
      self.init(databaseURL: try expand(text, environment: environment))
    case .environment(let name):
      self.init(databaseURL: try value(of: name, in: environment))
    case .file(let path):
      let scheme = "file://"
      self = .file(path: path.hasPrefix(scheme) ? String(path.dropFirst(scheme.count)) : path)
    case .parameters(let parts):
      self = .parts(
        username: parts.username,
        password: parts.password,
        database: parts.database,
        host: parts.host,
        port: parts.port
      )
    }
  }
}

extension PoolSettings {
  init(_ settings: ConnectionSettings, preparation: Preparation) {
    self.init(preparation: preparation)
    let pool = settings.pool
    if let limit = pool.maximumConnections { maxConnections = limit }
    if let total = pool.totalMaximumConnections { maxConnections = min(maxConnections, total) }
    if let seconds = pool.idleTimeout { idleTimeout = .seconds(max(0, seconds)) }
    if let seconds = pool.poolTimeout { poolTimeout = .seconds(max(0, seconds)) }
    if let seconds = pool.connectionLifetime {
      // As in the reference, 0 means that connections live on.
      connectionLifetime = seconds > 0 ? .seconds(seconds) : nil
    }
    if let number = pool.retries { retries = max(0, number) }
    isolation = IsolationLevel(rawValue: settings.isolationLevel) ?? .readCommitted
  }
}

/// Replaces each `{{NAME}}` by the variable of the environment.
private func expand(
  _ template: String,
  environment: [String: String]
) throws(SourceError) -> String {
  var text = ""
  var rest = template[...]
  while let opening = rest.firstRange(of: "{{"),
    let closing = rest[opening.upperBound...].firstRange(of: "}}")
  {
    text += rest[..<opening.lowerBound]
    text += try value(
      of: String(rest[opening.upperBound..<closing.lowerBound]).trimmed,
      in: environment
    )
    rest = rest[closing.upperBound...]
  }
  return text + rest
}

private func value(
  of name: String,
  in environment: [String: String]
) throws(SourceError) -> String {
  guard let value = environment[name] else {
    throw SourceError(
      code: .invalidConfiguration,
      message: "environment variable \"\(name)\" not set"
    )
  }
  return value
}
