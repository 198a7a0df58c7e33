import DovetailAuth
import DovetailMetadata
import NIOCore
import OrderedJSON

extension Router {
  /// `GET /v1/graphql`: only automatic persisted queries could be asked for that way.
  func persistedQuery(_ request: HTTPRequest, at variant: GraphQLEndpoint) -> HTTPResponse {
    do throws(APIError) {
      let session = try authenticate(request)
      return failure(.persistedQueryNotSupported, endpoint: .graphQL(variant), session: session)
    } catch {
      return failure(error, endpoint: .graphQL(variant), session: nil)
    }
  }

  /// A request, or a batch of them, to an endpoint that takes GraphQL.
  func graphQL(_ request: HTTPRequest, at variant: GraphQLEndpoint) async -> HTTPResponse {
    let endpoint = Endpoint.graphQL(variant)
    let maximumQueryLength = settings.maximumQueryLength
    let body = await offLoop(ifLong: request.body.count) {
      Result { () throws(APIError) in
        try GraphQLBody(
          parsing: request.body,
          schema: variant.schema,
          maximumQueryLength: maximumQueryLength
        )
      }
    }
    let session: Session
    do throws(APIError) {
      // A client that isn't let in learns nothing else, not even that its body is malformed.
      session = try authenticate(request)
    } catch {
      return failure(error, endpoint: endpoint, session: nil)
    }
    let context = context(of: request, session: session)
    let start = NIODeadline.now()
    var response: HTTPResponse
    switch body {
    case .failure(let error):
      response = failure(error, endpoint: endpoint, session: session)
    case .success(let items):
      do throws(APIError) {
        let explain = try wantedExplanation(request, session)
        switch items {
        case .single(let item):
          response = await single(item.explaining(explain), endpoint: endpoint, context: context)
        case .batch(let items):
          let items = items.map { $0.explaining(explain) }
          response = await batch(items, endpoint: endpoint, context: context)
        }
      } catch {
        response = failure(error, endpoint: endpoint, session: session)
      }
    }
    response.log.executionTime = start.secondsUntilNow
    return response
  }

  /// What the header `X-Dovetail-Explain` asks for.
  private func wantedExplanation(
    _ request: HTTPRequest,
    _ session: Session
  ) throws(APIError) -> GraphQLRequest.Explain? {
    guard let text = request.headers.first(named: "x-dovetail-explain") else { return nil }
    guard session.isAdmin || settings.isDevelopmentMode else {
      throw APIError(
        code: "access-denied",
        message: "the header X-Dovetail-Explain is for administrators and development mode"
      )
    }
    guard let explain = GraphQLRequest.Explain(rawValue: text.lowercased()) else {
      throw APIError(
        code: "bad-request",
        message: "the header X-Dovetail-Explain is plan or analyze, not \"\(text)\""
      )
    }
    return explain
  }

  private func single(
    _ item: GraphQLBody.Item,
    endpoint: Endpoint,
    context: RequestContext
  ) async -> HTTPResponse {
    let result = await run(item, context: context)
    var response = HTTPResponse(
      status: status(of: result.status, at: endpoint),
      kind: result.data == nil && !result.errors.isEmpty ? .failure : .success,
      contentType: APIResponse.json,
      body: body(of: result, session: context.session),
      headers: result.headers,
      log: RequestLog(session: context.session, error: result.loggedError)
    )
    response.log.query = item.query
    return response
  }

  private func batch(
    _ items: [GraphQLBody.Item],
    endpoint: Endpoint,
    context: RequestContext
  ) async -> HTTPResponse {
    if let limit = engine.batchLimit(for: context.session), items.count > limit {
      let error = APIError(
        code: "batch-limit-exceeded",
        message: "the batch has \(items.count) requests, which is more than the limit of \(limit)"
      )
      return failure(error, endpoint: endpoint, session: context.session)
    }
    var writer = JSONWriter()
    var log = RequestLog(session: context.session)
    writer.appendRaw("[")
    for (index, item) in items.enumerated() {
      if index > 0 { writer.appendRaw(",") }
      let result = await run(item, context: context)
      log.error = log.error ?? result.loggedError
      result.append(
        to: &writer,
        showsInternal: internalDetail.isShown(to: context.session)
      )
    }
    writer.appendRaw("]")
    return HTTPResponse(
      status: 200,
      kind: .success,
      contentType: APIResponse.json,
      body: .bytes(writer.bytes),
      log: log
    )
  }

  private func run(_ item: GraphQLBody.Item, context: RequestContext) async -> GraphQLResponse {
    switch item {
    case .request(let request): await engine.graphql(request, context: context)
    case .persistedQuery(let hasText):
      GraphQLResponse(hasText ? .persistedQueriesDisabled : .persistedQueryNotSupported)
    }
  }

  private func body(of result: GraphQLResponse, session: Session) -> ResponseBody {
    if let data = result.data, result.errors.isEmpty, result.extensions == nil {
      return .graphQLData(data)
    }
    var writer = JSONWriter()
    result.append(to: &writer, showsInternal: internalDetail.isShown(to: session))
    return .bytes(writer.bytes)
  }
}

extension GraphQLResponse {
  /// The error that the log shows.
  fileprivate var loggedError: APIError? {
    switch errors.first {
    case .engine(let error): error
    case .verbatim(let object):
      APIError(
        code: "remote-schema-error",
        message: object["message"]?.stringValue ?? "error of a remote schema",
        internal: object
      )
    case nil: nil
    }
  }
}

extension GraphQLBody.Item {
  /// The same request with an explanation.
  fileprivate func explaining(_ explain: GraphQLRequest.Explain?) -> GraphQLBody.Item {
    guard let explain, case .request(var request) = self else { return self }
    request.explain = explain
    return .request(request)
  }
}
