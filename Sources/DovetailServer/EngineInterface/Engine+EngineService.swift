import DovetailAuth
package import DovetailEngine
package import DovetailMetadata
import DovetailSource
import OrderedCollections
package import OrderedJSON

extension Engine: EngineService {
  package func graphql(
    _ request: GraphQLRequest,
    context: RequestContext
  ) async -> GraphQLResponse {
    let response = await execute(
      GraphQLOperationRequest(
        text: request.query,
        operationName: request.operationName,
        variables: request.variables,
        schema: request.schema == .relay ? .relay : .standard,
        session: context.session,
        headers: context.headers.map { .init(name: $0.name, value: $0.value) },
        requestID: context.requestID,
        clientAddress: context.peerAddress
      ),
      explaining: request.explain.map { $0 == .plan ? .plan : .analyze }
    )
    return GraphQLResponse(
      data: response.data,
      errors: response.errors.map { GraphQLError($0) },
      extensions: response.explanation.map { ["explain": $0] },
      headers: response.cookies.map { HeaderField(name: "Set-Cookie", value: $0) }
    )
  }

  package func batchLimit(for session: Session) -> Int? { operationsPerBatch(of: session) }

  package func metadata(
    _ command: JSONValue,
    endpoint: MetadataEndpoint,
    context: RequestContext
  ) async throws(APIError) -> APIResponse {
    let api: MetadataAPI =
      switch endpoint {
      case .metadata: .metadata
      case .v1Query: .v1Query
      case .v2Query: .v2Query
      }
    do {
      let answer = try await run(
        MetadataRequest(
          body: command,
          api: api,
          session: context.session,
          clientAddress: context.peerAddress
        )
      )
      return APIResponse(body: answer.serialized())
    } catch {
      throw APIError(error)
    }
  }

  package func explain(
    _ body: JSONValue,
    context: RequestContext
  ) async throws(APIError) -> APIResponse {
    do {
      return APIResponse(body: try await explanation(of: body).serialized())
    } catch {
      throw APIError(error)
    }
  }

  package func pgDump(
    _ body: JSONValue,
    context: RequestContext
  ) async throws(APIError) -> APIResponse {
    do {
      return APIResponse(contentType: "application/sql", body: try await dump(body))
    } catch {
      throw APIError(error)
    }
  }

  package func restEndpoint(
    _ request: RESTRequest,
    context: RequestContext
  ) async throws(APIError) -> APIResponse {
    var members: JSONObject = [:]
    switch request.body {
    case nil, .null: break
    case .object(let object): members = object
    default:
      throw APIError(code: "bad-request", message: "the body has to be a JSON object of variables")
    }
    do {
      let response = try await call(
        EndpointCall(
          method: request.method,
          path: request.path,
          parameters: request.parameters,
          body: members,
          session: context.session,
          headers: context.headers.map { .init(name: $0.name, value: $0.value) },
          requestID: context.requestID,
          clientAddress: context.peerAddress
        )
      )
      return APIResponse(
        body: response.data ?? Array("null".utf8),
        headers: response.cookies.map { HeaderField(name: "Set-Cookie", value: $0) }
      )
    } catch {
      throw APIError(error)
    }
  }

  package func openAPI(context: RequestContext) async throws(APIError) -> APIResponse {
    APIResponse(body: openAPIDescription().serialized())
  }

  package func upstreamAvailability() -> UpstreamAvailability {
    let reports = upstreamReports
    return UpstreamAvailability(
      available: reports.count { $0.isAvailable },
      total: reports.count
    )
  }

  package func upstreams(context: RequestContext) async throws(APIError) -> APIResponse {
    let body: JSONValue = ["upstreams": .array(upstreamReports.map(\.json))]
    return APIResponse(body: body.serialized())
  }

  package func health() async -> EngineHealth {
    switch await condition() {
    case .well: .ok
    case .inconsistent: .inconsistentMetadata
    case .storeUnreachable: .metadataStoreUnreachable
    }
  }
}

extension APIError {
  /// The error as the HTTP layer knows it.
  init(_ error: EngineError) {
    self.init(
      code: error.code,
      message: error.message,
      path: error.path,
      status: error.status,
      internal: error.detail,
      extensions: error.replacedExtensions
    )
  }
}

extension GraphQLError {
  /// The error as GraphQL responses have it: one beside data names its place in the response.
  init(_ error: EngineError) {
    if let verbatim = error.verbatim {
      self = .verbatim(verbatim)
      return
    }
    guard !error.responsePath.isEmpty else {
      self = .engine(APIError(error))
      return
    }
    var extensions: [(key: String, value: JSONValue)] = [("code", .string(error.code))]
    for (name, value) in error.extensions.sorted(by: { $0.key < $1.key }) {
      extensions.append((name, value))
    }
    self = .verbatim([
      "message": .string(error.message),
      "path": .array(error.responsePath),
      "extensions": .object(members: extensions),
    ])
  }
}
