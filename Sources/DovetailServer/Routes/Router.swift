package import DovetailAuth
import DovetailMetadata
import NIOHTTP1
import OrderedJSON

/// Answers requests: finds the endpoint, lets authentication decide who asks, asks the engine, and
/// puts the answer into the form that the endpoint prescribes.
package struct Router: Sendable {
  let engine: any EngineService
  let authenticator: Authenticator
  let settings: RouterSettings
  let accessLog: AccessLog
  let internalDetail: InternalDetailPolicy
  let meters = ServerMeters()

  /// Makes a router.
  package init(
    engine: any EngineService,
    authenticator: Authenticator,
    settings: RouterSettings,
    log: EngineLog
  ) {
    self.engine = engine
    self.authenticator = authenticator
    self.settings = settings
    self.accessLog = AccessLog(log: log, logsQueryOnlyOnError: settings.logsQueryOnlyOnError)
    self.internalDetail = InternalDetailPolicy(
      isDevelopmentMode: settings.isDevelopmentMode,
      isShownToAdministrators: settings.showsInternalErrorsToAdministrators
    )
  }

  /// Answers a request, on the event loop of its connection.
  func respond(to request: HTTPRequest) async -> HTTPResponse {
    let origin = request.headers.first(named: "origin")
    if request.method == .OPTIONS, let origin,
      let response = settings.cors.preflight(
        origin: origin,
        requestedHeaders: request.headers.first(named: "access-control-request-headers")
      )
    {
      return response
    }
    var response = await dispatch(request)
    if let origin {
      response.headers.append(contentsOf: settings.cors.headers(for: origin))
    }
    if response.kind == .success {
      await compress(&response, for: request)
    }
    return response
  }

  private func dispatch(_ request: HTTPRequest) async -> HTTPResponse {
    if request.headers.first(named: "upgrade")?.lowercased() == "websocket" {
      return webSocket(request)
    }
    guard let endpoint = Endpoint(path: request.path), isEnabled(endpoint) else {
      return unknownResource(request)
    }
    guard endpoint.methods.contains(request.method) else {
      switch request.method {
      case .GET, .POST: return unknownResource(request)
      default:
        let allowed = endpoint.methods.map(\.rawValue).joined(separator: ", ")
        return .bare(
          request.method == .OPTIONS ? 204 : 405,
          headers: [HeaderField(name: "Allow", value: allowed)]
        )
      }
    }
    do throws(APIError) {
      let request = try await decompress(request)
      return await respond(to: request, at: endpoint)
    } catch {
      return failure(error, endpoint: endpoint, session: nil)
    }
  }

  private func isEnabled(_ endpoint: Endpoint) -> Bool {
    endpoint.group.map(settings.enabledAPIs.contains) ?? true
  }

  /// Declines a WebSocket handshake in a way that clients report to their users.
  private func webSocket(_ request: HTTPRequest) -> HTTPResponse {
    guard case .graphQL? = Endpoint(path: request.path) else { return .bare(404) }
    let error = APIError(
      code: "not-supported",
      message: "WebSocket connections are not supported yet"
    )
    return failure(error, endpoint: nil, session: nil)
  }

  /// The answer to a request for what is not there.
  func unknownResource(_ request: HTTPRequest) -> HTTPResponse {
    switch request.method {
    case .GET, .POST: failure(.resourceDoesNotExist, endpoint: nil, session: nil)
    default: .bare(404)
    }
  }

  private func respond(to request: HTTPRequest, at endpoint: Endpoint) async -> HTTPResponse {
    switch endpoint {
    case .graphQL(let variant):
      return request.method == .GET
        ? persistedQuery(request, at: variant) : await graphQL(request, at: variant)
    case .metadata(let variant): return await metadata(request, at: variant)
    case .version: return version()
    case .health: return await health(request)
    case .rest: return await rest(request)
    case .metrics: return metrics(request)
    case .config:
      return await administrators(request, at: endpoint) { _ in
        APIResponse(body: settings.configReport.serialized())
      }
    case .openAPI:
      return await administrators(request, at: endpoint) { context throws(APIError) in
        try await engine.openAPI(context: context)
      }
    case .upstreams:
      return await administrators(request, at: endpoint) { context throws(APIError) in
        try await engine.upstreams(context: context)
      }
    case .explain:
      return await administrators(request, at: endpoint) { context throws(APIError) in
        try await engine.explain(try await parseBody(of: request), context: context)
      }
    case .pgDump:
      return await administrators(request, at: endpoint) { context throws(APIError) in
        try await engine.pgDump(try await parseBody(of: request), context: context)
      }
    }
  }
}
