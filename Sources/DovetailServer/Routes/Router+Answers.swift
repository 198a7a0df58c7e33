import DovetailAuth
import DovetailMetadata
import NIOCore
import OrderedJSON

extension Router {
  /// The session in which a request runs.
  func authenticate(_ request: HTTPRequest) throws(APIError) -> Session {
    do throws(AuthError) {
      return try authenticator.authenticate(request.headers)
    } catch {
      throw APIError(error)
    }
  }

  /// The context of a request for the engine.
  func context(of request: HTTPRequest, session: Session) -> RequestContext {
    RequestContext(
      session: session,
      requestID: request.requestID,
      headers: request.headers,
      peerAddress: request.peerAddress
    )
  }

  /// Parses a body that has to be JSON.
  func parseBody(of request: HTTPRequest) async throws(APIError) -> JSONValue {
    try await offLoop(ifLong: request.body.count) {
      Result { () throws(JSONError) in try JSONValue(parsing: request.body) }
    }.mapError { APIError($0) }.get()
  }

  /// Answers a request that only administrators may make.
  func administrators(
    _ request: HTTPRequest,
    at endpoint: Endpoint,
    answer: (RequestContext) async throws(APIError) -> APIResponse
  ) async -> HTTPResponse {
    await answering(request, at: endpoint) { context throws(APIError) in
      guard context.session.isAdmin else { throw .adminEndpoint }
      return try await answer(context)
    }
  }

  /// Authenticates a request and answers it, or reports what went wrong.
  func answering(
    _ request: HTTPRequest,
    at endpoint: Endpoint,
    query: String? = nil,
    answer: (RequestContext) async throws(APIError) -> APIResponse
  ) async -> HTTPResponse {
    var session: Session?
    let start = NIODeadline.now()
    var response: HTTPResponse
    do throws(APIError) {
      let authenticated = try authenticate(request)
      session = authenticated
      let answer = try await answer(context(of: request, session: authenticated))
      response = success(answer, session: authenticated)
    } catch {
      response = failure(error, endpoint: endpoint, session: session)
    }
    response.log.executionTime = start.secondsUntilNow
    response.log.query = query
    return response
  }

  /// The response for an answer of the engine.
  func success(_ answer: APIResponse, session: Session?) -> HTTPResponse {
    HTTPResponse(
      status: answer.status,
      kind: .success,
      contentType: answer.contentType,
      body: .bytes(answer.body),
      headers: answer.headers,
      log: RequestLog(session: session)
    )
  }

  /// The response for an error, in the form that the endpoint prescribes.
  func failure(_ error: APIError, endpoint: Endpoint?, session: Session?) -> HTTPResponse {
    HTTPResponse(
      status: status(of: error.status, at: endpoint),
      kind: .failure,
      contentType: APIResponse.json,
      body: .bytes(
        error.body(
          endpoint?.errorFormat ?? .query,
          showsInternal: internalDetail.isShown(to: session)
        )
      ),
      log: RequestLog(session: session, error: error)
    )
  }

  /// The HTTP status for a status that was meant: most GraphQL endpoints say 200 whatever happens.
  func status(of status: Int, at endpoint: Endpoint?) -> Int {
    switch endpoint {
    case .graphQL(.v1), .graphQL(.relay):
      status == 401 && settings.preserves401 || status == 413 ? status : 200
    default: status
    }
  }
}

extension NIODeadline {
  /// The seconds that have passed since then.
  var secondsUntilNow: Double {
    Double((NIODeadline.now() - self).nanoseconds) / 1e9
  }
}
