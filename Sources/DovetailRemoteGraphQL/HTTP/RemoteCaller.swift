import AsyncHTTPClient
import DovetailMetadata
import DovetailSource
import FoundationEssentials
import NIOCore
import NIOHTTP1
import OrderedJSON

/// What a request is for, which decides what may be done with it.
enum CallPurpose: Sendable {
  /// Reads, and may be sent again.
  case query
  /// Changes something, and is sent once.
  case mutation
  /// Introspection and health checks: a query that goes even if the circuit is open.
  case inspection
}

/// Sends requests to one service.
struct RemoteCaller: Sendable {
  let service: RemoteService
  let client: RemoteHTTPClient
  let options: RemoteGraphQLOptions
  /// Whether the service's certificate is taken as it is.
  let isTrusted: Bool
  /// How much lookups ask for at once, where the remote schema's definition says so.
  var settings: RemoteLookupSettings?
  let state: ServiceState
  /// Where equal queries meet; nil where each is sent.
  let sharedCalls: SharedCalls?

  var syntax: RemoteSyntax { RemoteSyntax(skipsNulls: options.skipsNulls) }

  /// Posts a body and reads the answer whole, whatever its status.
  ///
  /// Equal queries under way at the same time share one request, and failed queries are sent again.
  func post(
    _ body: [UInt8],
    _ context: ExecutionContext,
    for purpose: CallPurpose
  ) async throws(SourceError) -> HTTPAnswer {
    var request = service.request
    request.headers = try requestHeaders(context, purpose)
    request.body = .byteBuffer(ByteBuffer(bytes: body))
    let call = RemoteCall(caller: self, request: request, purpose: purpose, context: context)
    guard let sharedCalls else { return try await call.run() }
    switch purpose {
    case .inspection:
      return try await call.run()
    case .mutation:
      // Neither a query that has begun before the mutation nor one that has begun before its end may
      // answer one that comes after it.
      sharedCalls.seal()
      defer { sharedCalls.seal() }
      return try await call.run()
    case .query where body.count > Self.longestSharedBody:
      return try await call.run()
    case .query:
      let key = SharedCalls.Key(headers: identity(of: request.headers), body: body)
      let (answer, isShared) = try await sharedCalls.run(key) { () async throws(SourceError) in
        try await call.run()
      }
      if isShared { state.countShared() }
      return answer
    }
  }

  /// Longer bodies are hardly ever equal, and take long to compare.
  private static let longestSharedBody = 256 << 10

  /// A failure of the transport as clients see it.
  func failure(_ reason: String, _ request: HTTPClient.Request) -> SourceError {
    SourceError(
      code: .remoteSchemaError,
      message: "HTTP exception occurred while sending the request to \"\(service.shownAddress)\"",
      detail: [
        "type": "http_exception",
        "message": .string(reason),
        "request": describe(request),
      ],
      path: "$"
    )
  }

  /// Why a request failed, fit for administrators.
  static func reason(_ error: any Error) -> String {
    if let error = error as? AnswerCollector.TooLarge {
      return "Response body is larger than \(error.limit) bytes"
    }
    switch error as? HTTPClientError {
    case .deadlineExceeded, .readTimeout:
      return "Response timeout"
    case .connectTimeout, .getConnectionFromPoolTimeout:
      return "Connection timeout"
    case .remoteConnectionClosed:
      return "Connection closed before the response was complete"
    case let other?:
      return other.description
    case nil:
      return "Connection failure: \(error)"
    }
  }

  // Header values may be secrets, and so may a query string.
  private func describe(_ request: HTTPClient.Request) -> JSONValue {
    let headers = JSONValue.object(
      members: request.headers.map { ($0.name, JSONValue.string(Self.shown($0.name, $0.value))) }
    )
    return [
      "host": .string(request.host),
      "port": .int(request.port),
      "method": "POST",
      "path": .string(request.url.path),
      "queryString": .string(request.url.query == nil ? "" : "?<redacted>"),
      "secure": .bool(request.useTLS),
      "requestHeaders": headers,
      "responseTimeout": .string("ResponseTimeoutMicro \(service.timeoutSeconds * 1_000_000)"),
    ]
  }

  private static func shown(_ name: String, _ value: String) -> String {
    switch name.lowercased() {
    case "content-type", "user-agent", "x-hasura-role", "x-request-id": value
    default: "<redacted>"
    }
  }
}
