import DovetailMetadata
import DovetailPlan
import DovetailRemoteGraphQL
import DovetailSource
import GraphQLLanguage
import OrderedJSON

/// Runs a source for a service while the body runs, and closes its connections after.
func withSource<Result>(
  _ definition: RemoteSchemaDefinition,
  environment: [String: String] = [:],
  options: RemoteGraphQLOptions = RemoteGraphQLOptions(userAgent: "dovetail/test"),
  _ body: (RemoteGraphQLSource) async throws -> Result
) async throws -> Result {
  let client = RemoteHTTPClient(connectionsPerHost: 4)
  do {
    let source = try RemoteGraphQLSource(
      name: "crm",
      definition: definition,
      environment: environment,
      client: client,
      options: options
    )
    let result = try await body(source)
    await client.shutdown()
    return result
  } catch {
    await client.shutdown()
    throw error
  }
}

/// Runs a source for a test's service.
func withSource<Result>(
  of service: TestService,
  options: RemoteGraphQLOptions = RemoteGraphQLOptions(userAgent: "dovetail/test"),
  _ body: (RemoteGraphQLSource) async throws -> Result
) async throws -> Result {
  try await withSource(RemoteSchemaDefinition(url: service.url), options: options, body)
}

extension RemoteGraphQLSource {
  /// Sends an operation and gives its document.
  func send(
    _ operation: RemoteOperation,
    _ context: ExecutionContext = ExecutionContext(session: .admin)
  ) async throws -> RemoteDocument {
    let fetch = Fetch(target: .remoteSchema("crm"), request: .operation(operation))
    guard case .document(let document) = try await prepare(fetch).run(context) else {
      throw UnexpectedRows()
    }
    return document
  }

  /// Prepares a lookup.
  func prepare(_ lookup: RemoteLookup) throws(SourceError) -> PreparedLookup {
    try prepare(Lookup(target: .remoteSchema("crm"), request: .remote(lookup)))
  }
}

/// A GraphQL service gave rows.
struct UnexpectedRows: Error {}

extension RemoteDocument {
  /// The JSON text of `data`.
  var dataText: String { String(decoding: bytes[data], as: UTF8.self) }
}

extension LookupResult {
  /// The JSON text of each value; `null` for none.
  var texts: [String] {
    values.map { $0.map { String(decoding: bytes[$0], as: UTF8.self) } ?? "null" }
  }
}

extension RemoteSelection {
  /// A field that is written under its name.
  static func leaf(_ name: String) -> RemoteSelection {
    .field(RemoteField(alias: name, name: name, role: .output(key: name)))
  }
}

extension RemoteOperation {
  /// `{ me { name } }`.
  static let me = RemoteOperation(
    kind: .query,
    fields: [
      RemoteField(
        alias: "me",
        name: "me",
        selections: [.leaf("name")],
        role: .output(key: "me")
      )
    ]
  )
}

extension LookupKeys {
  /// Keys of one part each, by their JSON texts.
  init(texts: some Sequence<String>) {
    self.init(texts.map { LookupKey(parts: [Array($0.utf8)]) })
  }
}

/// The error that a call throws; `nil` if it throws none.
func sourceError(_ body: () async throws -> Void) async -> SourceError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? SourceError
  }
}
