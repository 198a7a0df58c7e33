import DovetailMetadata
import DovetailServer
import Meters
import OrderedJSON

/// An engine for tests of what surrounds one: its answers show what the server handed to it.
struct TestEngine: EngineService {
  var graphQL: @Sendable (GraphQLRequest, RequestContext) async -> GraphQLResponse = { request, _ in
    let data: JSONValue = [
      "query": .string(request.query),
      "operation": request.operationName.map { .string($0) } ?? .null,
      "variables": .object(request.variables),
    ]
    return GraphQLResponse(data: data.serialized())
  }
  var batchLimit: Int?
  var health = EngineHealth.ok
  var availability = UpstreamAvailability(available: 2, total: 2)
  var command:
    @Sendable (JSONValue, MetadataEndpoint, RequestContext) async throws(APIError) -> APIResponse =
      { command, endpoint, context throws(APIError) in
        let answer: JSONValue = [
          "command": command, "endpoint": .string(endpoint.rawValue),
          "role": .string(context.session.role.value),
        ]
        return APIResponse(body: answer.serialized())
      }

  func graphql(_ request: GraphQLRequest, context: RequestContext) async -> GraphQLResponse {
    await graphQL(request, context)
  }

  func batchLimit(for session: Session) -> Int? { batchLimit }

  func metadata(
    _ command: JSONValue,
    endpoint: MetadataEndpoint,
    context: RequestContext
  ) async throws(APIError) -> APIResponse {
    try await self.command(command, endpoint, context)
  }

  func explain(_ body: JSONValue, context: RequestContext) async throws(APIError) -> APIResponse {
    APIResponse(body: body.serialized())
  }

  func pgDump(_ body: JSONValue, context: RequestContext) async throws(APIError) -> APIResponse {
    APIResponse(contentType: "application/sql", body: Array("-- dump".utf8))
  }

  func restEndpoint(
    _ request: RESTRequest,
    context: RequestContext
  ) async throws(APIError) -> APIResponse {
    guard request.path != ["missing"] else {
      throw APIError(code: "not-found", message: "Endpoint not found", status: 404)
    }
    let answer: JSONValue = [
      "method": .string(request.method),
      "path": .array(request.path.map { .string($0) }),
      "parameters": .array(
        request.parameters.map { [.string($0.name), $0.value.map { .string($0) } ?? .null] }
      ),
      "body": request.body ?? .null,
    ]
    return APIResponse(body: answer.serialized())
  }

  func openAPI(context: RequestContext) async throws(APIError) -> APIResponse {
    APIResponse(body: Array(#"{"openapi":"3.0.0"}"#.utf8))
  }

  func health() async -> EngineHealth { health }

  func upstreamAvailability() -> UpstreamAvailability { availability }

  var metrics: [MetricFamily] { [MetricFamily("engine_up", .gauge, "Up.", .integer(1))] }

  func upstreams(context: RequestContext) async throws(APIError) -> APIResponse {
    APIResponse(body: Array(#"{"upstreams":[]}"#.utf8))
  }
}
