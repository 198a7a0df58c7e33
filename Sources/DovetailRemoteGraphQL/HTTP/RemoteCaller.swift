import AsyncHTTPClient
import DovetailMetadata
import DovetailSource
import FoundationEssentials
import NIOCore
import NIOHTTP1
import OrderedJSON

/// Sends requests to one service.
struct RemoteCaller: Sendable {
  let service: RemoteService
  let client: RemoteHTTPClient
  let options: RemoteGraphQLOptions
  /// Whether the service's certificate is taken as it is.
  let isTrusted: Bool
  /// How much lookups ask for at once, where the remote schema's definition says so.
  var settings: RemoteLookupSettings?

  var syntax: RemoteSyntax { RemoteSyntax(skipsNulls: options.skipsNulls) }

  /// Posts a body and reads the answer whole, whatever its status.
  ///
  /// A repeatable request is sent again where the service has closed a kept connection just as it was
  /// used.
  func post(
    _ body: [UInt8],
    _ context: ExecutionContext,
    isRepeatable: Bool
  ) async throws(SourceError) -> HTTPAnswer {
    var request = service.request
    request.headers = try requestHeaders(context)
    request.body = .byteBuffer(ByteBuffer(bytes: body))
    let deadline = NIODeadline.now() + service.timeout
    do {
      return try await send(request, deadline)
    } catch {
      guard isRepeatable, error as? HTTPClientError == .remoteConnectionClosed else {
        throw failure(error, request)
      }
    }
    do {
      return try await send(request, deadline)
    } catch {
      throw failure(error, request)
    }
  }

  // The future is awaited where the caller runs, so that there is one hop from the event loop.
  private func send(
    _ request: HTTPClient.Request,
    _ deadline: NIODeadline
  ) async throws -> HTTPAnswer {
    let task = client.client(forTrustedHost: isTrusted).execute(
      request: request,
      delegate: AnswerCollector(limit: options.maximumAnswerSize),
      deadline: deadline
    )
    return try await withTaskCancellationHandler {
      try await task.futureResult.get()
    } onCancel: {
      task.cancel()
    }
  }

  private func failure(_ error: any Error, _ request: HTTPClient.Request) -> SourceError {
    if Task.isCancelled || error as? HTTPClientError == .cancelled || error is CancellationError {
      return SourceError(code: .cancelled, message: "the request was cancelled")
    }
    return SourceError(
      code: .remoteSchemaError,
      message: "HTTP exception occurred while sending the request to \"\(service.shownAddress)\"",
      detail: [
        "type": "http_exception",
        "message": .string(Self.reason(error)),
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
