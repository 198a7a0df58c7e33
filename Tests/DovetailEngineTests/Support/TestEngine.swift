import DovetailEngine
import DovetailMetadata
import DovetailSQLite
import DovetailSource
import Logging
import OrderedCollections
import OrderedJSON
import Testing

/// An engine with its metadata in a temporary folder, and SQLite databases beside it.
struct TestEngine {
  let engine: Engine
  let connector: TestConnector
  let folder: TemporaryFolder

  /// An engine on the metadata in the folder.
  init(folder: TemporaryFolder? = nil, options: EngineOptions = EngineOptions()) async throws {
    let folder = try folder ?? TemporaryFolder()
    let connector = TestConnector()
    var log = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    log.logLevel = .error
    let engine = Engine(
      options: options,
      connector: connector,
      store: SQLiteMetadataStore(dataDirectory: folder.path),
      log: log
    )
    try await engine.start()
    self.engine = engine
    self.connector = connector
    self.folder = folder
  }

  // MARK: Metadata

  /// The answer of a metadata command, given as JSON text.
  @discardableResult
  func run(
    _ command: String,
    api: MetadataAPI = .metadata,
    session: Session = .admin
  ) async throws -> JSONValue {
    try await run(try JSONValue(parsing: command), api: api, session: session)
  }

  /// The answer of a metadata command.
  @discardableResult
  func run(
    _ command: JSONValue,
    api: MetadataAPI = .metadata,
    session: Session = .admin
  ) async throws -> JSONValue {
    try await engine.run(MetadataRequest(body: command, api: api, session: session))
  }

  /// The error of a metadata command; nil if it succeeds.
  func error(
    _ command: String,
    api: MetadataAPI = .metadata,
    session: Session = .admin
  ) async throws -> EngineError? {
    do {
      _ = try await run(command, api: api, session: session)
      return nil
    } catch let error as EngineError {
      return error
    }
  }

  /// Adds a SQLite source with an empty database.
  func addSQLite(_ name: String = "default", script: String = "") async throws {
    let configuration: JSONValue = [
      "connection_info": ["database": .string(folder.file(name + ".db")), "create": true]
    ]
    try await run(
      [
        "type": "sqlite_add_source",
        "args": ["name": .string(name), "configuration": configuration],
      ])
    if !script.isEmpty { try await sql(script, source: name) }
  }

  /// Adds a PostgreSQL source.
  func addPostgres(_ database: TestDatabase, as name: String = "default") async throws {
    try await run(
      [
        "type": "pg_add_source",
        "args": [
          "name": .string(name),
          "configuration": ["connection_info": ["database_url": .string(database.url)]],
        ],
      ])
  }

  /// Runs SQL and lets the engine read the source again.
  func sql(_ text: String, source: String = "default") async throws {
    try await run(
      ["type": "run_sql", "args": ["source": .string(source), "sql": .string(text)]],
      api: .v2Query
    )
    try await run(
      ["type": "reload_metadata", "args": ["reload_sources": [.string(source)]]])
  }

  /// The metadata document with its version.
  func exported() async throws -> JSONValue {
    try await run(#"{"type": "export_metadata", "version": 2, "args": {}}"#)
  }

  /// The inconsistent objects by name, sorted.
  func inconsistent() async throws -> [String] {
    let report = try await run(#"{"type": "get_inconsistent_metadata", "args": {}}"#)
    return report["inconsistent_objects"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
      .sorted() ?? []
  }

  // MARK: Requests

  /// The answer to an operation.
  func execute(
    _ text: String,
    variables: JSONObject = [:],
    session: Session = .admin,
    operationName: String? = nil,
    schema: GraphQLOperationRequest.Schema = .standard
  ) async -> GraphQLOperationResponse {
    await engine.execute(
      GraphQLOperationRequest(
        text: text,
        operationName: operationName,
        variables: variables,
        schema: schema,
        session: session
      )
    )
  }

  /// The data of an operation that must succeed.
  func query(
    _ text: String,
    variables: JSONObject = [:],
    session: Session = .admin,
    schema: GraphQLOperationRequest.Schema = .standard
  ) async throws -> JSONValue {
    let response = await execute(text, variables: variables, session: session, schema: schema)
    guard response.errors.isEmpty, let data = response.data else {
      throw FailedQuery(text: text, errors: response.errors)
    }
    return try JSONValue(parsing: data)
  }

  /// The first error of an operation that must fail.
  func failure(
    _ text: String,
    variables: JSONObject = [:],
    session: Session = .admin,
    schema: GraphQLOperationRequest.Schema = .standard
  ) async -> EngineError? {
    await execute(text, variables: variables, session: session, schema: schema).errors.first
  }
}

/// A query that should have had an answer.
struct FailedQuery: Error, CustomStringConvertible {
  var text: String
  var errors: [EngineError]

  var description: String {
    errors.map { "\($0.code) at \($0.path): \($0.message) \($0.detail.map { "\($0)" } ?? "")" }
      .joined(separator: "; ") + " for " + text
  }
}

extension TestEngine {
  /// Tracks all tables of the source `default`, with all foreign keys both ways.
  func trackEverything(_ fragment: CatalogFragment) async throws {
    guard case .relational(let facts) = fragment else {
      Issue.record("a database has tables")
      return
    }
    try await replaceTables(SampleDatabase.metadata(tracking: facts))
  }
}
