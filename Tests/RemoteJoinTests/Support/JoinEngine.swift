import DovetailActions
import DovetailEngine
import DovetailMetadata
import DovetailPostgres
import DovetailRemoteGraphQL
import DovetailSQLite
import DovetailSource
import Logging
import OrderedCollections
import OrderedJSON
import Testing

/// An engine with databases, services and webhooks of the test.
struct JoinEngine {
  let engine: Engine
  private let client = RemoteHTTPClient(connectionsPerHost: 16)
  private let folder: TemporaryFolder

  /// Connects real databases, services and webhooks.
  private struct Connector: UpstreamConnector {
    var client: RemoteHTTPClient
    var options: RemoteGraphQLOptions

    var kinds: [OfferedKind] {
      [
        OfferedKind(.sqlite, SQLiteSource.capabilitiesOfKind),
        OfferedKind(.postgres, PostgresSource.capabilitiesOfKind),
      ]
    }

    var webhooks: WebhookSettings { WebhookSettings(client: client) }

    func actions(log: any ActionLog, trusting tlsAllowlist: [TLSAllowlistEntry]) -> any Source {
      ActionSource(settings: webhooks.trusting(tlsAllowlist), log: log)
    }

    func connect(_ configuration: SourceConfiguration) throws(SourceError) -> any Source {
      configuration.kind == .postgres
        ? try PostgresSource(configuration: configuration.configuration, environment: [:])
        : try SQLiteSource(configuration: configuration.configuration, environment: [:])
    }

    func connect(
      _ name: RemoteSchemaName,
      _ definition: RemoteSchemaDefinition,
      trusting tlsAllowlist: [TLSAllowlistEntry]
    ) throws(SourceError) -> any Source {
      try RemoteGraphQLSource(
        name: name,
        definition: definition,
        environment: [:],
        client: client,
        options: options,
        tlsAllowlist: tlsAllowlist
      )
    }
  }

  private init(
    options: EngineOptions,
    remoteOptions: RemoteGraphQLOptions,
    log: Logger
  ) async throws {
    folder = try TemporaryFolder()
    engine = Engine(
      options: options,
      connector: Connector(client: client, options: remoteOptions),
      store: SQLiteMetadataStore(dataDirectory: folder.path),
      log: log
    )
    try await engine.start()
  }

  /// Runs an engine with services, by name, while the body runs.
  ///
  /// The definitions have members that the services' own definitions get besides their addresses.
  static func run(
    _ services: [String: GraphService],
    options: EngineOptions = EngineOptions(),
    remoteOptions: RemoteGraphQLOptions = RemoteGraphQLOptions(),
    settings: [String: JSONValue] = [:],
    definitions: [String: JSONObject] = [:],
    log: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
    _ body: (JoinEngine) async throws -> Void
  ) async throws {
    let test = try await JoinEngine(options: options, remoteOptions: remoteOptions, log: log)
    for (name, service) in services {
      try await service.start()
      var definition: JSONObject = ["url": .string(service.url)]
      if let lookups = settings[name] { definition["lookups"] = lookups }
      definition.merge(definitions[name] ?? [:]) { _, own in own }
      try await test.run(
        "add_remote_schema",
        ["name": .string(name), "definition": .object(definition)]
      )
    }
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body(test)) } catch { outcome = .failure(error) }
    await test.engine.stop()
    await test.client.shutdown()
    for service in services.values { try await service.stop() }
    try outcome.get()
  }

  // MARK: Metadata

  @discardableResult
  func run(_ type: String, _ arguments: JSONValue) async throws -> JSONValue {
    do {
      return try await engine.run(
        MetadataRequest(
          body: ["type": .string(type), "args": arguments],
          api: type == "run_sql" ? .v2Query : .metadata,
          session: .admin
        )
      )
    } catch {
      throw Refusal(error: error)
    }
  }

  /// Adds a SQLite source and tracks its tables.
  func addDatabase(
    _ script: String,
    named name: String = "default",
    tables: [String]
  ) async throws {
    let connection: JSONValue = [
      "connection_info": ["database": .string(folder.file(name + ".db")), "create": true]
    ]
    try await run("sqlite_add_source", ["name": .string(name), "configuration": connection])
    try await run("run_sql", ["source": .string(name), "sql": .string(script)])
    try await run("reload_metadata", ["reload_sources": [.string(name)]])
    for table in tables {
      try await run("sqlite_track_table", ["source": .string(name), "table": .string(table)])
    }
  }

  /// Adds a source on a PostgreSQL database and tracks its tables.
  func addDatabase(
    _ database: PostgresDatabase,
    named name: String,
    tables: [String]
  ) async throws {
    let connection: JSONValue = ["connection_info": ["database_url": .string(database.url)]]
    try await run("pg_add_source", ["name": .string(name), "configuration": connection])
    for table in tables {
      try await run("pg_track_table", ["source": .string(name), "table": .string(table)])
    }
  }

  /// Defines a relationship of a table; the definition is JSON text.
  func relate(
    _ table: String,
    _ name: String,
    _ definition: String,
    in source: String = "default",
    kind: String = "sqlite"
  ) async throws {
    try await run(
      kind + "_create_remote_relationship",
      [
        "source": .string(source), "table": .string(table), "name": .string(name),
        "definition": try JSONValue(parsing: definition),
      ]
    )
  }

  /// Defines a relationship of a type of a service.
  func relate(
    type: String,
    of schema: String,
    _ name: String,
    _ definition: String
  ) async throws {
    try await run(
      "create_remote_schema_remote_relationship",
      [
        "remote_schema": .string(schema), "type_name": .string(type), "name": .string(name),
        "definition": try JSONValue(parsing: definition),
      ]
    )
  }

  /// Why a command is refused: the reasons of inconsistencies if there are any, or else the message.
  func refusal(_ body: () async throws -> Void) async -> String? {
    do {
      try await body()
      return nil
    } catch let refusal as Refusal {
      let reasons = refusal.error.detail?.arrayValue?.compactMap { $0["reason"]?.stringValue } ?? []
      return reasons.isEmpty ? refusal.error.message : reasons.joined(separator: "; ")
    } catch {
      return "\(error)"
    }
  }

  // MARK: Requests

  func execute(
    _ text: String,
    variables: JSONObject = [:],
    session: Session = .admin
  ) async -> GraphQLOperationResponse {
    await engine.execute(
      GraphQLOperationRequest(text: text, variables: variables, session: session)
    )
  }

  /// The data of an operation that must succeed.
  func query(
    _ text: String,
    variables: JSONObject = [:],
    session: Session = .admin
  ) async throws -> JSONValue {
    let response = await execute(text, variables: variables, session: session)
    #expect(response.errors.map(\.message) == [])
    return try JSONValue(parsing: try #require(response.data))
  }

  /// The joins of the first root field, as explain shows them.
  func joins(of query: String) async throws -> [JSONValue] {
    let report = try await engine.explanation(of: ["query": ["query": .string(query)]])
    return report.arrayValue?.first?["joins"]?.arrayValue ?? []
  }
}

/// A refused command.
struct Refusal: Error, CustomStringConvertible {
  var error: EngineError

  var description: String { "\(error.code): \(error.message) \(error.detail ?? .null)" }
}
