import OrderedCollections
import OrderedJSON

/// The configuration of a PostgreSQL source, typed.
///
/// `{"connection_info": {"database_url": …, "pool_settings": …}, "extensions_schema": …}`
package struct ConnectionSettings: Sendable, Hashable {
  package var database: DatabaseAddress
  package var pool: PoolSettings
  package var usesPreparedStatements: Bool
  /// `read-committed`, `repeatable-read` or `serializable`.
  package var isolationLevel: String
  /// The schema where the engine's extensions go.
  package var extensionsSchema: String?
  /// Keys that are understood but have no effect here, such as `connection_template`.
  package var unusedKeys: [String]

  /// How many connections there are and how long they live; times are in seconds.
  package struct PoolSettings: Sendable, Hashable {
    package var maximumConnections: Int?
    package var totalMaximumConnections: Int?
    package var idleTimeout: Int?
    package var retries: Int?
    package var poolTimeout: Int?
    package var connectionLifetime: Int?
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "PostgresConnConfiguration")
    let info = try object.requiredReader("connection_info").object(of: "PostgresSourceConnInfo")
    database = try DatabaseAddress(info.requiredReader("database_url"))
    pool = PoolSettings()
    if let settings = info.reader("pool_settings"), !settings.value.isNull {
      pool = try PoolSettings(settings)
    }
    usesPreparedStatements = try info.optional("use_prepared_statements", default: false)
    isolationLevel = try info.optional("isolation_level", default: "read-committed")
    guard ["read-committed", "repeatable-read", "serializable"].contains(isolationLevel) else {
      throw info.error(
        "unexpected isolation_level \"\(isolationLevel)\", expected one of "
          + "\"read-committed\", \"repeatable-read\", \"serializable\""
      )
    }
    extensionsSchema = try object.optional("extensions_schema")
    let unused = ["read_replicas", "connection_template", "connection_set"]
    unusedKeys = unused.filter { object.has($0) }
    if info.has("ssl_configuration") { unusedKeys.append("ssl_configuration") }
    info.reportUnknownKeys()
    object.reportUnknownKeys()
  }
}

extension ConnectionSettings.PoolSettings {
  /// More than this is a mistake, whatever is counted.
  private static let limit = 1_000_000_000

  init(_ reader: ValueReader) throws(MetadataError) {
    let object = try reader.object(of: "PostgresPoolSettings")
    maximumConnections = try object.integer("max_connections", within: 1...Self.limit)
    totalMaximumConnections = try object.integer("total_max_connections", within: 1...Self.limit)
    idleTimeout = try object.integer("idle_timeout", within: 0...Self.limit)
    retries = try object.integer("retries", within: 0...Self.limit)
    poolTimeout = try object.integer("pool_timeout", within: 0...Self.limit)
    connectionLifetime = try object.integer("connection_lifetime", within: 0...Self.limit)
    object.reportUnknownKeys()
  }
}

/// Where a database is.
package enum DatabaseAddress: Sendable, Hashable {
  /// A connection string, in which `{{NAME}}` stands for an environment variable.
  case template(String)
  case environment(String)
  case parameters(Parameters)
  /// A file that holds the connection string and may change.
  case file(String)

  /// The parts of a connection string.
  package struct Parameters: Sendable, Hashable {
    package var username: String
    package var password: String?
    package var database: String
    package var host: String
    package var port: Int

    package init(
      username: String,
      password: String?,
      database: String,
      host: String,
      port: Int
    ) {
      self.username = username
      self.password = password
      self.database = database
      self.host = host
      self.port = port
    }
  }

  package init(_ reader: ValueReader) throws(MetadataError) {
    if case .string = reader.value {
      self = .template(try String(reader))
      return
    }
    let object = try reader.object(of: "UrlConf")
    if let variable = try object.optional("from_env", as: String.self) {
      self = .environment(variable)
    } else if let path = try object.optional("dynamic_from_file", as: String.self) {
      self = .file(path)
    } else {
      let members =
        try object.reader("connection_parameters")?.object(of: "PGConnectionParams") ?? object
      self = .parameters(try Parameters(members))
      members.reportUnknownKeys()
    }
    object.reportUnknownKeys()
  }
}

extension DatabaseAddress.Parameters {
  init(_ object: ObjectReader) throws(MetadataError) {
    self.init(
      username: try object.required("username"),
      password: try object.optional("password"),
      database: try object.required("database"),
      host: try object.required("host"),
      port: try object.required("port")
    )
  }
}
