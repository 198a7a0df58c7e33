import DovetailMetadata
import DovetailRemoteGraphQL
import DovetailSource
import Testing

@Suite("Services with certificates of their own")
struct TLSAllowlistTests {
  /// The error of asking a service with a self-signed certificate; nil if it answers.
  private func ask(_ allowlist: (Int) -> [TLSAllowlistEntry]) async throws -> SourceError? {
    try await TestService.run(
      tls: selfSignedContext(),
      answering: { _ in .body(#"{"data": {"__typename": "query_root"}}"#) }
    ) { service in
      let client = RemoteHTTPClient()
      let source = try RemoteGraphQLSource(
        name: "crm",
        definition: RemoteSchemaDefinition(url: service.url),
        environment: [:],
        client: client,
        tlsAllowlist: allowlist(service.port)
      )
      let error = await sourceError { try await source.checkHealth() }
      await client.shutdown()
      return error
    }
  }

  @Test("A self-signed certificate is refused")
  func refused() async throws {
    let error = try #require(try await ask { _ in [] })
    #expect(error.code == .remoteSchemaError)
    #expect(error.message.hasPrefix("HTTP exception occurred"))
  }

  @Test("It is taken of a host on the list, on any port or on one")
  func allowed() async throws {
    #expect(try await ask { _ in [TLSAllowlistEntry(host: "127.0.0.1")] } == nil)
    #expect(try await ask { [TLSAllowlistEntry(host: "127.0.0.1", suffix: "\($0)")] } == nil)
    #expect(
      try await ask {
        [TLSAllowlistEntry(host: "127.0.0.1", suffix: ":\($0)", permissions: ["self-signed"])]
      } == nil
    )
  }

  @Test("Another host, another port and no permission do not count")
  func others() async throws {
    #expect(try await ask { _ in [TLSAllowlistEntry(host: "localhost")] } != nil)
    #expect(
      try await ask { [TLSAllowlistEntry(host: "127.0.0.1", suffix: "\($0 + 1)")] } != nil
    )
    #expect(
      try await ask { _ in [TLSAllowlistEntry(host: "127.0.0.1", permissions: [])] } != nil
    )
  }

  @Test("Webhooks of listed hosts are called, others are not")
  func webhooks() async throws {
    try await TestService.run(
      tls: selfSignedContext(),
      answering: { _ in .body(#"{"ok": true}"#) }
    ) { (service) async throws in
      let client = RemoteHTTPClient()
      let request = WebhookRequest(url: service.url, body: Array("{}".utf8), timeout: 5)
      await #expect(throws: WebhookFailure.self) { try await client.send(request) }
      let trusting = client.trusting([TLSAllowlistEntry(host: "127.0.0.1")])
      let answer = try await trusting.send(request)
      #expect(answer.status == 200)
      await #expect(throws: WebhookFailure.self) { try await trusting.trusting([]).send(request) }
      await client.shutdown()
    }
  }
}
