package import DovetailMetadata

/// What calls of webhooks need besides metadata.
package struct WebhookSettings: Sendable {
  package var client: any WebhookClient
  /// The variables that `{{NAME}}` in addresses and headers stands for.
  package var environment: [String: String]
  /// The `User-Agent` header: the engine's name and version.
  package var userAgent: String
  /// Whether configured headers win over those of clients (`CONFIGURED_HEADER_PRECEDENCE`).
  package var configuredHeadersWin: Bool

  package init(
    client: any WebhookClient,
    environment: [String: String] = [:],
    userAgent: String = "dovetail",
    configuredHeadersWin: Bool = false
  ) {
    self.client = client
    self.environment = environment
    self.userAgent = userAgent
    self.configuredHeadersWin = configuredHeadersWin
  }

  /// The same settings, where hosts on the list may have any certificate.
  package func trusting(_ allowlist: [TLSAllowlistEntry]) -> WebhookSettings {
    var settings = self
    settings.client = client.trusting(allowlist)
    return settings
  }

  /// Settings with which nothing can be called: every request fails.
  package static let none = WebhookSettings(client: NoWebhooks())
}

/// Stands for a client where there is none.
private struct NoWebhooks: WebhookClient {
  func send(_ request: WebhookRequest) async throws(WebhookFailure) -> WebhookAnswer {
    throw WebhookFailure(reason: "this engine has no HTTP client")
  }
}
