import DovetailAuth
import DovetailMetadata
import NIOHTTP1
import OrderedJSON

extension Router {
  /// `GET /v1/version`: for everybody.
  func version() -> HTTPResponse {
    let body: JSONValue = ["version": .string(settings.version), "server_type": "ce"]
    return success(APIResponse(body: body.serialized()), session: nil)
  }

  /// `GET /healthz`: for everybody.
  func health(_ request: HTTPRequest) async -> HTTPResponse {
    let query = request.query.map { URLQuery($0) }
    let isStrict = query?.flag("strict") ?? false
    let inconsistent = "inconsistent objects in schema"
    switch await engine.health() {
    case .ok:
      guard query?.flag("upstreams") ?? false else { return text("OK", status: 200) }
      return upstreamHealth(isStrict: isStrict)
    case .inconsistentMetadata:
      return isStrict
        ? text("ERROR: \(inconsistent)", status: 500) : text("WARN: \(inconsistent)", status: 200)
    case .metadataStoreUnreachable: return text("ERROR", status: 500)
    }
  }

  /// Upstreams that are away don't make the engine unwell, so that is said only if it is asked for.
  private func upstreamHealth(isStrict: Bool) -> HTTPResponse {
    let upstreams = engine.upstreamAvailability()
    let missing = upstreams.total - upstreams.available
    guard missing > 0 else { return text("OK", status: 200) }
    let reason = "\(missing) of \(upstreams.total) upstreams not available"
    return isStrict ? text("ERROR: \(reason)", status: 500) : text("WARN: \(reason)", status: 200)
  }

  private func text(_ text: String, status: Int) -> HTTPResponse {
    HTTPResponse(
      status: status,
      kind: .success,
      contentType: "text/plain; charset=utf-8",
      body: .bytes(Array(text.utf8))
    )
  }

  /// A request to an endpoint of the metadata API.
  func metadata(_ request: HTTPRequest, at variant: MetadataEndpoint) async -> HTTPResponse {
    var logged: String?
    var response = await answering(request, at: .metadata(variant)) { context throws(APIError) in
      let command = try await parseBody(of: request)
      logged = loggedText(of: command)
      // At `/v1/query` everybody may send some of the commands, which the engine knows.
      guard variant == .v1Query || context.session.isAdmin else { throw .adminCommand }
      return try await engine.metadata(command, endpoint: variant, context: context)
    }
    response.log.query = logged
    return response
  }

  /// What the log says about a command: only its name, because arguments hold passwords of
  /// databases, unless the configuration asks for them.
  private func loggedText(of command: JSONValue) -> String? {
    settings.logsMetadataCommands ? command.description : command["type"]?.stringValue
  }

  /// A request to a REST endpoint that the user defined.
  func rest(_ request: HTTPRequest) async -> HTTPResponse {
    await answering(request, at: .rest) { context throws(APIError) in
      let segments = request.path.split(separator: "/", omittingEmptySubsequences: false)
      var parameters = request.query.map { URLQuery($0).parameters } ?? []
      var body: JSONValue?
      if request.isForm {
        parameters += URLQuery(String(decoding: request.body, as: UTF8.self)).parameters
      } else if !request.body.isEmpty {
        body = try await parseBody(of: request)
      }
      return try await engine.restEndpoint(
        RESTRequest(
          method: request.method.rawValue,
          path: segments.dropFirst(3).map { percentDecoded($0, plusIsBlank: false) },
          parameters: parameters,
          body: body
        ),
        context: context
      )
    }
  }
}

extension HTTPRequest {
  /// Whether the body holds the fields of a web form.
  fileprivate var isForm: Bool {
    headers.first(named: "content-type")?.lowercased()
      .hasPrefix("application/x-www-form-urlencoded") ?? false
  }
}
