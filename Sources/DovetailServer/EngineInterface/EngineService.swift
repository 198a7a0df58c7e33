package import DovetailMetadata
package import Meters
package import OrderedJSON

/// What the server needs of an engine.
///
/// The engine knows nothing of HTTP, and the server nothing of plans.
/// All functions run on the event loop of the client's connection (as the task's preferred
/// executor), so they must not block. A client that leaves cancels the task.
package protocol EngineService: Sendable {
  /// Runs one GraphQL request. Never throws: errors are part of a GraphQL response.
  func graphql(_ request: GraphQLRequest, context: RequestContext) async -> GraphQLResponse

  /// How many requests a batch of this session may hold; `nil` for any number.
  func batchLimit(for session: Session) -> Int?

  /// Runs a command of the metadata API. Who may run which command is up to the engine only for
  /// `/v1/query`; at the other endpoints the session is that of an administrator.
  func metadata(
    _ command: JSONValue,
    endpoint: MetadataEndpoint,
    context: RequestContext
  ) async throws(APIError) -> APIResponse

  /// Answers `/v1/graphql/explain`; the session is that of an administrator.
  func explain(_ body: JSONValue, context: RequestContext) async throws(APIError) -> APIResponse

  /// Answers `/v1alpha1/pg_dump`; the session is that of an administrator.
  func pgDump(_ body: JSONValue, context: RequestContext) async throws(APIError) -> APIResponse

  /// Runs the REST endpoint that fits method and path.
  func restEndpoint(
    _ request: RESTRequest,
    context: RequestContext
  ) async throws(APIError) -> APIResponse

  /// Describes the REST endpoints as OpenAPI.
  func openAPI(context: RequestContext) async throws(APIError) -> APIResponse

  /// How the engine is.
  func health() async -> EngineHealth

  /// How many databases and services answer.
  func upstreamAvailability() -> UpstreamAvailability

  /// What is measured of the engine and of its upstreams.
  var metrics: [MetricFamily] { get }

  /// How each database and service is; the session is that of an administrator.
  func upstreams(context: RequestContext) async throws(APIError) -> APIResponse
}
