package import DovetailMetadata

/// Sends requests to webhooks: the engine's only way to HTTP servers of users.
package protocol WebhookClient: Sendable {
  /// Sends a request and gives the answer, whatever its status.
  ///
  /// Honours cancellation of the task; redirects are not followed.
  func send(_ request: WebhookRequest) async throws(WebhookFailure) -> WebhookAnswer

  /// A client that takes any certificate of the hosts on the list.
  func trusting(_ allowlist: [TLSAllowlistEntry]) -> any WebhookClient
}

extension WebhookClient {
  package func trusting(_ allowlist: [TLSAllowlistEntry]) -> any WebhookClient { self }
}

/// A request to a webhook.
package struct WebhookRequest: Sendable, Hashable {
  package var method: String
  package var url: String
  /// In the order in which they are sent; names are unique, whatever their case.
  package var headers: [ExecutionContext.Header]
  package var body: [UInt8]?
  /// In seconds.
  package var timeout: Int

  package init(
    method: String = "POST",
    url: String,
    headers: [ExecutionContext.Header] = [],
    body: [UInt8]? = nil,
    timeout: Int
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeout = timeout
  }
}

/// What a webhook answered.
package struct WebhookAnswer: Sendable, Hashable {
  package var status: Int
  package var headers: [ExecutionContext.Header]
  package var body: [UInt8]

  package init(status: Int, headers: [ExecutionContext.Header] = [], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The values of a header; the name is in lower case.
  package func values(of name: String) -> [String] {
    headers.filter { $0.name.lowercased() == name }.map(\.value)
  }
}

/// Why a webhook gave no answer.
package struct WebhookFailure: Error, Sendable, Hashable {
  /// The reason, fit for administrators.
  package var reason: String
  /// Whether the task was cancelled.
  package var isCancelled: Bool

  package init(reason: String, isCancelled: Bool = false) {
    self.reason = reason
    self.isCancelled = isCancelled
  }
}
