import DovetailRemoteGraphQL
import DovetailSource
import NIOHTTP1
import Testing

@Suite("Requests to webhooks")
struct WebhookTests {
  @Test("Method, headers and body arrive, and the answer comes back whatever its status")
  func roundTrip() async throws {
    try await TestService.run(answering: { _ in
      .body("gone", status: 410, headers: [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    }) { service in
      let client = RemoteHTTPClient()
      let answer = try await client.send(
        WebhookRequest(
          method: "PUT",
          url: service.url + "?q=1",
          headers: [.init(name: "X-One", value: "1")],
          body: Array("{}".utf8),
          timeout: 5
        )
      )
      #expect(answer.status == 410)
      #expect(String(decoding: answer.body, as: UTF8.self) == "gone")
      #expect(answer.values(of: "set-cookie") == ["a=1", "b=2"])
      let request = try #require(service.requests.first)
      #expect(request.path == "/graphql?q=1")
      #expect(request.headers.first(name: "x-one") == "1")
      #expect(request.body == "{}")
      await client.shutdown()
    }
  }

  @Test("Who never answers, closes, or has no address gives a failure")
  func failures() async throws {
    let client = RemoteHTTPClient()
    try await TestService.run(answering: { _ in .silence }) { service in
      let failure = await #expect(throws: WebhookFailure.self) {
        _ = try await client.send(WebhookRequest(url: service.url, timeout: 1))
      }
      #expect(failure?.reason == "Response timeout")
    }
    try await TestService.run(answering: { _ in .nothing }) { service in
      let failure = await #expect(throws: WebhookFailure.self) {
        _ = try await client.send(WebhookRequest(url: service.url, timeout: 5))
      }
      #expect(failure?.isCancelled == false)
    }
    let failure = await #expect(throws: WebhookFailure.self) {
      _ = try await client.send(WebhookRequest(url: "no address", timeout: 5))
    }
    #expect(failure?.reason == "Invalid URL")
    await client.shutdown()
  }
}
