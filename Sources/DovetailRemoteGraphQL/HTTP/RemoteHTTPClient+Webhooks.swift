import AsyncHTTPClient
package import DovetailMetadata
package import DovetailSource
import NIOCore
import NIOHTTP1

extension RemoteHTTPClient: WebhookClient {
  /// The largest answer of a webhook that is read, decompressed, in bytes.
  private static let maximumAnswerSize = 64 << 20

  package func send(
    _ request: WebhookRequest
  ) async throws(WebhookFailure) -> WebhookAnswer {
    try await send(request, trusting: [])
  }

  package func trusting(_ allowlist: [TLSAllowlistEntry]) -> any WebhookClient {
    allowlist.isEmpty ? self : TrustingClient(client: self, allowlist: allowlist)
  }

  /// Sends a request; hosts on the list may have any certificate.
  fileprivate func send(
    _ request: WebhookRequest,
    trusting allowlist: [TLSAllowlistEntry]
  ) async throws(WebhookFailure) -> WebhookAnswer {
    guard
      var sent = try? HTTPClient.Request(
        url: request.url,
        method: HTTPMethod(rawValue: request.method)
      )
    else { throw WebhookFailure(reason: "Invalid URL") }
    for header in request.headers { sent.headers.add(name: header.name, value: header.value) }
    if let body = request.body { sent.body = .byteBuffer(ByteBuffer(bytes: body)) }
    let isTrusted = allowlist.allows(host: sent.host, port: sent.port)
    let task = client(forTrustedHost: isTrusted).execute(
      request: sent,
      delegate: AnswerCollector(limit: Self.maximumAnswerSize),
      deadline: .now() + .seconds(Int64(max(request.timeout, 1)))
    )
    do {
      let answer = try await withTaskCancellationHandler {
        try await task.futureResult.get()
      } onCancel: {
        task.cancel()
      }
      return WebhookAnswer(
        status: answer.status,
        headers: answer.headers.map { .init(name: $0.name, value: $0.value) },
        body: answer.body
      )
    } catch {
      throw WebhookFailure(
        reason: RemoteCaller.reason(error),
        isCancelled: Task.isCancelled || error as? HTTPClientError == .cancelled
      )
    }
  }
}

/// The client as long as some hosts may have any certificate.
private struct TrustingClient: WebhookClient {
  let client: RemoteHTTPClient
  let allowlist: [TLSAllowlistEntry]

  func send(_ request: WebhookRequest) async throws(WebhookFailure) -> WebhookAnswer {
    try await client.send(request, trusting: allowlist)
  }

  func trusting(_ allowlist: [TLSAllowlistEntry]) -> any WebhookClient {
    client.trusting(allowlist)
  }
}
