import DovetailMetadata
import DovetailSource
import DovetailWebhooks
import OrderedCollections
import Testing

@Suite("Headers and addresses of webhooks")
struct WebhookHeaderTests {
  private struct Nobody: WebhookClient {
    func send(_ request: WebhookRequest) async throws(WebhookFailure) -> WebhookAnswer {
      throw WebhookFailure(reason: "nobody")
    }
  }

  private static let context = ExecutionContext(
    session: Session(role: "user"),
    clientHeaders: [
      .init(name: "authorization", value: "Bearer t"), .init(name: "x-mine", value: "client"),
      .init(name: "user-agent", value: "browser"), .init(name: "content-length", value: "12"),
      .init(name: "x-hasura-admin-secret", value: "secret"),
      .init(name: "x-hasura-user-id", value: "1"), .init(name: "traceparent", value: "00-1"),
    ],
    requestID: "r1"
  )

  private func headers(
    _ choice: ClientHeaderChoice,
    configuredWin: Bool = false
  ) -> [String: String] {
    let settings = WebhookSettings(
      client: Nobody(),
      userAgent: "dovetail/1",
      configuredHeadersWin: configuredWin
    )
    let headers = settings.requestHeaders(
      configured: [
        .init(name: "X-Mine", value: "configured"), .init(name: "content-type", value: "text/x"),
      ],
      client: choice,
      context: Self.context
    )
    return Dictionary(uniqueKeysWithValues: headers.map { ($0.name.lowercased(), $0.value) })
  }

  @Test("Without forwarding only the engine's and configured headers are sent, and the trace")
  func notForwarded() {
    #expect(
      headers(.none) == [
        "content-type": "application/json", "user-agent": "dovetail/1", "x-mine": "configured",
        "traceparent": "00-1", "x-request-id": "r1",
      ]
    )
  }

  @Test("Headers of clients win over configured ones, and the engine's secret stays here")
  func forwarded() {
    #expect(
      headers(.allBut(nil)) == [
        "authorization": "Bearer t", "x-mine": "client", "x-forwarded-user-agent": "browser",
        "x-hasura-user-id": "1", "content-type": "application/json", "user-agent": "dovetail/1",
        "traceparent": "00-1", "x-request-id": "r1",
      ]
    )
  }

  @Test("Configured headers win if the engine is told so")
  func precedence() {
    let headers = headers(.allBut(nil), configuredWin: true)
    #expect(headers["x-mine"] == "configured")
    #expect(headers["content-type"] == "text/x")
  }

  @Test("An action's own list takes the place of the common one")
  func ignored() {
    let headers = headers(.allBut(["Authorization", "User-Agent"]))
    #expect(headers["authorization"] == nil)
    #expect(headers["x-mine"] == "client")
    #expect(headers["content-length"] == nil)
  }

  @Test("Variables in addresses and headers must be set")
  func variables() throws {
    let settings = WebhookSettings(client: Nobody(), environment: ["BASE": "http://h"])
    #expect(try settings.address("{{ BASE }}/x") == "http://h/x")
    #expect(try settings.address(.environment("BASE")) == "http://h")
    let error = #expect(throws: WebhookSettingError.self) { _ = try settings.address("{{NO}}/x") }
    #expect(error?.message == "environment variable 'NO' not set")
    #expect(throws: WebhookSettingError.self) {
      _ = try settings.headers([HeaderSetting(name: "a", value: .environment("NO"))])
    }
  }
}
