import DovetailSource
import OrderedCollections
import OrderedJSON
import Synchronization

/// Webhooks that answer as a test says, and remember what they were asked.
final class TestWebhooks: WebhookClient {
  private let state = Mutex(State())

  private struct State {
    var answer: @Sendable (WebhookRequest, JSONValue) -> Answer = { _, _ in .json(nil) }
    var requests: [WebhookRequest] = []
  }

  /// What a webhook does.
  enum Answer: Sendable {
    case json(JSONValue, status: Int = 200, headers: [ExecutionContext.Header] = [])
    case text(String, status: Int = 200)
    case failure(String)
    /// No answer until the request is cancelled.
    case silence
  }

  /// Answers all requests from now on, given the request and its body.
  func answer(_ answer: @escaping @Sendable (WebhookRequest, JSONValue) -> Answer) {
    state.withLock { $0.answer = answer }
  }

  /// The requests so far.
  var requests: [WebhookRequest] { state.withLock { $0.requests } }

  /// The bodies of the requests so far.
  var bodies: [JSONValue] { requests.map(Self.body) }

  private static func body(_ request: WebhookRequest) -> JSONValue {
    request.body.flatMap { try? JSONValue(parsing: $0) } ?? nil
  }

  func send(_ request: WebhookRequest) async throws(WebhookFailure) -> WebhookAnswer {
    let answer = state.withLock { state in
      state.requests.append(request)
      return state.answer
    }
    switch answer(request, Self.body(request)) {
    case .json(let json, let status, let headers):
      return WebhookAnswer(status: status, headers: headers, body: json.serialized())
    case .text(let text, let status):
      return WebhookAnswer(status: status, body: Array(text.utf8))
    case .failure(let reason):
      throw WebhookFailure(reason: reason)
    case .silence:
      try? await Task.sleep(for: .seconds(60))
      throw WebhookFailure(reason: "no answer", isCancelled: Task.isCancelled)
    }
  }
}
